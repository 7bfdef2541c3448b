"""Layout characters in plain text: quote marks, Markdown, boxes drawn with characters, list numbers.

Belongs here: removing what a person does not read. Not here: mail (mail), columns and tables (text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from textwrap import dedent

from orchestration.spotlight.readers.formats.mail import QUOTED, move_mail_to_frame
from orchestration.spotlight.readers.formats.note_marks import with_marks
from orchestration.spotlight.readers.formats.prompts import plain_prompts
from orchestration.spotlight.readers.formats.separated import with_tabs
from orchestration.spotlight.readers.formats.signs import with_plain_signs
from orchestration.spotlight.readers.formats.unmarked import Unmarked
from orchestration.spotlight.readers.formats.wikitext import Numbered, without_wikitext
from orchestration.spotlight.readers.grammar.numbering import list_numbers

_BOXES = str.maketrans(
    {
        **dict.fromkeys("│┃║╎┆┊", "|"),
        **dict.fromkeys("─━═╌┄┈", "-"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╭╮╰╯╪╫╒╕╘╛╞╡╤╧╥╨╟╢╓╖╙╜", "+"),
    }
)
_LONGEST_FRONT_MATTER = 40
"""At most this many lines from the first `---` to the second."""
_KEY_OF_PROGRAM = re.compile(
    r"(?:(?:clipped|created|(?:last[_-])?(?:edited|modified|updated)|saved): *[0-9T:. Z+-]+"
    r"|(?:source|url): *[\"']?https?://[^ ]+"
    r"|tags: *(?:\[clippings?\])?|author: *[a-z]+(?:-[a-z]+)*|(?:date|lastmod): *[0-9T:. Z+-]+|weight: *[0-9]{1,4}"
    r"|(?:editor|maintainer|owner): *[\"']?@[a-z]{2,20}[\"']?|layout: *(?:article|default|page|post)"
    r"|draft: *false|toc: *(?:true|false)"
    r"|licen[cs]e: *(?:apache|bsd|cc0?|mit|odbl|odc|pddl|public domain)(?:[ -](?:by|nc|nd|sa|[0-9.]{1,4})){0,5}) *",
    re.IGNORECASE,
)
"""Keys that a program reads or writes, not the author's own: `clipped: 2025-03-04`, `draft: false`."""
_TAG_OF_PROGRAM = "- clippings"
_LINK = re.compile(r"!?\[([^\[\]]{1,200})\]\((?:[^()\s]|\([^()\s]*\)){0,500}\)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*\n]{1,300}?\S|\S)\1")
_SLANTED = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{0,300}[^\s*_])\1(?![\w*_])")
_BULLET = re.compile(r"^[ >]*\*(?= )", re.MULTILINE)
_REFERENCES = re.compile(r" *References? \[edit\] *")
_LISTED = re.compile(r"^ *([0-9])\. +(?:\^ *(?:(?:[a-h] )+)?)?(?=[\"'A-Z])")
"""Below a wiki's heading `References`, each numbered line is a reference: `2. "Arizona Spotlight". National ...`."""
_BRANCH = re.compile(r"^ *(?:\| +)?(?:[|`\\]-{1,3}|\+-{2,3}) +(?=[^|]*$)")
"""A branch of a drawn tree: `|-- 96 phone calls`."""
# Words between signs: `--- National Human Trafficking Hotline ---`, `+ + + Sunday + + +`
_BETWEEN_DASHES = re.compile(r"^( *([-+~*=—–](?: ?[-+~*=—–]){0,11}) +)(\S.*?\S) +\2 *$")
# A bar drawn beside its number: `Sex trafficking  #########  525`
_BAR = re.compile(r"(?<= )(?:#+|=+|\*{2,}|[█▇▆▅▄▃▂▁■▓▒░▪]+)(?= )")
_NUMBER_AT_END = re.compile(r"[A-Za-z]{3}.* [0-9][0-9,]* *$")
# The numbers of a list, one below the other: `- 11 labor trafficking`, `-  4 sex and labor trafficking`
_BULLET_BEFORE_NUMBER = re.compile(r"^( *[-*+]) {2,4}(?=[0-9][0-9,]* [A-Za-z])")
# A row of an export that is commented out: no figure
_COMMENTED_OUT = re.compile(r"#[^\t]*\t+ *[0-9][0-9,]*")
# The bullet of an item with a box to tick: `- [x] Checked against the source`
_TASK = re.compile(r"^[-*+] (?=\[[ xX]\] )")
_EDIT = re.compile(r" ?\[(?:edit|citation needed)\]")
_CHOSEN = re.compile(r"(?<=Year: )\[((?:19|20)[0-9]{2})_{2,60}\]")
"""`Select a Year: [2023___]`: what a form shows as chosen, in a text browser. If the year is not also a line of
its own, the page may show another one."""
_NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+,")
_SHORTEST_RULE = 2
_FEWEST_ITEMS = 3
_LINK_NUMBER = re.compile(r"\[([0-9]{1,3})\](?=\S)")
_YEARS_TO_CHOOSE = re.compile(r"[ *]*(?:\[[0-9]{1,3}\](?:19|20)[0-9]{2}[ |]*){2,}")
_CAPTURES = re.compile(
    r" *(?:[0-9][0-9,]* captures?|[0-9]{1,2}|(?:[0-9]{1,2} )?[A-Z][A-Za-z]{2}(?: [A-Z]{3}| (?:19|20)[0-9]{2}){0,2}"
    r"(?: - [0-9]{1,2} [A-Z][a-z]{2} (?:19|20)[0-9]{2})?|(?:19|20)[0-9]{2}(?: (?:19|20)[0-9]{2}){0,2}"
    r"|(?:https?://)?[\w.-]{1,80}/\S{0,300}|go|about this capture"
    r"|.{0,40}\b(?:web archive|internet archive|wayback machine)\b.{0,40}) *$",
    re.IGNORECASE,
)
"""The banner of a web archive above a saved page: the archive's name and the days on which it saved the page."""
_PICTURE = re.compile(
    r" *(?:\[(?:icon|image|logo|map|photo|picture|(?:icon|logo)[a-z_-]{0,40}\.(?:gif|jpe?g|png|svg|webp))\]"
    r"|(?:\[[0-9]{1,3}\])?\[(?:[a-z_-]{1,40}[_-])?(?:icon|logo|map)(?:[_-][a-z0-9_-]{1,40})?"
    r"\.(?:gif|jpe?g|png|svg|webp)\]) *",
    re.IGNORECASE,
)
"""Text in the place of a picture."""
_SKIP = re.compile(
    r" *(?:skip to (?:main )?(?:content|navigation)|last updated: .{6,40} url: \S+(?: +print page)?) *", re.IGNORECASE
)
"""A page's first link, which the heading below it would join; or the day and address of a guide's last change."""
_BADGES = re.compile(
    r" *(?:\[?!\[(?:build|ci|doi|licen[cs]e)(?::? [\w.-]{1,20}){0,2}\]\([^()\s]{0,500}\)"
    r"(?:\]\([^()\s]{0,500}\))? *)+",
    re.IGNORECASE,
)
"""A line of nothing but badges, as repositories of software have: `[![License: CC BY](cc.svg)](LICENSE)`."""
_LINK_TARGET = re.compile(r"^ *([0-9]{1,3})\. +(?:https?|file|mailto|ftp|tel|sms):\S+$")
_ASKED = re.compile(r"^ *(?:(Q)(?:uestion)?|(A)(?:nswer)?)(?: ?[0-9]{1,2})?[.:)] +(?=\S)")
_LETTER_AS_BULLET = re.compile(r"^([ \t]*)o[ \t]+(?=[A-Z0-9])")
"""The bullet of an inner list below `*` and `-`, as office programs write it."""
_PLUS_AS_BULLET = re.compile(r"^( +)\+ +(?=[A-Za-z])")
_STAR_AS_BULLET = re.compile(r" *\* +[A-Za-z]")
"""An item above items with `+`, as a text browser writes a list inside a list."""
_NUMBER_AND_TAB = re.compile(r"[ \t]*[0-9][0-9,]*\t")
"""A number before its label: beside such lines the letter `o` may be a zero and not a bullet."""
_SMALL_BULLET = re.compile(r"^( *)[▫▸‣] +(?=\S)")
_LIST_NUMBER = re.compile(r" *[0-9]{1,2}[.)] ")
_COMMENT = re.compile(r"# ([\w-][\w -]{1,30})(?:: |\t+)(?=\S)")
_FEWEST_COMMENTS = 3
_LINE_NUMBER = re.compile(r" {0,6}([1-9][0-9]{0,3})(?: {2,}|\t|$)")
_LINE_NAMED = re.compile(r"\blines? [0-9]{1,4}\b(?![-0-9])", re.IGNORECASE)
"""`Line 5 is withdrawn` needs the number of line 5."""
_FEWEST_LINES = 10
_LONGEST_TITLE = 8
"""Words."""
_CHAPTER = re.compile(r" *([0-9]{1,2})\. +(?=[A-Z])")
_SECTION = re.compile(r" *[0-9]+(?:\.[0-9]+)+(?=\.? )")
"""The number of a subsection, such as `3.2`; `3` alone may be the number of a list."""
_ENDS_AS_TITLE = re.compile(r"[^\W\d]\)? *$")
"""A title ends with a letter: `2.1 Cases: 12` is not a section's title, and a sentence ends with a full stop."""
_MENU = re.compile(rf"[ *]*(?:{_LINK.pattern}[ |·•*]*){{2,}}")
_AT_PAGE = re.compile(r"(?<=.)(?=\f)")
_BOXED = re.compile(r" *\|[^|]*\| *")
_EDGE = re.compile(r" *\+[-=]+\+ *")
"""The upper or lower edge of a box with one column, drawn without a break."""
_EDGES = 2
_RULE = re.compile(r"\s*+(?:[-=_*~+#]++\s{0,9}+){1,40}+\s*+")


def without_layout(text: str) -> Unmarked:
    """The lines of a text without layout characters, numbered from 1. Lines of the frame stay in place, but empty."""
    # A form feed begins a line, as it begins a page.
    whole = set(map(str.strip, text.split("\n")))
    text = _CHOSEN.sub(
        lambda one: f" {one[1]}".ljust(len(one[0])) if one[1] in whole else one[0], text.translate(_BOXES)
    )
    numbered = enumerate(text.split("\n"), start=1)
    found = Unmarked([(number, part) for number, line in numbered for part in _AT_PAGE.split(line)])
    found.lines = [(number, line.removeprefix("\f")) for number, line in found.lines]
    found.lines = without_wikitext(_without_line_numbers(_without_comment_signs(found.lines)))
    _take_front_matter(found)
    _take_box(found)
    move_mail_to_frame(found)
    _take_captures(found)
    prompts = plain_prompts(found.lines)
    for at, (number, line) in enumerate(found.lines):
        if at in prompts or any(form.fullmatch(line) for form in (_PICTURE, _SKIP, _BADGES, _COMMENTED_OUT)):
            found.move_to_frame(range(at, at + 1))
        else:
            found.lines[at] = (number, line[picture.end() :] if (picture := _PICTURE.match(line)) else line)
    _take_links(found)
    _take_signature(found)
    _take_questions(found)
    found.lines = with_tabs(found.lines)
    found.lines = with_plain_signs(found.lines)
    has_bullets = sum(bool(_LETTER_AS_BULLET.match(line)) for _, line in found.lines) > 1
    has_bullets &= not any(_NUMBER_AND_TAB.match(line) for _, line in found.lines)
    has_pluses = sum(bool(_PLUS_AS_BULLET.match(line)) for _, line in found.lines) > 1
    has_pluses &= any(_STAR_AS_BULLET.match(line) for _, line in found.lines)
    quoted = [number for number, line in found.lines if line.startswith(">")]
    has_bars = sum(bool(_BAR.search(line) and _NUMBER_AT_END.search(line)) for _, line in found.lines) > 1
    is_markdown = any(one in text for one in ("](", "**", "\n# ", "\n## ", "| **")) or _has_starred(text)
    is_referring = False
    lines = []
    for number, line in found.lines:
        if len(quoted) > 1:
            line = QUOTED.sub("", line)
        if is_markdown or "_" in line:
            line = _SLANTED.sub(r"\2", _BOLD.sub(r"\2", _LINK.sub(r"\1", line)))
        line = _TASK.sub("  ", line)
        line = _BRANCH.sub(lambda one: " " * len(one[0]), line)
        if has_bullets:
            line = _LETTER_AS_BULLET.sub(r"\1- ", line)
        if has_pluses:
            line = _PLUS_AS_BULLET.sub(r"\1- ", line)
        line = _SMALL_BULLET.sub(r"\1- ", line)
        line = _BULLET_BEFORE_NUMBER.sub(r"\1 ", line)
        if has_bars and _NUMBER_AT_END.search(line):
            line = _BAR.sub(lambda one: " " * len(one[0]), line)
        line = _BETWEEN_DASHES.sub(lambda one: f"{' ' * len(one[1])}{one[3]}", line)
        is_referring |= _REFERENCES.fullmatch(line) is not None
        line = _LISTED.sub(r"[\1] ", line) if is_referring else line
        lines.append((number, _EDIT.sub("", line)))
    found.lines = list(_without_list_numbers(with_marks(lines)))
    return found


def _without_line_numbers(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines without the numbers in the margin of a bill, which count every line, the empty ones too."""
    found = [(_LINE_NUMBER.match(line) if line.strip() else None) for _, line in lines]
    last = max((at for at, one in enumerate(found) if one is not None), default=-1)
    numbers = [int(one[1]) for one in found if one is not None]
    is_numbered = len(numbers) >= _FEWEST_LINES and numbers == list(range(1, last + 2))
    is_referred_to = any(_LINE_NAMED.search(line) for _, line in lines)
    if not is_numbered or is_referred_to or any(line.strip() for _, line in lines[last + 1 :]):
        return list(lines)
    return [(number, line[one.end() :] if one else line) for (number, line), one in zip(lines, found, strict=True)]


def _without_comment_signs(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines without `#` before several keys above the rows of an export: `# period_start: 2020-01-01`.

    A tab may stand in place of the colon, and a title above the keys.
    """
    comments = list(takewhile(lambda at: lines[at][1].startswith("#"), range(len(lines))))
    keys = {at: key for at in comments if (key := _COMMENT.match(lines[at][1]))}
    found = list(lines)
    for at in comments if len(keys) >= _FEWEST_COMMENTS else ():
        number, line = lines[at]
        if at in keys:
            found[at] = (number, f"{keys[at][1]}: {line[keys[at].end() :]}")
        elif line.strip() == "#":
            found[at] = (number, "")
    return found


def _has_starred(text: str) -> bool:
    """Whether a text has bold words as mail writes them, `*Iowa, 2022*`, and no other star that could mark a note."""
    return "*" in text and "*" not in _BULLET.sub("", _SLANTED.sub(r"\2", text))


def is_rule(line: str) -> bool:
    """Whether a line is only a drawn rule: `-----`, `=====`, `+---+---+`."""
    return len(line.strip()) > _SHORTEST_RULE and bool(_RULE.fullmatch(line))


def _take_box(found: Unmarked) -> None:
    """Remove the sides of a box with one column, if it has an edge above and below."""
    boxed: list[int] = []
    for at, (_, line) in enumerate([*found.lines, (0, "")]):
        if _BOXED.fullmatch(line):
            boxed.append(at)
            continue
        inside = [found.lines[one][1].strip()[1:-1] for one in boxed]
        edges = [found.lines[one][1] for one in (boxed[0] - 1, at) if 0 <= one < len(found.lines)] if boxed else []
        is_closed = len(edges) == _EDGES and all(map(_EDGE.fullmatch, edges))
        if is_closed:
            for one, text in zip(boxed, dedent("\n".join(inside)).split("\n"), strict=True):
                found.lines[one] = (found.lines[one][0], text.rstrip())
        boxed = []


def _take_front_matter(found: Unmarked) -> None:
    """Take out the keys that a clipping program writes above a page. Others, such as `title`, stay and are read."""
    rules = [at for at, (_, line) in enumerate(found.lines[:_LONGEST_FRONT_MATTER]) if line.rstrip() == "---"]
    if rules[:1] != [0] or len(rules) == 1:
        return
    is_of_program = False
    for at in range(1, rules[1]):
        line = found.lines[at][1]
        is_of_program = bool(_KEY_OF_PROGRAM.fullmatch(line)) or (is_of_program and line.strip() == _TAG_OF_PROGRAM)
        if is_of_program:
            found.move_to_frame(range(at, at + 1))


def _take_links(found: Unmarked) -> None:
    """Take out the link numbers of a text browser with their addresses at the end, lines of nothing but links, and
    several years on one line that are links.
    """
    targets = {match[1]: at for at, (_, line) in enumerate(found.lines) if (match := _LINK_TARGET.match(line))}
    links = set(targets)
    glued = [number for _, line in found.lines for number in _LINK_NUMBER.findall(line)]
    if len(targets) > 1 and glued == [str(at) for at in range(1, len(glued) + 1)]:
        # The list of addresses may lack the links of menus and of the page's header.
        links.update(glued)
    for at, (number, line) in enumerate(found.lines):
        beside = "".join(other for _, other in found.lines[max(0, at - 1) : at + 2 : 2])
        numbers = _LINK_NUMBER.findall(line)
        is_menu = bool(_YEARS_TO_CHOOSE.fullmatch(line)) and links >= set(numbers)
        if is_menu or (_MENU.fullmatch(line) and "|" not in beside):
            found.move_to_frame(range(at, at + 1))
        elif not links.isdisjoint(numbers):
            without = _LINK_NUMBER.sub(lambda one: "" if one[1] in links else one[0], line)
            found.lines[at] = (number, without)
    if len(targets) > 1:
        for at in targets.values():
            found.move_to_frame(range(at, at + 1))


def _take_captures(found: Unmarked) -> None:
    """Take out the banner of a web archive above a page that it saved, if each line of the banner is understood."""
    end = next((at for at, (_, line) in enumerate(found.lines) if not line.strip()), 0)
    banner = [line for _, line in found.lines[:end]]
    if any("captures" in line for line in banner) and all(map(_CAPTURES.match, banner)):
        found.move_to_frame(range(end))


def _take_signature(found: Unmarked) -> None:
    """Take out the two dashes above the signature of a mail (RFC 3676): elsewhere they stand for a missing number."""
    texts = [line.strip() for _, line in found.lines]
    for at, (before, text, after) in enumerate(zip(texts, texts[1:], texts[2:], strict=False), start=1):
        if text == "--" and not before and _NAME.match(after):
            found.move_to_frame(range(at, at + 1))


def _take_questions(found: Unmarked) -> None:
    """Blank out the `Q:` and `A:` of questions and answers that alternate."""
    matches = [(at, match) for at, (_, line) in enumerate(found.lines) if (match := _ASKED.match(line))]
    asked = "".join(match[1] or match[2] for _, match in matches)
    if len(asked) < _FEWEST_ITEMS or asked != "QA" * (len(asked) // 2):
        return
    _blank(found, matches)


def _blank(found: Unmarked, matches: Sequence[tuple[int, re.Match[str]]]) -> None:
    """Replace the matched beginnings of lines by blanks."""
    for at, match in matches:
        number, line = found.lines[at]
        found.lines[at] = (number, " " * match.end() + line[match.end() :])


def _is_title(text: str) -> bool:
    is_short = len(text.split()) <= _LONGEST_TITLE and not any(map(str.isdecimal, text))
    return is_short and text[:1].isupper() and bool(_ENDS_AS_TITLE.search(text))


def _without_list_numbers(lines: Sequence[Numbered]) -> Iterator[Numbered]:
    """The lines without list numbers. `3.2 Oregon in the hotline's statistics` alone on its line becomes a heading.

    So does each item of an agenda if all of them are titles: `3. Data subcommittee`. Where headings are marked with `#`
    none is added: the line may stand in the section of one.
    """
    texts = ["", *(line for _, line in lines), ""]
    ends = list_numbers(texts)
    is_marked = any(text.lstrip().startswith("#") for text in texts)
    numbered = [at for at in ends if _LIST_NUMBER.match(texts[at])]
    are_titles = len(numbered) >= _FEWEST_ITEMS and all(
        _is_title(texts[at][ends[at] :]) and not texts[at - 1].strip() for at in numbered
    )
    agenda = set(numbered) if are_titles and not is_marked else set()
    # `4. What the hotline recorded` above `4.1 Scope`
    chapters = {section[0].split(".")[0].strip() for at in ends if (section := _SECTION.match(texts[at]))}
    for at, (number, line) in enumerate(lines, start=1):
        end = ends.get(at, 0)
        is_alone = not (is_marked or texts[at - 1].strip() or texts[at + 1].strip())
        if is_alone and (chapter := _CHAPTER.match(line)) and chapter[1] in chapters:
            yield number, f"# {line[chapter.end() :]}"
            continue
        section = _SECTION.match(line[:end]) if is_alone and _ENDS_AS_TITLE.search(line) else None
        depth = section[0].count(".") + 1 if section else int(at in agenda)
        before = f"{'#' * depth} " if depth else " " * end
        yield number, before + line[end:]
