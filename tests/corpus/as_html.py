"""A made document as a web page.

Belongs here: tags, classes and the shell of a page. Not here: what the document says.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.corpus import parts
from tests.corpus.parts import Cell, Draft, Part, Table, runs
from tests.corpus.truth import World

_STYLES = (
    "",
    "body { font-family: sans-serif; margin: 2em }",
    ".value, .num { font-size: 2em; font-weight: bold } .label { color: #444 }",
    "table { border-collapse: collapse } td, th { border: 1px solid #999; padding: 4px }",
)


def write(draft: Draft, world: World) -> bytes:
    """The bytes of the page."""
    hand = Hand(world)
    body = "\n".join(hand.parts(draft.parts))
    title = draft.title
    if title is None:
        title = next((parts.plain(part.text) for part in draft.parts if isinstance(part, parts.Heading)), "Statistics")
    style = draft.style + world.pick(_STYLES)
    head = f"<style>{style}</style>\n" if style else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n{head}'
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def inline(text: str) -> str:
    """A text with its marks as markup."""
    return "".join(_run(kind, piece) for kind, piece in runs(text))


def _run(kind: str, piece: str) -> str:
    match kind:
        case "":
            return escape(piece, quote=False)
        case parts.MARKUP:
            return piece
        case parts.RAISED:
            return f"<sup>{escape(piece)}</sup>"
        case parts.BOLD:
            return f"<strong>{escape(piece)}</strong>"
        case parts.STRUCK:
            return f"<s>{escape(piece)}</s>"
        case parts.LINK:
            return f'<a href="#note">{escape(piece)}</a>'
        case parts.HIDDEN:
            return f'<span style="display:none">{escape(piece)}</span>'
    raise ValueError(kind)


class Hand:
    """One author's habits."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.level = world.pick((0, 0, 0, 1))
        self.bold_headings = world.chance(0.12)

    def parts(self, some: Sequence[Part]) -> list[str]:
        return [self._part(part) for part in some]

    def _part(self, part: Part) -> str:
        match part:
            case parts.Heading(text, level):
                if self.bold_headings and level > 1:
                    return f"<p><b>{inline(text)}</b></p>"
                tag = f"h{min(6, level + (self.level if level > 1 else 0))}"
                return f"<{tag}>{inline(text)}</{tag}>"
            case parts.Paragraph(text):
                return f"<p>{inline(text)}</p>"
            case parts.Lines(texts):
                return "<p>" + "<br>\n".join(inline(text) for text in texts) + "</p>"
            case parts.Bullets(texts):
                return _list([inline(text) for text in texts])
            case parts.Pairs(items, style):
                return self._pairs([(inline(label), inline(value)) for label, value in items], style)
            case parts.Table():
                return self._table(part)
            case parts.Columns(left, right):
                return self._columns("\n".join(self.parts(left)), "\n".join(self.parts(right)))
            case parts.Fold(summary, inner, is_open):
                shown = " open" if is_open else ""
                return f"<details{shown}><summary>{inline(summary)}</summary>\n{self._joined(inner)}\n</details>"
            case parts.Section(inner):
                tag = self.world.pick(("section", "div", "div class='box'", "article"))
                return f"<{tag}>\n{self._joined(inner)}\n</{tag.split()[0]}>"
            case parts.Frame(kind, texts):
                return self._frame(kind, [inline(text) for text in texts])
            case parts.PageBreak():
                return ""
            case parts.Only(_, html):
                return html

    def _joined(self, some: Sequence[Part]) -> str:
        return "\n".join(self.parts(some))

    def _columns(self, left: str, right: str) -> str:
        if self.world.chance(0.3):
            return f'<table role="presentation"><tr><td>\n{left}\n</td><td>\n{right}\n</td></tr></table>'
        if self.world.chance(0.5):
            return (
                f'<div class="row"><div class="col-md-6">\n{left}\n</div><div class="col-md-6">\n{right}\n</div></div>'
            )
        return f'<div style="display: flex; gap: 3em"><div>\n{left}\n</div>\n<div>\n{right}\n</div></div>'

    def _frame(self, kind: str, texts: list[str]) -> str:
        body = "\n".join(f"<p>{text}</p>" for text in texts)
        match kind:
            case parts.MENU:
                links = [f'<a href="/{at}">{text}</a>' for at, text in enumerate(texts)]
                return f"<nav>{_list(links)}</nav>"
            case parts.SITE_HEAD:
                return f"<header>{body}</header>"
            case parts.SITE_FOOT:
                return f"<footer>{body}</footer>"
            case parts.ASIDE:
                return f"<aside>{body}</aside>"
            case parts.WATERMARK:
                return ""
        return body

    def _pairs(self, items: list[tuple[str, str]], style: str) -> str:
        pick = self.world.pick
        match style:
            case parts.COLON:
                if self.world.chance(0.5):
                    return "<p>" + "<br>\n".join(f"{label}: {value}" for label, value in items) + "</p>"
                return "\n".join(f"<p>{label}: <strong>{value}</strong></p>" for label, value in items)
            case parts.BULLET:
                return _list([f"{label}: {value}" for label, value in items])
            case parts.DOTS | parts.GAP:
                return "\n".join(
                    f'<div class="row"><span class="label">{label}</span> <span class="value">{value}</span></div>'
                    for label, value in items
                )
            case parts.DASH:
                return "\n".join(f"<p>{label} – {value}</p>" for label, value in items)
            case parts.BRACKET:
                return _list([f"{label} ({value})" for label, value in items])
            case parts.VALUE_FIRST:
                return _list([f"<strong>{value}</strong> {label}" for label, value in items])
            case parts.DEFINITIONS:
                return "<dl>\n" + "\n".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in items) + "\n</dl>"
            case parts.GRID:
                tag = pick(("th", "td", "th scope='row'"))
                rows = (f"<tr><{tag}>{label}</{tag.split()[0]}><td>{value}</td></tr>" for label, value in items)
                return "<table>\n" + "\n".join(rows) + "\n</table>"
            case parts.LABEL_ABOVE:
                if self.world.chance(0.3):
                    return "\n".join(f"<h4>{label}</h4><p>{value}</p>" for label, value in items)
                return "\n".join(
                    f"<div class='stat'><div>{label}</div><div>{value}</div></div>" for label, value in items
                )
            case parts.VALUE_ABOVE:
                return "\n".join(
                    f"<div class='stat'><div class='num'>{value}</div><div class='txt'>{label}</div></div>"
                    for label, value in items
                )
            case parts.TILES:
                return self._tiles(items)
        raise ValueError(style)

    def _tiles(self, items: list[tuple[str, str]]) -> str:
        if self.world.chance(0.3):
            cells = "".join(f"<td><big>{value}</big><br>{label}</td>" for label, value in items)
            return f"<table class='tiles'><tr>{cells}</tr></table>"
        outer, inner = self.world.pick((("ul", "li"), ("div", "div"), ("div", "div")))
        tiles = "\n".join(
            f"<{inner} class='tile'><span class='value'>{value}</span>{self.world.pick(('<br>', ' ', '<br>'))}"
            f"<span class='label'>{label}</span></{inner}>"
            for label, value in items
        )
        return f"<{outer} class='tiles'>\n{tiles}\n</{outer}>"

    def _table(self, table: Table) -> str:
        caption = f"<caption>{inline(table.caption)}</caption>\n" if table.caption else ""
        has_tags = self.world.chance(0.8)
        rows = [self._row(row, table, has_tags) for row in table.rows]
        heads, body = rows[: table.head_rows], rows[table.head_rows :]
        if table.pages > 1:
            half = (len(body) + 1) // 2
            body = [*body[:half], *heads, *body[half:]]
        if self.world.chance(0.6) and heads:
            lines = ["<thead>", *heads, "</thead>", "<tbody>", *body, "</tbody>"]
        else:
            lines = [*heads, *body]
        return f"<table>\n{caption}" + "\n".join(lines) + "\n</table>"

    def _row(self, row: Sequence[Cell], table: Table, has_tags: bool) -> str:
        return "<tr>" + "".join(_cell(cell, has_tags) for cell in row) + "</tr>"


def _cell(cell: Cell, has_tags: bool) -> str:
    tag = "th" if cell.is_head and has_tags else "td"
    text = inline(cell.text)
    if cell.is_head and not has_tags and text:
        text = f"<b>{text}</b>"
    spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
        f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    )
    return f"<{tag}{spans}>{text}</{tag}>"


def _list(items: Sequence[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"
