"""Pages as HTML become blocks: what a person sees of them, and what stands together.

Each trap is a document of its own. `read` below writes what is seen as it is, what is hidden as `<text>`, struck out as
`~text~`, raised as `^text`, and what cannot be told as `?text`.
"""

from __future__ import annotations

import pytest

from orchestration.spotlight.domain.model import Rejection
from orchestration.spotlight.readers.blocks import Block, BlockKind, Document, GroupKind, Line, Run
from orchestration.spotlight.readers.formats.html import read_html
from orchestration.spotlight.readers.limits import Limits

MARKS = {"hidden": "<{}>", "struck": "~{}~", "raised": "^{}", "doubt": "?{}"}


def document(content: str | bytes) -> Document:
    content = content.encode() if isinstance(content, str) else content
    result = read_html("page.html", "d0", content, Limits())
    assert isinstance(result, Document), result
    return result


def refusal(content: str | bytes) -> Rejection:
    content = content.encode() if isinstance(content, str) else content
    result = read_html("page.html", "d0", content, Limits())
    assert isinstance(result, Rejection)
    return result


def marked(run: Run) -> str:
    text = run.text
    for name, mark in MARKS.items():
        text = mark.format(text) if getattr(run, name) else text
    return text


def shown(line: Line) -> str:
    return "".join(map(marked, line.runs))


def read(content: str) -> list[str]:
    """Every line of a page, without those of its title."""
    whole = f"<!DOCTYPE html>\n{content}"
    found = []
    for block in document(whole).blocks:
        found += map(shown, block.lines)
        if block.table is not None:
            found += map(shown, block.table.caption)
            found += ["|".join(map(shown, cell.lines)) for cell in block.table.cells]
    return found


# What is seen ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("<p>4<span>2</span>3 Vic<em>tims</em>", ["423 Victims"]),
        ("<p>Victims<br>423<br/>x", ["Victims", "423", "x"]),
        ("<p>  Victims \n\t <b> 423 </b> </p>", ["Victims 423"]),
        ("<p>4<!-- 9 -->23", ["423"]),
        ("<p>4\u200b2&shy;3 1&nbsp;234 &#52;2", ["423 1\u00a0234 42"]),
        ("<p>Victims&nbsp;&nbsp;&nbsp;423", ["Victims\t423"]),
        ("<pre><b>Victims</b>    423\nTraffickers 117</pre>", ["Victims\t423", "Traffickers 117"]),
        ("<p><b>423</b>Victims", ["423 Victims"]),
        ("<p>423<sup>2</sup> H<sub>2</sub>O", ["423^2 H^2O"]),
        ('<p>423<span style="vertical-align:super">2</span>', ["423^2"]),
        ("<h2>Cases<span class=mw-editsection>[edit]</span></h2>", ["Cases<[edit]>"]),
        ("<p style='vertical-align:super'>423", ["423"]),
        ("<p>423<i style='position:relative;top:-.4em;font-size:.7em'>2</i>", ["423^2"]),
        ('<p>423<a href="#fn2">2</a> 9<span class="badge">12</span>', ["423^2 9^12"]),
        ("<p>Cases <span class=badge>233</span>", ["Cases 233"]),
        ("<b data-to-value=423 data-from-value=0>423</b> <i data-count=2>1 and 9</i>", ["423 1 and 9"]),
        (
            "<p><del>423</del> <ins>425</ins> <s>1</s> <span style='text-decoration:line-through'>2</span>",
            ["~423~ 425 ~1~ ~2~"],
        ),
        ('<p><i class="fa fa-phone">k</i> 5', ["<k>5"]),
        ("<p style='transform:rotate(-90deg)'>423", ["423"]),
        ("<p>4<br style='display:none'>23", ["423"]),
        ("<div style='display:inline'>4</div><div style='display:inline'>23</div>", ["423"]),
        ("<p>Cases <b style='float:right'>234</b>", ["Cases 234"]),
        ("<style>b::after { content: '\\f095'; font-family: FontAwesome }</style><p><b>14</b>", ["14"]),
        ("<p style='margin-bottom:1.5em'>Victims</p><p style='margin-top:-1.25em'>423", ["Victims", "423"]),
        ("<style>b::after { content: attr(data-n); opacity: 0 }</style><p><b data-n=9>14</b>", ["14"]),
        ("<p style='transform:translate(-50%, 0)'>423", ["423"]),
    ],
)
def test_text_is_what_a_browser_shows(content: str, lines: list[str]) -> None:
    assert read(content) == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>1</p>",
        "<p style='DISPLAY : none'>1</p>",
        "<p style='visibility:hidden'>1</p>",
        "<p style='opacity:.01'>1</p>",
        "<div style='opacity:.3'><div style='opacity:.3'><p>1</p></div></div>",
        "<p style='font-size:0'>1</p>",
        "<p style='font:0/0 serif'>1</p>",
        "<p style='text-indent:-9999px'>1</p>",
        "<p style='position:absolute;left:-9999px'>1</p>",
        "<p style='margin-left:-4000px'>1</p>",
        "<p style='transform:scale(0)'>1</p>",
        "<p style='clip:rect(0 0 0 0);position:absolute'>1</p>",
        "<p style='clip-path:inset(50%)'>1</p>",
        "<p style='height:0;overflow:hidden'>1</p>",
        "<p style='content-visibility:hidden'>1</p>",
        "<p style='-webkit-text-security:disc'>1</p>",
        "<p style='color:transparent'>1</p>",
        "<p style='color:white'>1</p>",
        "<p style='color:#fefefe'>1</p>",
        "<p style='-webkit-text-fill-color:#fff'>1</p>",
        "<div style='background:#000'><p>1</p></div>",
        "<div style='background:rgb(10 20 30)'><p style='color:rgb(10,20,30)'>1</p></div>",
        "<p><font color=white>1</font></p>",
        "<p style='display:none;display:shown'>1</p>",
        "<p style='opacity:0;opacity:yes'>1</p>",
        "<p class=sr-only>1</p>",
        "<p class='d-none'>1</p>",
        "<p class='d-lg-none'>1</p>",
        "<dialog><p>1</p></dialog>",
        "<style>div.a > p.b { display: none }</style><div class=a><p class='x b'>1</p></div>",
        "<style>#x p:not(.y) { visibility: hidden }</style><div id=x><p>1</p></div>",
        "<style>p[data-z='1'] { display: none !important }</style><p data-z=1 style='display:block'>1</p>",
        "<style>@media screen and (min-width: 600px) { .p { display: none } }</style><p class=p>1</p>",
        "<style>@media (width >= 60em) { .p { display: none } }</style><p class=p>1</p>",
        "<style>@supports (display: grid) { .p { display: none } }</style><p class=p>1</p>",
        "<style>.o { p & , &.p { display: none } }</style><p class='o p'>1</p>",
        "<style>:root { --d: none } .p { display: var(--d) }</style><p class=p>1</p>",
        "<style>@layer a { .p { display: none } }</style><p class=p>1</p>",
        "<style>@layer b, a; @layer a { h6 { display: none } } @layer b { h6 { display: block } }</style><h6>1</h6>",
        "<style>.p { @media screen { display: none } }</style><p class=p>1</p>",
        "<p style='position:absolute;right:9999px'>1</p>",
        "<link rel=stylesheet href='data:text/css,.p%7Bdisplay:none%7D'><p class=p>1</p>",
    ],
)
def test_what_is_not_seen_is_marked(hidden: str) -> None:
    assert read(f"{hidden}<p>2</p>") == ["<1>", "2"]


@pytest.mark.parametrize(
    "content",
    [
        "<style>@media print { p { display: none } }</style><p>1</p>",
        "<style>@media (max-width: 600px) { p { display: none } }</style><p>1</p>",
        "<style media=print>p { display: none }</style><p>1</p>",
        "<style>.p { @media print { display: none } }</style><p class=p>1</p>",
        "<style>@media (prefers-color-scheme: dark) { p { display: none } }</style><p>1</p>",
        "<style>p::-moz-selection { display: none }</style><p>1</p>",
        "<style>.gone { display: none }</style><p class=go>1</p>",
        "<style>p:hover, .x p { display: none }</style><p>1</p>",
        "<style>.p { display: none } #y { display: block }</style><p class=p id=y>1</p>",
        "<style>.d-none { color: red }</style><p class=d-none>1</p>",
        "<p class='d-none d-md-block'>1</p>",
        "<p aria-hidden=true>1</p>",
        "<p style='filter:alpha(opacity=90)'>1</p>",
        "<div style='visibility:hidden'><p style='visibility:visible'>1</p></div>",
        "<div style='font-size:0'><p style='font-size:16px'>1</p></div>",
        "<body bgcolor=black><p style='color:white'>1</p>",
        "<div style='background:url(a.png)'><p style='color:white'>1</p></div>",
        "<p style='background:linear-gradient(red, blue);-webkit-background-clip:text;color:transparent'>1</p>",
        "<div style='background:#fff0'><p style='color:#333'>1</p></div>",
        "<p style='background:linear-gradient(red, blue) text;color:transparent'>1</p>",
        "<table><tr><td background=a.png style='color:white'>1</table>",
        "<p><font size=1>1</font>",
        "<p style='font-size:x-small'>1",
        "<p style='font-size:smaller'>1",
        "<p style='color:color-mix(in srgb, red, blue)'>1",
    ],
)
def test_what_is_seen_is_not_hidden(content: str) -> None:
    assert read(content) == ["1"]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("<script>x = 1</script><template>2</template><noscript>3</noscript><style>p{}</style><p>4", ["4"]),
        ("<p>Victims <img src=a.png alt=''> 423", ["Victims 423"]),
    ],
)
def test_what_is_no_text_is_left_out(content: str, lines: list[str]) -> None:
    assert read(content) == lines


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("<style>b::before { content: '1' }</style><p>Emails <b>14</b>", "Emails ?114"),
        (r"<style>b::before { content: '\31' }</style><p>Emails <b>14</b>", "Emails ?114"),
        ("<style>b::after { content: ' per month' }</style><p>Emails <b>14</b>", "Emails 14? per month"),
        ("<style>b::before { content: attr(data-x) }</style><p>Emails <b data-x='<'>14</b>", "Emails ?<14"),
        ("<style>b::before { content: counter(n) }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<style>b::first-letter { font-size: 0 }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<style>b { content: 'x' }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<p>Emails <bdo dir=rtl>324</bdo>", "Emails ?324"),
        ("<p dir=rtl>Emails 14", "?Emails 14"),
        ("<p>Emails \u202e41\u202c", "?Emails 41"),
        ("<p>Emails <input value=14>", "Emails ?14"),
        ("<p style='white-space:pre-line'>Emails\n1<input value=4>", "Emails|1?4"),
        ("<p>Emails <textarea>14</textarea>", "Emails ?14"),
        ("<p>Emails <svg><text>14</text></svg>", "Emails ?14"),
        ("<p>Emails <img src=a.png alt='14'>", "Emails ?"),
        ("<p>Emails <img src=a.png>", "Emails ?"),
        ("<p>Emails <img src=a.png width=60 height=20 alt='14'>", "Emails ?"),
        ("<p><b>Emails:</b> <img src=a.png width=60 height=20>", "Emails: ?"),
        ("<p>Emails <canvas></canvas>", "Emails ?"),
        ("<p>Emails <script>document.write(14)</script>", "Emails ?"),
        ("<p>Emails <b id=v>14</b><script>document.getElementById('v').textContent = 15</script>", "Emails ?14"),
        ("<p>Emails <b class=v>14</b><script>$('.v').text(15)</script>", "Emails ?14"),
        ("<p>Emails <span data-count=14>0</span>", "Emails ?0"),
        ("<p>Emails <span data-count=14>12</span>", "Emails ?12"),
        ("<p>Emails <font face=Wingdings>14</font>", "Emails ?14"),
        ("<p>Emails<br style='content:\"\"'>14", "Emails? 14"),
        ("<div style='display:flex;flex-wrap:wrap-reverse'>1<p>2</p></div>", "?1|?2"),
        ("<style>div { grid: dense / 1fr 1fr; display: grid }</style><div><p>4</p><p>23</p></div>", "?4|?23"),
        ("<p>Emails <b style='transform:rotate(180deg)'>69</b>", "Emails ?69"),
        ("<p>Emails <b style='transform:scaleX(-1)'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='position:absolute;left:5px'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='position:relative;left:5em'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='display:inline-block;width:1ch;overflow:hidden'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='letter-spacing:-1em'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='margin-left:-9px'>14</b>", "Emails ?14"),
        ("<p style='margin:0'>Emails</p><p style='margin-top:-1em'>14", "Emails|?14"),
        ("<p>Emails <b style='filter:blur(9px)'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='clip-path:inset(0 50% 0 0)'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='font-family:FontAwesome'>14</b>", "Emails ?14"),
        ("<p>Emails <span>142</span><span>61</span>", "Emails ?14261"),
        ("<p>Emails 4<big>2</big>", "?Emails 4?2"),
        ("<p>Emails 9<a href=x>12</a>", "?Emails 912"),
        ("<p>Emails 4<sup>1</sup>23", "?Emails 4^1?23"),
        ("<p>Emails 4<del>9</del>23", "?Emails 4\ufffd~9~?\ufffd23"),
        ("<p>Emails <i hidden>9</i>23", "Emails <9>?\ufffd23"),
        ("<style>b:some-new-thing { display: none }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<style>b:some-new-thing::before { content: '1' }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<style>@container (width > 1px) { b { display: none } }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<style>@media (update: slow) { b { display: none } }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<style>@media (width > 1px) or (hover) { b { display: none } }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<style>@media (hover and pointer) { b { display: none } }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<style>@import 'a.css';</style><p style='color:#fff'>Emails 14", "?Emails 14"),
        ("<link rel=stylesheet href='data:text/css;base64,a'><p style='color:#fff'>Emails 14", "?Emails 14"),
        ("<link rel=stylesheet href=a.css><p style='color:#fff'>Emails 14", "?Emails 14"),
        ("<style>li { list-style: '9' }</style><li>14 Emails", "?14 Emails"),
        ("<style>li::marker { content: '9' }</style><li>14 Emails", "?914 Emails"),
        ("<style>b::before { content: '-' }</style><p>Emails <b>14</b>", "Emails ?-14"),
        ("<style>b { animation: x 1s } @keyframes x { to { opacity: 0 } }</style><p>Emails <b>14</b>", "Emails ?14"),
        ("<p>Emails 1<i style='float:right'>9</i>4", "?Emails 1\t9\t?4"),
        ("<p>Emails 1<i style='color:#fff'>9</i>4", "?Emails 1\ufffd<9>?\ufffd4"),
        ("<p>Emails <b style='line-height:0'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='z-index:-1;position:relative'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='transform:translateX(300px)'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='text-shadow:2em 0 black'>14</b>", "Emails ?14"),
        ("<p>Emails <b style='overflow:hidden;text-indent:-.6em'>14</b>", "Emails ?14"),
        ("<p style='writing-mode:vertical-rl;text-orientation:upright'>14", "?14"),
        ("<style>sup { vertical-align: baseline }</style><p>Emails 14<sup>1</sup>", "Emails 14?^1"),
        ("<p>Emails <del style='text-decoration:none'>14</del>", "Emails ?~14~"),
        ("<p>Emails <b class=odometer>14</b>", "Emails ?14"),
        ("<p>Emails <b class=element-hidden>14</b>", "Emails ?14"),
        ("<p>Emails <svg><foreignObject><p>14</p></foreignObject></svg>", "Emails ?14"),
        ("<div><template shadowrootmode=open>15</template>Emails 14</div>", "?Emails 14"),
        ("<p>Emails <b id=v>14</b><script>v.innerText = 15</script>", "Emails ?14"),
    ],
)
def test_what_cannot_be_told_is_said_so(content: str, line: str) -> None:
    assert "|".join(read(content)) == line


def test_a_picture_of_any_size_may_hold_a_number() -> None:
    assert read(f"<p>Emails <img src=a.png width={'9' * 5_000}>") == ["Emails ?"]


def test_a_chart_is_not_read() -> None:
    chart = "<svg><text>Emails</text><text>14</text><text>Texts</text><text>5</text></svg>"
    assert read(f"<p>Cases: 9</p>{chart}") == ["Cases: 9", "<Emails>", "<14>", "<Texts>", "<5>"]


@pytest.mark.parametrize(
    ("paint", "line"),
    [
        ("#fff", "?Emails 14"),
        ("rgb(255 255 255 / 90%)", "?Emails 14"),
        ("url(x.png)", "?Emails 14"),
        ("none", "Emails 14"),
        ("#fff0", "Emails 14"),
    ],
)
def test_what_is_painted_over_a_number_makes_it_doubtful(paint: str, line: str) -> None:
    cover = f"<i style='position:absolute;top:0;left:0;width:3em;height:1em;background:{paint}'></i>"
    assert read(f"<div style='position:relative'><p>Emails 14</p>{cover}</div>") == [line]


def test_a_style_sheet_that_is_not_there_is_no_reason_to_doubt() -> None:
    assert read("<link rel=stylesheet href=a.css><script src=b.js></script><p class=big>Emails 14") == ["Emails 14"]


# What stands together -------------------------------------------------------------------------------------------------


def blocks(content: str) -> list[tuple[str, str]]:
    """The kinds of the groups around each block that is no title, and its text."""
    found = []
    for block in document(f"<!DOCTYPE html>\n{content}").blocks:
        groups = "/".join(group.kind.value for group in block.groups)
        found.append((groups, " | ".join(line.text for line in block.lines)))
    return found


def kinds(content: str) -> list[tuple[BlockKind, int | None]]:
    return [(block.kind, block.level) for block in document(content).blocks]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<dl><dd>4<dt>a<dd>5<dt>b</dl>", ["4a", "5b"]),
        ("<dl><dt>a<dd>4<dt>b<dd>5</dl>", ["a4", "b5"]),
        ("<dl><dt>a</dt><dd>4</dd><dd>c</dd><dt>b</dt><dd>5</dl>", ["a4c", "b5"]),
        ("<dl><dt>a</dt><dt>c</dt><dd>4<dt>b<dd>5</dl>", ["ac4", "b5"]),
    ],
)
def test_an_entry_of_a_list_of_terms_begins_as_the_first_one_does(content: str, expected: list[str]) -> None:
    entries: dict[int, str] = {}
    for block in document(content).blocks:
        number = block.groups[-1].number
        entries[number] = entries.get(number, "") + block.lines[0].text
    assert list(entries.values()) == expected


def test_headings_terms_items_and_notes() -> None:
    content = (
        "<title>t</title><h1>a</h1><p role=heading aria-level=3>b</p><fieldset><legend>c</legend>d</fieldset>"
        "<dl><dt>e<dd>f</dl><ul><li>g</ul><p role=note>h</p><p><small>* i</small></p>"
    )
    assert kinds(content) == [
        (BlockKind.TITLE, None),
        (BlockKind.HEADING, 1),
        (BlockKind.HEADING, 3),
        (BlockKind.HEADING, 7),
        (BlockKind.TEXT, None),
        (BlockKind.TERM, None),
        (BlockKind.TEXT, None),
        (BlockKind.ITEM, None),
        (BlockKind.NOTE, None),
        (BlockKind.NOTE, None),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<div><div>423</div></div>", [("", "423")]),
        ("<p>Victims<br>423</p>", [("tile", "Victims | 423")]),
        ("<div><b>423</b><p>Victims</div>", [("tile", "423"), ("tile", "Victims")]),
        ("<a href=x><div>423</div><div>Victims</div></a>", [("tile", "423"), ("tile", "Victims")]),
        (
            "<div class=row><a href=x><b>423</b><br>Victims</a>\n<a href=x><b>117</b><br>Traffickers</a></div>",
            [("section/tile", "423 | Victims"), ("section/tile", "117 | Traffickers")],
        ),
        ("<dl><div><dt>Victims</dt><dd>423</dd></div></dl>", [("tile", "Victims"), ("tile", "423")]),
        ("<dl><dt>Victims<dd>423</dl>", [("tile", "Victims"), ("tile", "423")]),
        (
            "<dl><dd>423<dt>Victims<dd>117<dt>Traffickers</dl>",
            [
                ("section/tile", "423"),
                ("section/tile", "Victims"),
                ("section/tile", "117"),
                ("section/tile", "Traffickers"),
            ],
        ),
        (
            "<section><h2>a</h2><p>b 1</p><p>c 2</p></section>",
            [("section", "a"), ("section", "b 1"), ("section", "c 2")],
        ),
        ("<nav><a href=x>a</a></nav><p>b", [("frame", "a"), ("", "b")]),
        ("<nav class=level><p>Victims</p><p>423</p></nav>", [("tile", "Victims"), ("tile", "423")]),
        ("<header>a</header><p>b</p><footer>c</footer>", [("frame", "a"), ("", "b"), ("frame", "c")]),
        ("<header><h1>a</h1></header>", [("", "a")]),
        ("<div class=page-header><h1>a</h1></div>", [("", "a")]),
        ("<header><h1>a</h1></header><h1>b</h1>", [("", "a"), ("", "b")]),
        ("<header><h1><a href=/>a</a></h1></header><h1>b</h1>", [("frame", "a"), ("", "b")]),
        ("<article><header>a</header><p>b</article>", [("section", "a"), ("section", "b")]),
        ("<ul class=breadcrumb><li>a</ul><div role=search>b</div>", [("frame/here", "a"), ("frame", "b")]),
        ("<select><option>2019<option>2018</select>", [("frame", "2019"), ("frame", "2018")]),
        ("<label for=y>Year</label> <button>Go 5</button>", [("frame", "Year"), ("frame", "Go 5")]),
        ("<p class=byline>By A. B.</p><div id=footer>c</div>", [("frame", "By A. B."), ("frame", "c")]),
        ("<div class=meta>3 Comments</div><div id=comments>b</div>", [("frame", "3 Comments"), ("frame", "b")]),
        ("<div class='modal fade'>a 1</div>", [("frame", "a 1")]),
        ("<aside>a</aside><blockquote>b</blockquote>", [("aside", "a"), ("aside", "b")]),
        ("<details><summary>2019</summary><p>423</details>", [("section", "2019"), ("section", "423")]),
    ],
)
def test_groups(content: str, expected: list[tuple[str, str]]) -> None:
    found = blocks(content)
    assert [text for _, text in found] == [text for _, text in expected]
    assert [groups for groups, _ in found] == [groups for groups, _ in expected]


def test_what_a_person_can_open_is_seen_under_its_title() -> None:
    accordion = "<h3><button aria-controls=c>2017</button></h3><div id=c hidden><p>3</p></div>"
    assert blocks(accordion) == [("", "2017"), ("", "3")]
    assert read(accordion) == ["2017", "3"]
    assert kinds(accordion)[0] == (BlockKind.HEADING, 3)
    style = "<style>.accordion-content { display: none }</style>"
    without_address = "<a href='#' class=accordion-title>2017</a><div class=accordion-content><p>3</p></div>"
    assert read(style + without_address) == ["2017", "3"]
    assert kinds(without_address)[0] == (BlockKind.HEADING, 7)


@pytest.mark.parametrize(
    "tabs",
    [
        "<ul role=tablist><li><a role=tab href='#a'>2018</a><li><a role=tab href='#b'>2019</a></ul>",
        "<p role=tablist><i role=tab aria-controls=a>2018</i> <i role=tab aria-controls=b>2019</i></p>",
        "<p class=nav><a data-toggle=tab href='#a'>2018</a> <a data-toggle=tab href='#b'>2019</a></p>",
        "<ul class=tabs><li><a href='#a'>2018</a><li><a href='#b'>2019</a></ul>",
    ],
)
def test_tabs_stand_above_what_they_show(tabs: str) -> None:
    panels = "<div id=a class=tab-pane><p>1</p></div><div id=b class=tab-pane><p>2</p></div>"
    assert blocks(tabs + panels) == [("column", "2018"), ("column", "1"), ("column", "2019"), ("column", "2")]
    # Which of them a page shows is said by its own style, where that is there.
    style = "<style>.tab-pane { display: none } #b { display: block }</style>"
    assert read(style + tabs + panels) == ["<2018>", "<1>", "2019", "2"]


@pytest.mark.parametrize(
    "style",
    ["display:flex;flex-direction:row-reverse", "display:flex;flex-flow:column-reverse"],
)
def test_boxes_are_read_in_the_order_in_which_they_are_seen(style: str) -> None:
    assert read(f"<div style='{style}'><p>a</p><p>b</p><p>c</p></div>") == ["c", "b", "a"]


def test_the_order_of_boxes_is_that_of_their_style() -> None:
    assert read("<div style='display:flex'><p style='order:2'>a</p><p>b</p></div>") == ["b", "a"]
    assert read("<div style='display:flex'>1<p style='order:-1'>2</p></div>") == ["?1", "?2"]
    assert read("<div style='display:flex'><i>4</i><i>23</i></div>") == ["?4", "?23"]
    assert read("<div style='display:flex;gap:1em'><i>4</i><i>23</i></div>") == ["4", "23"]


# Tables ---------------------------------------------------------------------------------------------------------------


ROW, CELL = "style='display:table-row'", "style='display:table-cell'"


def grid(content: str) -> list[tuple[int, int, int, int, str]]:
    """Row, column, spans and text of every cell of the only table."""
    (table,) = (block.table for block in document(content).blocks if block.table is not None)
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, "|".join(map(shown, cell.lines)))
        for cell in table.cells
    ]


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><td>a<td>1<tr><td>b<td>2</table>",
        "<table><tfoot><tr><td>b<td>2</tfoot><tr><td>a<td>1</table>",
        "<table><tr><td>a<td style='display:none'>9<td>1<tr><td>b<td>2</table>",
        "<table><tr><td>a<td>1<tr hidden><td>x<td>9<tr><td>b<td>2</table>",
        "<table><td>a<td>1<tr><td>b<td>2</table>",
        f"<div style='display:table'><p {ROW}><b {CELL}>a</b><b {CELL}>1</b></p>"
        f"<p {ROW}><b {CELL}>b</b><b {CELL}>2</b></p></div>",
        "<div role=table><p role=row><i role=cell>a</i><i role=cell>1</i></p>"
        "<p role=row><i role=cell>b</i><i role=cell>2</i></p></div>",
        "<div style='display:grid;grid-template-columns:repeat(2, 1fr)'><p>a</p><p>1</p><p>b</p><p>2</p></div>",
        "<div style='display:grid;grid-template-columns:10em auto'><p>a</p><p>1</p><p>b</p><p>2</p></div>",
        "<div class=row><p>a</p><p>1</p></div><div class=row><p>b</p><p>2</p></div>",
        "<table><tr><td><table><tr><td>a<td>1<tr><td>b<td>2</table></table>",
    ],
)
def test_a_grid_is_found_in_whatever_makes_it(content: str) -> None:
    assert grid(content) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "b"), (1, 1, 1, 1, "2")]


def test_spans() -> None:
    heads = "<table><tr><th rowspan=2>s<th colspan=2>y<tr><th>a<th>b<tr><td>u<td>1<td>2</table>"
    assert grid(heads)[:4] == [(0, 0, 2, 1, "s"), (0, 1, 1, 2, "y"), (1, 1, 1, 1, "a"), (1, 2, 1, 1, "b")]
    assert grid("<table><tr><td>b<td>1<tr><td colspan=99>a<tr><td>c<td>2</table>")[2] == (1, 0, 1, 2, "a")
    ends_with_its_part = "<table><tbody><tr><td rowspan=9>a<td>1<tbody><tr><td>b<td>2</table>"
    assert grid(ends_with_its_part)[2] == (1, 0, 1, 1, "b")
    to_the_end = "<table><tr><td rowspan=0>a<td>1<tr><td>2</table>"
    assert grid(to_the_end) == [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]
    overlap = "<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>"
    assert grid(overlap)[2] == (1, 0, 1, 1, "c")


def test_a_last_row_as_wide_as_the_table_stands_below_it() -> None:
    content = "<table><tr><td>a<td>1<tr><td>b<td>2<tr><td colspan=2>* note of 2019</table>"
    assert grid(content) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "b"), (1, 1, 1, 1, "2")]
    assert read(content)[-1] == "* note of 2019"


def test_preformatted_text_is_laid_out_as_text() -> None:
    content = "<pre>\nUTAH\n\n           2017    2018\nCalls        38      44\nEmails        3       2\n</pre>"
    assert [text for *_, text in grid(content)] == ["2017", "2018", "Calls", "38", "44", "Emails", "3", "2"]
    numbered = "<p>x</p>\n<pre>1. Calls: 5\n2. Emails: 6\n3. Texts: 7</pre>"
    (_, block) = document(numbered).blocks
    assert [(line.number, line.text) for line in block.lines] == [(2, "Calls: 5"), (3, "Emails: 6"), (4, "Texts: 7")]


def test_a_row_longer_than_all_others_is_doubtful() -> None:
    rows = "<tr><th>State<th>Cases<th>Calls<tr><td>a<td>1<td>2<tr><td><td>b<td>3<td>4<tr><td>c<td>5"
    texts = [text for *_, text in grid(f"<table>{rows}</table>")]
    assert texts == ["State", "Cases", "Calls", "a", "1", "2", "", "?b", "?3", "?4", "c", "5"]
    heads = "<tr><th>State<th><th>Cases<th>Calls<tr><td>a<td>1<td>2<tr><td>b<td>3<td>4"
    assert [text for *_, text in grid(f"<table>{heads}</table>")][4:] == ["?a", "?1", "?2", "?b", "?3", "?4"]


def test_a_row_with_fewer_cells_than_the_table_has_heads_is_doubtful() -> None:
    # `</td<td>` is no tag: two cells are one, and those behind it move up.
    rows = "<tr><th><th>2021<th>2022<th>2023<tr><td>Cases<td>1</td<td>2</td><td>3<tr><td>Calls<td>4<td>5<td>6"
    assert [text for *_, text in grid(f"<table>{rows}</table>")][4:] == ["?Cases", "?12", "?3", "Calls", "4", "5", "6"]
    titled = "<tr><th colspan=3>2021<tr><td>Cases<td>1<tr><td>Calls<td>4<td>5"
    assert "?1" not in [text for *_, text in grid(f"<table>{titled}</table>")]


def test_words_between_the_cells_of_a_table_make_it_doubtful() -> None:
    assert read("<table><tr></td>Utah<td><td>5<tr><td>Ohio<td>6</table>") == ["Utah", "", "?5", "?Ohio", "?6"]


def test_a_hidden_cell_that_moves_its_row_makes_the_table_doubtful() -> None:
    content = "<table><tr><td>a<td>9<td>1<tr><td>b<td style='display:none'>9<td>2</table>"
    assert read(content)[:5] == ["?a", "?9", "?1", "?b", "?2"]


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><th id=h>a<th id=i>b<tr><td headers=i>1<td headers=h>2</table>",
        "<table dir=rtl><tr><td>1<td>2</table>",
        "<table><colgroup><col><col style='visibility:collapse'></colgroup><tr><td>1<td>2</table>",
        "<table><tr><td style='display:block'>1<td>2</table>",
        "<table><tr style='display:flex;flex-direction:row-reverse'><td>1<td>2</table>",
    ],
)
def test_a_table_whose_columns_cannot_be_told_is_doubtful(content: str) -> None:
    assert [text for *_, text in grid(content)][-2:] == ["?1", "?2"]


@pytest.mark.parametrize(
    "style",
    ["grid-auto-flow:column;grid-template-columns:1fr 1fr", "grid-template-columns:1fr 1fr;--x:1"],
)
def test_a_grid_that_puts_things_elsewhere_is_doubtful(style: str) -> None:
    placed = "<p style='grid-column:span 2'>a</p>" if "--x" in style else "<p>a</p>"
    assert "?1" in read(f"<div style='display:grid;{style}'>{placed}<p>1</p><p>b</p><p>2</p></div>")


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><td>423<br>Victims<td>117<br>Traffickers</table>",
        "<table role=presentation><tr><td>423<br>Victims<td>117<br>Traffickers</table>",
        "<table><tr><td><p>423<p>Victims<td><p>117<p>Traffickers</table>",
    ],
)
def test_a_table_that_lays_out_a_page_is_columns(content: str) -> None:
    found = document(content).blocks
    assert all(block.table is None for block in found)
    assert {tuple(group.kind for group in block.groups) for block in found} == {(GroupKind.COLUMN,)}
    assert len({block.groups for block in found}) == 2


def test_the_caption_belongs_to_its_table() -> None:
    (block,) = document("<table><caption>2019 <b>cases</b><tr><td>a<td>1</table>").blocks
    assert block.table is not None
    assert [line.text for line in block.table.caption] == ["2019 cases"]


# Lines, encodings, limits ---------------------------------------------------------------------------------------------


def test_lines_are_those_of_the_source() -> None:
    found = document("<!DOCTYPE html>\n<p>a\n<p>\n\nb <i>c</i>\n<br>\nd<table>\n<tr><td>1\n<td>\n2</table>")
    first: list[Block] = list(found.blocks)
    assert [line.number for block in first for line in block.lines] == [2, 5, 7]
    assert [line.number for line in list(found.lines())[3:]] == [8, 10]


def test_an_older_encoding_is_read_as_the_page_says() -> None:
    assert [line.text for line in document("<meta charset=windows-1252><p>a – 1".encode("windows-1252")).lines()] == [
        "a – 1"
    ]
    assert refusal("<p>Caf\xe9".encode("latin-1")).rule_code == "document.not_utf8"


@pytest.mark.parametrize(
    "content",
    [
        # The parser stops at these, and would give half a page.
        "<div>" * 300 + "423",
        f"<p>4<img src='{'x' * 10_500_000}'>23",
        f"<p>4<!--{'x' * 10_500_000}-->23",
        # Two parsers differ.
        "<table><tr><td>4<div>5</td>6</tr>7</table>8",
        "<td>4<td>5",
        # What the page shows is another page.
        "<meta http-equiv=refresh content='0; url=https://example.org/'><p>423",
        "<meta http-equiv=refresh content='1.2.3; url=https://example.org/'><p>423",
    ],
)
def test_half_a_page_is_none(content: str) -> None:
    found = refusal(content)
    assert found.rule_code == "document.html_broken"
    assert "save" in found.message.lower()


@pytest.mark.parametrize(
    "content",
    [
        "<p>word</p>" * 60_000,
        "<b>" * 500_001,
        "<table>" + "<tr><td colspan=999 rowspan=9999>7<td>8" * 2_000 + "</table>",
        f"<style>a{{color:{'(' * 50_000}}}</style><p>5",
        "<style>" + "p{color:red}" * 260_000 + "</style><p>5",
        "<style>p ~ p { color: red }</style>" + "<p>5</p>" * 20_000,
        "<style>" + "div:has(p.x) { color: red }" * 20 + "</style>" + "<div>" * 200 + "<p>5</p>" * 3_000,
        "<p " + " ".join(f"a{at}" for at in range(20_000)) + ">5",
    ],
)
def test_what_no_report_has_is_refused(content: str) -> None:
    assert refusal(content).rule_code == "document.too_large"


def test_a_page_that_says_little_is_no_fault() -> None:
    assert document("").blocks == ()
    assert document("<!DOCTYPE html>").blocks == ()
    assert document("<p></p>").blocks == ()
