"""What each line is among its neighbours: the order in which roles are decided.

Belongs here: the steps, questions, titles, sentences about figures. Not here: a line by itself (first_roles), running
text (prose), lines that are one (joined).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import groupby, pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.meanings import said_by
from orchestration.spotlight.readers.grammar.phrases import LABELS, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import FIGURES, PEOPLE_COUNTED, WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.counted_heads import neutralise_place_and_year_counts
from orchestration.spotlight.readers.tree.first_roles import first_role, is_statement
from orchestration.spotlight.readers.tree.imprints import (
    ends_byline,
    is_occasion,
    is_presenter,
    is_seat,
    without_publisher,
)
from orchestration.spotlight.readers.tree.joined import headings_joined, wordings_joined
from orchestration.spotlight.readers.tree.lines import FARTHEST, TOUCHING, Line, Role, text_of
from orchestration.spotlight.readers.tree.menus import mark_menus
from orchestration.spotlight.readers.tree.names import is_only_names, names_part_of_state
from orchestration.spotlight.readers.tree.paragraphs import mark_paragraphs, mark_rest_of_paragraphs
from orchestration.spotlight.readers.tree.prose import (
    SENTENCE_END,
    TRAILING_MARKS,
    ends_sentence,
    is_note,
    mark_fragments,
    mark_numbered_notes,
    mark_sentences,
)
from orchestration.spotlight.readers.tree.running_text import begins_item
from orchestration.spotlight.readers.tree.section_numbers import take_numbers_of_sections, take_page_number
from orchestration.spotlight.readers.tree.titles import IN_STATED_PERIOD

# A number in brackets, but no area code of a phone number.
_NUMBER_IN_BRACKETS = re.compile(r"[\[(] ?[0-9][0-9,]* ?[\])](?! ?[0-9]{3}[-. ])")
_LEGEND = re.compile(
    r"\(?(?:the )?(?:figures |numbers |values )?in (?:brackets|parentheses)\b[^.]{1,60}", re.IGNORECASE
)
SUBJECT = re.compile(r"subject: *(?:(?:re|fwd?): *)*", re.IGNORECASE)
_ACCURATE = re.compile(r"(?:accurate|current) ", re.IGNORECASE)
_OF_REPORT = re.compile(
    r"(?:all |the |these )?(?:data|figures|numbers|statistics)"
    r"(?: (?:in|on) this (?:document|fact sheet|page|report|sheet|spotlight))? "
    r"(?:are|covers?|includes?|reflects?|represents?)\b",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r" +(?:page |slide )?[0-9]{1,3}$", re.IGNORECASE)
_PAGE = re.compile(r"page [0-9]{1,3}(?: of [0-9]{1,3})?|https?://\S+ [0-9]{1,3}/[0-9]{1,3}", re.IGNORECASE)
_FIRST_LINES = 3
_CAPTION = re.compile(r"Table [0-9]{1,2}[.:] ")
_LINES_OF_HEAD = 10
"""In a mail. A `Subject:` further down is a line like others."""
_OF_SUBJECTS = NOT_OF_THE_REPORT.keys() - {
    "change",
    "organization",
    "other_breakdown",
    "other_measure",
    "other_service",
    "rank",
}
_OF_LIST = re.compile(r" *\[(?:[a-z]+(?:-[a-z]+)+|announce|list|members|news|partners)\] *")
"""The name of a mailing list: `[pacific-partners] The Hawaii numbers are out`"""
_OF_LISTS = frozenset({UNKNOWN, "neutral", "organization", "other_place"})
_HARMLESS_IN_SUBJECTS = frozenset(("arrived", "attached", "landed", "out", "posted", "ready"))
_HOW_MANY = re.compile(r"(?:and )?(?:in )?how many\b", re.IGNORECASE)
_OF_QUESTIONS = frozenset(
    ("and", "did", "hotline", "how", "human", "identified", "identify", "in", "many", "national", "receive", "received")
) | {"the", "trafficking", "type", "was", "were", "where"}
"""The only words beside the label in a question that may stand for this label, except a place at the end."""
_COUNTED = frozenset(("identified", "identify", "receive", "received"))
_AREA = re.compile(
    r"(?:area|geography|location|region): *(?:(?:the )?(?:state|commonwealth) of )?[A-Z][\w. ]{2,30}", re.I
)
_OF_SITES = frozenset(
    ("data", "home", "hotline", "ht", "human", "library", "nhth", "portal", "reports", "site", "statistics", "stats",
     "team", "trafficking", "wiki")
)  # fmt: skip
"""Words of the names of sites, which say nothing about whom the figures are of."""
_LEADS_TO_PARTS = frozenset(("of these", "of which", "of whom"))
"""Last words of a count whose parts stand below it: `18 human trafficking cases, of which`."""

_SUBJECTS = FIGURES | {"all", "these"}
"""Words for figures. A sentence about figures begins with one; a line that dates figures has one."""


def with_roles(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """The lines with their roles; lines that share one wording or one heading become one."""
    take_numbers_of_sections(lines, lexicon)
    take_page_number(lines, lexicon)
    filled = [line for line in lines if line.tokens]
    following = {id(line): below for line, below in pairwise(filled)}
    above = {id(line): before for before, line in pairwise(filled)}
    heads = {id(line) for line, below in pairwise(filled[:_LINES_OF_HEAD]) if not below.counts}
    frame = {line.text.casefold() for line in lines if line.role is Role.FRAME}
    for line in lines:
        if line.role is Role.BLANK and (subject := SUBJECT.match(line.text)):
            _read_subject(line, subject.end(), lexicon, is_head=id(line) in heads)
        if _AREA.fullmatch(line.text) and [one.kind for one in line.phrases if one.kind != "neutral"] == [
            "local",
            PLACE,
        ]:
            # `Area: State of Alabama` is no part of the state.
            line.reword(line.phrases[1:])
        if line.kind is BlockKind.HEADING:
            _drop_name_of_site(line, frame, lexicon)
        if line.role is Role.BLANK:
            if line.counts and (line.labels or line.units) and _leads_to_parts(line, following.get(id(line))):
                line.reword(line.phrases[:-1])
            elif len(kept := without_publisher(line)) < len(line.tokens):
                line.tokens = kept
                line.reword(phrases_of(kept, lexicon))
            line.role = Role.STATEMENT if ends_byline(line, above.get(id(line))) else first_role(line)
        elif line.role is Role.FRAME and _dates_the_data(line):
            line.role = Role.STATEMENT
    found = wordings_joined(list(lines), lexicon)
    for line in found:
        # `Statistics for Wyoming.` below the figures is a sentence about them.
        if line.role is Role.HEADING and line.kind is not BlockKind.HEADING and line.text.endswith("."):
            is_of_figures = len(line.words) > 2 and plain(line.words[0]) in _SUBJECTS
            is_source = line.said.names_hotline and all(phrase.kind == "neutral" for phrase in line.phrases)
            is_said = is_of_figures or is_source or line.said.outside
            # `† We repeat the number for 2019.` is a note; a star may be a bullet.
            is_bullet = line.text[:1] == "*"
            line.role = Role.PROSE if is_said and (is_bullet or not is_note(line)) else line.role
    _mark_legends(found)
    mark_sentences(found)
    mark_paragraphs(found)
    mark_rest_of_paragraphs(found)
    mark_fragments(found)
    _mark_captions(found)
    mark_numbered_notes(found)
    _mark_questions(found)
    mark_menus(found)
    _mark_titles(found)
    _mark_points(found)
    _mark_presenters_and_events(found)
    found = headings_joined(found, lexicon)
    _mark_running_heads(found)
    neutralise_place_and_year_counts(found)
    return found


def _leads_to_parts(line: Line, below: Line | None) -> bool:
    """Whether a count ends with `, of which`, and a part of it stands below.

    `Trafficking cases, 42 of which` may go on with what makes them fewer, and `Calls: 88, of which` with victims.
    """
    parts = below.said.labels if below is not None else ()
    others = below.said.measures - line.said.measures if below is not None else ()
    if others or any(one.is_total for one in parts):
        return False
    last = line.phrases[-1]
    before = next((one for one, after in pairwise(line.tokens) if after is last.tokens[0]), None)
    return last.text.casefold() in _LEADS_TO_PARTS and before is not None and before.text == ","


def _drop_name_of_site(line: Line, frame: Collection[str], lexicon: Lexicon) -> None:
    """`HT Data : Iowa by year` is titled `Iowa by year`, if a link of the page's frame is called `HT Data`.

    `Farmworkers : Iowa by year` may name whom the figures are of, even if a link does too.
    """
    at = next((at for at, token in enumerate(line.tokens) if token.text == ":"), 0)
    words = [token.text.casefold() for token in line.tokens[:at]]
    if words and _OF_SITES.issuperset(words) and " ".join(words) in frame:
        line.tokens = line.tokens[at + 1 :]
        line.reword(phrases_of(line.tokens, lexicon))


def _read_subject(line: Line, start: int, lexicon: Lexicon, *, is_head: bool) -> None:
    """`Subject: RE: Iowa hotline numbers, 2022` is the title of a mail.

    At the head of a mail, one with unknown words says nothing, unless it has words that qualify: `minors in Toledo`.
    Words such as `out` are harmless, as in `The Hawaii numbers are out`. So is the name of a mailing list before it.
    """
    start += len(line.pieces[0].text) - len(line.pieces[0].text.lstrip())
    of_list = _OF_LIST.match(line.pieces[0].text, start)
    if of_list is not None:
        named = phrases_of([one for one in line.tokens if of_list.start() < one.column < of_list.end()], lexicon)
        start = of_list.end() if {phrase.kind for phrase in named} <= _OF_LISTS else start
    tokens = tuple(token for token in line.tokens if token.column >= start)
    phrases = tuple(one for one in phrases_of(tokens, lexicon) if one.text.casefold() not in _HARMLESS_IN_SUBJECTS)
    kinds = {phrase.kind for phrase in phrases}
    names_people = any(phrase.text.casefold() in PEOPLE_COUNTED | {"only"} for phrase in phrases)
    # `Hotline numbers for Toledo`
    said, words = said_by(phrases), {plain(token) for token in tokens if token.kind is Kind.WORD}
    is_of_town = bool(said.towns) and (said.names_hotline or not WORDS_FOR_FIGURES.isdisjoint(words))
    if is_head and UNKNOWN in kinds and kinds.isdisjoint(_OF_SUBJECTS) and not (names_people or is_of_town):
        line.role = Role.FRAME
    else:
        line.tokens = tokens
        line.reword(phrases)


def _dates_the_data(line: Line) -> bool:
    """Whether it dates figures: `Data: January 1 through December 31, 2022, accurate as of October 13, 2023.`

    So do `Accurate as of: July 30, 2020` and `Period: 2021-01-01 to 2021-12-31` in the foot of a page.
    """
    words = set(map(plain, line.words))
    is_of_data = bool(line.said.days) and (bool(_ACCURATE.match(line.text)) or not _SUBJECTS.isdisjoint(words))
    is_period = bool(line.said.periods) and bool(words) and words <= IN_STATED_PERIOD
    # `The data in this report represents signals and cases from ... and is accurate as of July 1, 2021.`
    is_known = bool(_OF_REPORT.match(line.text)) and bool(line.said.periods or line.said.days)
    is_known &= len(line.said.measures) != 1
    is_known &= not (line.said.unknown or line.said.outside or line.labels)
    return (is_of_data or is_period) and line.kind is not BlockKind.TITLE and (is_statement(line) or is_known)


def _mark_legends(lines: Sequence[Line]) -> None:
    """Drop a legend such as `In brackets: the year before`, unless a bare number stands in brackets."""
    cells = [text_of(one) for line in lines if line.table for cell in line.table.cells for one in cell.lines]
    texts = [*cells, *(line.text for line in lines)]
    if any(_NUMBER_IN_BRACKETS.search(text) for text in texts):
        return
    for line in lines:
        if line.role in (Role.HEADING, Role.NOTE, Role.PROSE) and _LEGEND.fullmatch(line.text):
            line.role = Role.FRAME


def _mark_captions(lines: Sequence[Line]) -> None:
    """Make `Table 2: Ohio, signals by channel.` right above its table a heading, though a full stop ends it."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    for line, below in pairwise(filled):
        is_known = not (line.said.unknown or line.said.outside)
        if line.role is Role.PROSE and below.role is Role.TABLE and _CAPTION.match(line.text) and is_known:
            line.role = Role.HEADING


def _mark_questions(lines: Sequence[Line]) -> None:
    """Make a question above its answer a heading: `How many victims were children?` says what the number counts.

    A question that asks for what one label names becomes this label.
    """
    filled = [line for line in lines if line.role is not Role.BLANK]
    asked: list[tuple[Line, bool]] = []
    for line, answer, after in zip(filled, filled[1:], [*filled[2:], None], strict=False):
        is_answer = (
            answer.role is Role.FIGURES and bool(answer.counts) and answer.container_number == line.container_number
        )
        is_asked = line.role in (Role.PROSE, Role.HEADING) and line.text.endswith("?")
        if is_asked and is_answer and line.gap_to(answer) <= FARTHEST:
            # Words right below the number may be what it counts: `How many victims were identified?`, `12`, `Known`.
            is_all = after is None or after.role is Role.FRAME or bool(_HOW_MANY.match(after.text))
            is_all |= after is not None and after.text.endswith((".", "?")) and answer.gap_to(after) >= TOUCHING
            # `Q. Trafficking cases?` above `A. 305`
            is_all |= _is_label_alone(line) and answer.gap_to(after or answer) >= TOUCHING
            is_label = is_all and len(answer.phrases) == 1 and _asks_for_one(line)
            asked.append((line, is_label))
    # If one is not understood, all are headings: else its number may be passed over while those of the others are kept.
    are_labels = all(is_label for line, is_label in asked if _HOW_MANY.match(line.text))
    for line, is_label in asked:
        line.role = Role.FIGURES if is_label and are_labels else Role.HEADING


def _is_label_alone(line: Line) -> bool:
    """Whether a question is nothing but a label: `Trafficking cases?`, `Cases not specified?`"""
    kinds = {phrase.kind for phrase in line.phrases}
    return len(line.labels) == 1 and kinds <= {*LABELS, "unit"}


def _asks_for_one(line: Line) -> bool:
    """Whether a question asks for what one label names: `How many phone calls did the Hotline receive?`

    `How many of these cases were sex trafficking?` does too; `How many signals did the Hotline receive?` asks for all.
    """
    if _is_label_alone(line):
        return True
    # `How many cases?` alone continues the question before.
    is_all = len(line.units) == 1 and not _COUNTED.isdisjoint(map(plain, line.words))
    if not _HOW_MANY.match(line.text) or len(line.labels) > 1 or not (line.labels or is_all):
        return False
    named = {phrase.label.measure for phrase in (*line.labels, *line.units) if phrase.label is not None}
    is_there = line.phrases[-1].kind == PLACE and line.phrases[-2].text.casefold().split()[-1] in ("from", "in")
    # `How many cases where the form of trafficking was not specified?`
    said = ("unit", "breakdown", *LABELS) if line.labels else ("unit", *LABELS)
    others = [one for one in (line.phrases[:-1] if is_there else line.phrases) if one.kind not in said]
    words = {word for one in others for word in one.text.casefold().split()}
    words -= {"from"} if is_there else set()
    words -= {"of", "these"} if "of these cases" in line.text.casefold() else set()
    return len(named) == 1 and not line.has("other_figure") and words <= _OF_QUESTIONS


def _mark_points(lines: Sequence[Line]) -> None:
    """Make running text of the points of a list without figures: `- Recognize red flags`, `- Know whom to call`."""
    for _, block in groupby(lines, key=lambda line: line.block):
        members = list(block)
        points = [line for line in members if _is_point(line)]
        heads = any(line.role in (Role.FIGURES, Role.ITEM, Role.TABLE) for line in members)
        for line in points if len(points) > 1 and not heads else ():
            line.role = Role.PROSE


def _is_point(line: Line) -> bool:
    """Whether a line is a point of a list, and names no measure, place or time and nothing that qualifies figures."""
    if not begins_item(line.tokens) or line.role not in (Role.HEADING, Role.PROSE):
        return False
    is_of_figures = line.has(
        *LABELS, "unit", "measure", "breakdown", PLACE, Kind.YEAR, Kind.RECOGNISED, *NOT_OF_THE_REPORT
    )
    return not (is_of_figures or line.said.towns)


def _mark_running_heads(lines: Sequence[Line]) -> None:
    """Make frames of running heads: `COMMONWEALTH of VIRGINIA` below `Page 1 of 2`, as at the top of the document.

    Names that also stand in the frame of a page become frames too, as on a title slide. A heading that names a time,
    or another place than the headings before it, heads what stands below it.
    """
    frames = {_PAGE_NUMBER.sub("", line.text) for line in lines if line.role is Role.FRAME}
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME)]
    top = filled[0].text if filled and filled[0].role is Role.HEADING else ""
    places: set[str] = set()
    for before, line in zip([None, *filled], filled, strict=False):
        if line.role is not Role.HEADING:
            continue
        is_again = before is not None and bool(_PAGE.fullmatch(before.text)) and line.text == top
        is_again |= line.text in frames and is_only_names(line) and not names_part_of_state(line)
        names_time = bool(line.said.periods or line.said.years or line.said.unclear)
        if is_again and not names_time and (not line.said.places or places == set(line.said.places)):
            line.role = Role.FRAME
        places.update(line.said.places)


def _mark_presenters_and_events(lines: Sequence[Line]) -> None:
    """Make frames of the names of presenters and events above all numbers, but not right above a number that may be
    theirs.
    """
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME)]
    event: Line | None = None
    titles = {place for line in filled if line.said.names_hotline for place in line.said.places}
    for line, below in pairwise(filled):
        if line.counts or line.table is not None:
            return
        if line.role is not Role.HEADING or below.counts or below.table is not None:
            continue
        is_seat_of_event = event is not None and is_seat(line) and event.gap_to(line) < TOUCHING
        is_seat_of_event &= titles.issuperset(line.said.places)
        event = line if is_occasion(line, below) and titles.issuperset(line.said.places) else None
        if event is not None or is_seat_of_event or is_presenter(line):
            line.role = Role.FRAME


def _mark_titles(lines: Sequence[Line]) -> None:
    """Make a title of a first line without a full stop, however many small words it has."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME)]
    for before, line, following in zip([None, *filled], filled[:_FIRST_LINES], filled[1:], strict=False):
        # `... as of July 30, 2019). Here it is as a table:`
        is_second = before is not None and before.block == line.block and bool(SENTENCE_END.search(before.text))
        is_open = is_second or line.begins_inside_sentence or following.begins_inside_sentence
        if line.role is Role.PROSE and not (is_open or ends_sentence(line.text.rstrip(TRAILING_MARKS))):
            line.role = Role.HEADING
