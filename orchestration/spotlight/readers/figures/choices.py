"""What was chosen, ticked or asked for on a page, and where it stands on its site: options, tabs, filters, addresses.

Belongs here: lines that narrow the whole page, wherever they stand. Not here: keys with values, banners (scopes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.grammar.dates import year_period
from orchestration.spotlight.readers.grammar.lexicon import NATION, PERIOD_KINDS, Lexicon
from orchestration.spotlight.readers.grammar.meanings import Said, said_by
from orchestration.spotlight.readers.grammar.phrases import LABELS, phrases_of
from orchestration.spotlight.readers.grammar.tokens import tokens_of
from orchestration.spotlight.readers.tree.lines import Line, Role

_HARMLESS_KINDS = frozenset({"organization", "other_service", "change"})
"""Kinds of wordings that change no figure in the choices of a site: `Training`, `Updates`."""
_PRINTED_ADDRESS = re.compile(
    r"(?:[\d/.-]{6,10}(?:, \d{1,2}:\d\d [AP]M)? +)?(?:(?:page|printed from|source|url): ?)?"
    r"(?:https?://)?[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}/[^\s?]{0,500}\?(\S{1,500})(?: {1,9}\d{1,3}/\d{1,3})?",
    re.IGNORECASE,
)
"""The address that a browser printed on the page; the group is its query."""
_ASKED_FOR = re.compile(
    r"(?:^|[&;])(?:[a-z]+_)?(?:ages?|areas?|cit(?:y|ies)|count(?:y|ies)|districts?|filter|fiscal_year|gender|geo|location"
    r"|metro|place|population|quarter|region|sex|state|town|within|years?)(?:_[a-z]+|\[\w*\]|%5b\w*%5d)?"
    r"=(?!(?:all\b|any\b|both|none|state(?:wide)?|total|year)(?:[&;#-]|$))([^&;#\s]{1,60})",
    re.IGNORECASE,
)
"""A parameter of an address that narrows the page, and its value: `?year=2020&within=pima`."""
_DAYS_ASKED_FOR = re.compile(
    r"(?:^|[&;])(?:date_)?(?:from|start(?:_?date)?)=((?:19|20)\d\d-[01]\d-[0-3]\d)"
    r"[&;](?:date_)?(?:to|through|until|end(?:_?date)?)=((?:19|20)\d\d-[01]\d-[0-3]\d)",
    re.IGNORECASE,
)
_FILE_OF_PART = re.compile(
    r"(?<![\w/-])(?!\w{0,60}by_)(?:[\w-]{0,60}[_-])?(?:city|county|district(?!-of-columbia)|metro|region)(?:[_-][\w-]{0,60})?"
    r"\.(?:csv|docx?|odt|ods|pdf|pptx?|txt|xlsx?)\b",
    re.IGNORECASE,
)
"""The name of a file that names a part of the state: `tulsa_county_2020.xlsx`."""
_FILE_ALONE = re.compile(r"([\w .()-]{1,80})\.(?:csv|docx?|ods|odt|pptx?|xlsx?)", re.IGNORECASE)
_HARMLESS_IN_FILES = frozenset(("edition", "nation", "organization", "other_place"))
"""Kinds of words in the name of a file that narrow nothing: `New England` where each row names its state."""
_CHIP = re.compile(r"([^\u00d7\u2715\u2716\u2a2f]{2,60}?) ?[\u00d7\u2715\u2716\u2a2f](?=\s|$)")
"""A filter that is on, and the sign that removes it: `St. Louis metro \u00d7`."""
_SIGNS_FOR_BLANK = re.compile(r"[-+_]|%20")
_TICKED = re.compile(r"(?:[-*] )?(?:\[ ?x ?\]|\( ?[x\u2022] ?\)|[\u2611\u2612\u2713\u2714\u25c9])", re.IGNORECASE)
_EMPTY_BOX = re.compile(r"\[ ?\]|\( \)|\u2610")
_OPTION = re.compile(r"(?:\[ ?[xX] ?\]|\( ?[xX\u2022] ?\)|[\u2611\u2612]) ?([^][()\u2610-\u2612]{2,60})")
"""What is ticked among several options on one line: `[ ] annual   [X] quarterly`."""
_LONGEST_CHOICE = 3
"""Words. A longer ticked line is mostly a task, unless it begins with what is counted."""
_REGIONS = frozenset(
    ("appalachia", "deep south", "great lakes", "great plains", "gulf coast", "mid-atlantic", "midwest",
     "mountain west", "new england", "northeast", "pacific northwest", "southeast", "southwest")
)  # fmt: skip
"""As the open tab above figures of several states they say only which these are."""
_WHOLE = ("all ", "any ")
"""Beginnings of choices that narrow nothing: `All venues`."""


def narrowing_choices(lines: Sequence[Line], read: Sequence[Figure], lexicon: Lexicon) -> Iterator[tuple[Line, str]]:
    """Lines that narrow the page to what may not agree with its figures, each with the words for a refusal."""
    chosen = {id(line): found for line in lines if (found := _chosen(line, lexicon))}
    is_marked = any(group.kind is GroupKind.HERE for line in lines for group in line.groups)
    shown = _shown(lines, read) if chosen or is_marked else []
    places = {place for one in shown for place in one.places}
    times = {str(time) for one in shown for time in (*one.periods, *map(year_period, one.years), *one.unclear)}
    is_of_several = len({one.place for one in read}) > 1
    for line in lines:
        others = (
            _another(text, said, places, times, is_of_several=is_of_several) for text, said in chosen.get(id(line), ())
        )
        if what := next(filter(None, others), ""):
            yield line, f"what is not known to agree with them ({what!r}), which is chosen"
        elif what := _of_another_page(line, places, times):
            yield line, f"what is not known to agree with them ({what!r}, where the site says that the page is)"
        elif what := _ticked(line):
            yield line, f"what is not known to agree with them ({what!r}), which is ticked"
        elif what := _asked_for(line, read, lexicon):
            yield line, f"what is not known to agree with them ({what!r} in the address of the page)"
        elif name := _FILE_OF_PART.search(line.text):
            yield line, f"that they are of a part of the state ({name[0]!r})"
        elif what := _named_by_file(line, read, lexicon):
            yield line, f"what is not known to agree with them ({what!r} in the name of a file)"


def _named_by_file(line: Line, read: Sequence[Figure], lexicon: Lexicon) -> str:
    """What a line that holds only the name of a file says against the figures: `minors` of `ohio minors.xlsx`."""
    file = _FILE_ALONE.fullmatch(line.text)
    if file is None:
        return ""
    tokens = tokens_of([(line.number, _SIGNS_FOR_BLANK.sub(" ", file[1]))])[0]
    said = said_by(phrases_of(tokens, lexicon))
    others = [words for kind, words in said.outside if kind not in _HARMLESS_IN_FILES]
    places, years = {one.place for one in read}, {one.period.start.year for one in read if one.period is not None}
    others += [place for place in said.places if None not in places and place not in places]
    others += [str(year) for year in said.years if years and year not in years]
    return next(iter((*others, *said.towns)), "")


def _of_another_page(line: Line, places: Set[str], times: Set[str]) -> str:
    """The place or time that an entry of a menu or breadcrumb names and no figure of the page has; else empty.

    `Harris County` of `Texas > Harris County`. Its other words are names of pages, as far as anybody can tell: `Local
    statistics`, `Minors`.
    """
    if not any(group.kind is GroupKind.HERE for group in line.groups):
        return ""
    said = line.said
    others = [place for place in said.places if place not in places]
    own_times = (*said.periods, *map(year_period, said.years), *said.unclear)
    others += [str(time) for time in own_times if str(time) not in times]
    others += [words for kind, words in said.outside if kind in PERIOD_KINDS]
    is_named = bool(said.unknown or said.towns or said.places) or any(map(str.isdecimal, line.text))
    others += [line.text] if said.has("local") and is_named else []
    return next(iter((*others, *said.towns)), "")


def _ticked(line: Line) -> str:
    """The words of a ticked line that may narrow the figures: `Cleveland` of `[x] Cleveland`; else empty.

    `[x] contacts that came through a shelter` narrows them too; `[x] ask for the new brochure` is a task.
    """
    if not _TICKED.match(line.text):
        return ""
    phrases = [phrase for phrase in line.phrases if phrase.text.casefold() != "x"]
    is_counted = bool(phrases) and phrases[0].kind in (*LABELS, "unit", "measure", "sum")
    if not is_counted and len(line.words) > _LONGEST_CHOICE + 1:
        return ""
    said = said_by(phrases)
    others = [text for kind, text in said.outside if kind != "organization"]
    return next(iter((*others, *said.unknown, *said.unclear)), "")


def _asked_for(line: Line, read: Sequence[Figure], lexicon: Lexicon) -> str:
    """The place, part or time that a printed address names and the figures do not have; else empty."""
    address = _PRINTED_ADDRESS.fullmatch(line.text.strip())
    if address is None:
        return ""
    places = {one.place for one in read}
    periods = [one.period for one in read if one.period is not None]
    years = {str(period.start.year) for period in periods}
    for days in _DAYS_ASKED_FOR.findall(address[1]):
        if periods and days not in {(str(period.start), str(period.end)) for period in periods}:
            return " to ".join(days)
    for value in _ASKED_FOR.findall(address[1]):
        texts = [value, value.upper(), _SIGNS_FOR_BLANK.sub(" ", value).title()]
        asked = [said_by(phrases_of(tokens, lexicon)) for tokens in tokens_of(list(enumerate(texts)))]
        named = {place for said in asked for place in said.places}
        named |= {lexicon.codes[value.upper()]} if value.upper() in lexicon.codes else set()
        if value not in years and (not named or not places.issuperset(named)):
            return str(value)
    return ""


def _chosen(line: Line, lexicon: Lexicon) -> list[tuple[str, Said]]:
    """The chosen option, open tab or active filters of a line, each with what it says."""
    if any(group.kind is GroupKind.CHOICE for group in line.groups):
        return [(line.text, line.said)]
    texts = [text.strip() for text in _CHIP.findall(line.text)]
    texts += [text.strip() for text in _OPTION.findall(line.text)] if _EMPTY_BOX.search(line.text) else []
    tokens = tokens_of([(line.number, text) for text in texts]) if texts else []
    return [(text, said_by(phrases_of(one, lexicon))) for text, one in zip(texts, tokens, strict=True)]


def _shown(lines: Sequence[Line], read: Sequence[Figure]) -> list[Said]:
    """What the lines of the page, its captions and the contexts of its figures say."""
    shown = [line.said for line in lines if line.role not in (Role.FRAME, Role.MENU)]
    shown += [one.said for line in lines for one in line.captions]
    return shown + [part.said for figure in read for part in figure.candidate.parts]


def _another(text: str, said: Said, places: Set[str], times: Set[str], *, is_of_several: bool) -> str:
    """What a choice names and nothing else on the page does; else empty."""
    own_times = (*said.periods, *map(year_period, said.years), *said.unclear)
    is_all = text.casefold().startswith(_WHOLE)
    others = [place for place in said.places if place not in places]
    others += () if is_all else said.unknown
    others += [str(time) for time in own_times if str(time) not in times]
    others += [
        words
        for kind, words in said.outside
        if kind not in _HARMLESS_KINDS
        and not ((kind == "nation" and NATION in places) or (is_all and kind == "other_breakdown"))
        and not (kind == "other_place" and is_of_several and words.casefold() in _REGIONS)
    ]
    return next(iter(others), "")
