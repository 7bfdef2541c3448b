"""What is chosen, ticked or asked for on a page: options, open tabs, filters that are on, addresses, names of files.

Belongs here: what says of which part a whole page is, wherever it stands. Not here: keys with values, banners (scopes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.grammar.dates import year_period
from orchestration.spotlight.readers.grammar.lexicon import NATION, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, phrases_of, said_by
from orchestration.spotlight.readers.grammar.tokens import tokens_of
from orchestration.spotlight.readers.tree.lines import Line, Role

_OF_CHOICES = frozenset({"organization", "other_service", "change"})
"""Kinds of wordings that the choices of a site have, and that change no figure there: `Training`, `Updates`."""
_ASKED_FOR = re.compile(
    r"https?://\S{0,200}?[?&;](?:age|area|category|city|county|district|filter|gender|geo|group|location|place"
    r"|population|region|sex|within)=(?!(?:all|any|state|statewide|[\d,-]*)(?:[&;#\s]|$))([^&;#\s]{1,60})",
    re.IGNORECASE,
)
"""What an address that a browser printed shows a part of: `?year=2020&within=pima`."""
_DAYS_ASKED_FOR = re.compile(
    r"https?://\S{0,200}?[?&;](?:from|start(?:_?date)?)=((?:19|20)\d\d-[01]\d-[0-3]\d)"
    r"[&;](?:to|until|end(?:_?date)?)=((?:19|20)\d\d-[01]\d-[0-3]\d)",
    re.IGNORECASE,
)
_FILE_OF_PART = re.compile(
    r"(?<![\w/.-])[\w-]{0,60}(?:city|county|district|metro|region)[\w-]{0,60}\.(?:csv|docx?|odt|ods|pdf|pptx?|xlsx?)\b",
    re.IGNORECASE,
)
"""In the foot of a page: `tulsa_county_2020.xlsx`."""
_CHIP = re.compile(r"(?<=.) ?[\u00d7\u2715\u2716\u2a2f]$")
"""What takes a choice away again: `St. Louis metro \u00d7`."""
_SIGNS = re.compile(r"[-+_]|%20")
_TICKED = re.compile(r"(?:[-*] )?(?:\[ ?x ?\]|\( ?x ?\)|[\u2611\u2612\u2713\u2714])", re.IGNORECASE)
_WHOLE = ("all ", "any ")
"""`All venues`"""


def choices_of(lines: Sequence[Line], read: Sequence[Figure], lexicon: Lexicon) -> Iterator[tuple[Line, str]]:
    """The lines that show what a page was narrowed to, and what of that is not known to agree with its figures."""
    for line in lines:
        if what := _choice(line, lines, read, lexicon):
            yield line, f"what is not known to agree with them ({what!r}), which is chosen"
        elif what := _ticked(line):
            yield line, f"what is not known to agree with them ({what!r}), which is ticked"
        elif what := _asked_for(line, read, lexicon):
            yield line, f"what is not known to agree with them ({what!r} in the address of the page)"
        elif name := _FILE_OF_PART.search(line.text):
            yield line, f"that they are of a part of the state ({name[0]!r})"


def _ticked(line: Line) -> str:
    """`[x] contacts that came through a shelter`: what is ticked, if it names figures, and what is not understood."""
    if not _TICKED.match(line.text):
        return ""
    others = [text for kind, text in line.heard.outside if kind != "organization"]
    unknown = [word for word in line.heard.unknown if word.casefold() != "x"]
    first = next((phrase.kind for phrase in line.phrases if phrase.text.casefold() != "x"), "")
    is_counted = first in (*LABELS, "unit", "measure", "sum")
    # `[x] ask for the new brochure` is a thing to do.
    return next(iter((*others, *unknown)), "") if is_counted or not unknown else ""


def _asked_for(line: Line, read: Sequence[Figure], lexicon: Lexicon) -> str:
    """The place, part or time in an address that is none of the figures'."""
    places = {one.place for one in read}
    periods = [one.period for one in read]
    for days in _DAYS_ASKED_FOR.findall(line.text):
        if not any(period is None or days == (str(period.start), str(period.end)) for period in periods):
            return " to ".join(days)
    for value in _ASKED_FOR.findall(line.text):
        texts = [value, _SIGNS.sub(" ", value).title()]
        asked = [said_by(phrases_of(tokens, lexicon)) for tokens in tokens_of(list(enumerate(texts)))]
        named = {place for said in asked for place in said.places}
        if not named or not places.issuperset(named):
            return str(value)
    return ""


def _choice(line: Line, lines: Sequence[Line], read: Sequence[Figure], lexicon: Lexicon) -> str:
    """What the chosen option or the open tab says that no figure, title or sentence says; else empty."""
    said = line.said
    if _CHIP.search(line.text):
        tokens = tokens_of([(line.number, _CHIP.sub("", line.text))])
        said = said_by(phrases_of(tokens[0], lexicon))
    elif not any(group.kind is GroupKind.CHOICE for group in line.groups):
        return ""
    shown = [other.said for other in lines if other.role not in (Role.FRAME, Role.MENU)]
    shown += [one.said for other in lines for one in other.captions]
    shown += [part.said for figure in read for part in figure.candidate.parts]
    places = {place for one in shown for place in one.places}
    times = {str(time) for one in shown for time in (*one.periods, *map(year_period, one.years), *one.unclear)}
    own_times = (*said.periods, *map(year_period, said.years), *said.unclear)
    others = [place for place in said.places if place not in places]
    is_all = line.text.casefold().startswith(_WHOLE)
    others += () if is_all else said.unknown
    others += [str(time) for time in own_times if str(time) not in times]
    others += [
        text
        for kind, text in said.outside
        if kind not in _OF_CHOICES
        and not ((kind == "nation" and NATION in places) or (is_all and kind == "other_breakdown"))
    ]
    return others[0] if others else ""
