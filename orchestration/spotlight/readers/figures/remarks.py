"""What notes and short sentences make of the figures: a part left out, another source, an average, a word not known.

Belongs here: what is said about figures beside them. Not here: headings and heads (context), dates (statements).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from orchestration.spotlight.readers.figures.elsewhere import has_its_own_key, kinds_of_others, names_who_made
from orchestration.spotlight.readers.figures.narrowing import (
    BANNER,
    COUNTS,
    FEW,
    LEAVES_OUT,
    LONG,
    MODALS,
    TAKES_IN,
    VERBS,
    left_out,
    says_only,
)
from orchestration.spotlight.readers.figures.outline import without_maker
from orchestration.spotlight.readers.figures.sources import somebody_elses
from orchestration.spotlight.readers.figures.statements import (
    FIGURE_WORDS,
    IS_THE_NUMBER,
    Sentence,
    is_about_figures,
    names_figures,
    points_at_figures,
)
from orchestration.spotlight.readers.grammar.characters import MARKS, unraised
from orchestration.spotlight.readers.grammar.dates import could_mean
from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, PERIOD_KINDS
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.lines import Line, Role, text_of

_SHORT = 20
"""Words of a sentence that says of what time all figures are; a longer one tells of a trend."""
_BARE = 5
"""A sentence of so many words or fewer, and without a verb, speaks of all figures: `Partial year.`"""
_CAPTION = 3
"""A sentence of so many known words is a caption: `Minors.`"""
_NOT_REAL = frozenset(
    (
        "real",
        "layout",
        "fictional",
        "fictitious",
        "invented",
        "sample",
        "dummy",
        "example",
        "placeholder",
        "mock",
        "error",
        "dummies",
        "placeholders",
        "samples",
    )
)
# What a sentence about the figures changes; a venue or a victim's age in a sentence changes nothing.
_CHANGES = frozenset(
    {"all_time", "other_period", "part_of_year", "average", "share", "estimate", "nation", "scale", "local",
     "other_place", "other_service", "void"}
)  # fmt: skip
_OF_NAMES = frozenset({"local", "other_place", "other_service", "nation"})
"""What the name of an organization may hold: `© 2021 Coalition Against Trafficking.`"""
_SHARES = frozenset(
    ("index", "per cent", "percent", "percentage", "percentages", "rank", "ranking", "rankings", "ranks", "rate",
     "rates", "share", "shares")
)  # fmt: skip
_NOTE_CHANGES = _CHANGES - {"local"}
_PARTS_COUNTED = frozenset(
    ("month", "months", "week", "weeks", "day", "days", "quarter", "quarters", "hours", "counties", "cities", "regions")
)
"""Behind a number they say how much of the year or place was counted: `The data cover 11 months.`"""
_OPEN = re.compile(r"24[/-]7|[0-9]:[0-9]{2}|[0-9] ?[ap]\.?m\b", re.IGNORECASE)
"""Hours."""
PEOPLE_COUNTED = frozenset(
    ("adults", "age", "boys", "child", "children", "female", "females", "foreign nationals", "girls", "juvenile",
     "juveniles", "male", "males", "men", "minor", "minors", "under 18", "women", "youth")
)  # fmt: skip
"""Whom counts may be of: `All cases concern minors.`"""
_AS = frozenset(("shown", "given", "counted", "reported", "printed", "stated"))
"""Before `as` and a number they say that it stands for others: `Counts below ten are shown as 10.`"""
# `A case here is a court case.`
_DEFINES = re.compile(r"\b\w+ here (?:is|are|means?|stands?)\b|\bcount(?:ed|s)? as\b", re.IGNORECASE)
_BECAUSE = re.compile(
    r", since (?!(?:then|\d)|[^.;]*\b(?:opened|began|begun|started|launched|founded|founding|creation|inception)\b)"
)
_OF_WHAT = re.compile(
    r"\b(?:(?:(?:is|are|was|were|those|counts?|figures|numbers|statistics) of|concern) (?:the |all )?"
    r"|are (?=(?:dollars|hours|minutes|seconds)\b))",
    re.IGNORECASE,
)
_NO_COUNTS = re.compile(r"\b(?:is|are|was|were) (?:no|not) (?:the |any |real )?(?:counts?|totals?)\b", re.IGNORECASE)
# `The numbers are of those over 65.`
_OF_AN_AGE = re.compile(r"(?:[a-z]+ ){0,2}(?:aged|over|under|between|older|younger)\b", re.IGNORECASE)
_OF_CHANGE = re.compile(
    r"\b(?:are|give|is|list|mean|show|state|tell)s? (?:(?:also|here|just|only) )?"
    r"(?:the (?:\w+ )?(?:change|decrease|difference|growth|increase|rise)s?\b|(?:by )?how (?:far|many more|much)\b)"
    r"|\bare (?:\w+ )?(?:changes|differences)\b",
    re.IGNORECASE,
)
"""`Numbers show the change from one edition to the next` are no counts; those that show an increase may be."""
_NEGATES = re.compile(r"\b(?:not|no|never|neither)\b", re.IGNORECASE)
_HARMLESS = re.compile(
    r"\b(?:fewer|less|more) than\b|^(?:prior|previous|former|preceding|years|ever|last years)$", re.IGNORECASE
)


def remarks_of(
    sentences: Sequence[Sentence], lines: Sequence[Line], *, of_nation: bool
) -> Iterator[tuple[Sentence, str]]:
    """Sentences about all figures that make something else of them, and what: `All figures are three-year averages`."""
    for one in sentences:
        # A note that no mark points at is said of all.
        sentence = one if one.mark and _is_pointed_at(one, lines) else replace(one, mark="")
        if (
            what := _is_subtitle(sentence, lines)
            or _taken_back(sentence)
            or _narrowed(sentence)
            or _changed(sentence, of_nation=of_nation, leads=_leads(sentence, lines))
        ):
            yield sentence, what


def _is_subtitle(sentence: Sentence, lines: Sequence[Line]) -> str:
    """`Cook County and the collar counties` below the title of a state: the part that figures are of; else empty."""
    local = [text for kind, text in without_maker(sentence.text, sentence.said.kinds) if kind == "local"]
    line = sentence.line
    words = {word.text.casefold() for word in line.words}
    # An address has numbers.
    is_of_words = all(token.kind in (Kind.WORD, Kind.BREAK) for token in line.tokens)
    is_title = is_of_words and len(line.words) <= FEW and not line.text.endswith(".") and VERBS.isdisjoint(words)
    if not (local and is_title):
        return ""
    filled = [one for one in lines if one.role is not Role.BLANK]
    before = next((one for one, other in pairwise(filled) if other is line), None)
    is_below = before is not None and before.role is Role.HEADING and bool(before.said.places)
    return f"{local[0]!r}: {OUTSIDE['local']}" if is_below else ""


def _leads(sentence: Sentence, lines: Sequence[Line]) -> bool:
    """Whether figures stand right below a sentence that ends with a colon: `Of every hundred cases, this many were:`"""
    if not sentence.text.endswith(":"):
        return False
    last = sentence.lines[-1]
    after = next((one for one in lines if one.number > last.number and one.role is not Role.BLANK), None)
    return after is not None and after.role in (Role.FIGURES, Role.TABLE)


def _is_pointed_at(note: Sentence, lines: Sequence[Line]) -> bool:
    """Whether the mark of a note stands anywhere but at its beginning."""
    others = [line for line in lines if line is not note.line]
    if any(note.mark in (unraised(token.text), token.glued) for line in others for token in line.tokens):
        return True
    cells = [cell for line in others if line.table is not None for cell in line.table.cells]
    return any(note.mark in unraised(text_of(line)) for cell in cells for line in cell.lines)


def _taken_back(sentence: Sentence) -> str:
    """What says that the figures do not hold, or that they are somebody else's; else empty."""
    # A notice that takes figures back is short; a long sentence with such a word says how data may be used.
    is_short = len(sentence.statement_words) <= BANNER and sentence.words[:1] not in (["i"], ["he"], ["she"])
    is_notice = is_short or (len(sentence.words) <= _SHORT and not FIGURE_WORDS.isdisjoint(sentence.words))
    is_about = is_about_figures(sentence)
    not_real = _NOT_REAL.intersection(sentence.words)
    is_example = bool(not_real) and (sentence.words[:2] == ["this", "is"] or (is_notice and len(not_real) > 1))
    is_void = sentence.said.has("void") and "void" not in kinds_of_others(sentence.text)
    if (is_void and (is_notice or is_about)) or is_example:
        return "that they do not hold"
    if other := somebody_elses(sentence):
        return other
    return "that they do not hold" if is_about and not _NOT_REAL.isdisjoint(sentence.words) else ""


def _narrowed(sentence: Sentence) -> str:
    """What says that only a part was counted; else empty."""
    words = sentence.statement_words
    if not sentence.mark and (part := left_out(sentence)):
        return f"that a part is left out ({part!r})"
    said = sentence.said
    local = [text for kind, text in said.kinds if kind == "local"]
    if local and said.names_hotline and not said.places and (said.periods or said.days):
        # `Hotline figures for the Las Vegas metropolitan area, January 1 to December 31, 2019`
        return f"that they are of a part of the state ({local[0]!r})"
    is_short = len(words) <= FEW
    if people := _of_some_people(sentence):
        return f"that they are of some people only ({people!r})"
    if not sentence.mark and says_only(sentence):
        return "that only a part is counted"
    has_parts = sentence.has_counts and not _PARTS_COUNTED.isdisjoint(words)
    tokens = [token for token in sentence.tokens if token.kind in (Kind.WORD, Kind.NUMBER)]
    for one, other, number in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if one.text.casefold() in _AS and other.text.casefold() == "as" and number.kind is Kind.NUMBER:
            return f"that some are not the true ones ({number.text!r})"
    if is_short and has_parts and is_about_figures(sentence) and not sentence.said.periods:
        return "how much of the year or place was counted"
    return ""


def _of_some_people(sentence: Sentence) -> str:
    """`All signals and cases concern victims under 18`: whom all counts are of; else empty."""
    words, said = sentence.words, sentence.said
    is_of_all = any(
        one in ("all", "only", "these", "shown") and not COUNTS.isdisjoint(words[at : at + 4])
        for at, one in enumerate(words)
    )
    is_of_all |= is_about_figures(sentence) and len(words) <= BANNER and not sentence.is_negated
    # `To be counted here, a person had to be a minor.`
    is_rule = {"counted", "here"} <= set(words) and not sentence.is_negated
    is_soft = not MODALS.isdisjoint(words) or len(words) > LONG
    people = [text for kind, text in said.kinds if kind.startswith("other") and text.casefold() in PEOPLE_COUNTED]
    return people[0] if people and (is_rule or (is_of_all and not is_soft)) else ""


def _changed(sentence: Sentence, *, of_nation: bool, leads: bool) -> str:
    """What makes another number of the figures, or bears on them and is not known; else empty."""
    said, words = sentence.said, sentence.statement_words
    is_about = is_about_figures(sentence)
    # `Spring dinner: Saturday, 6:30 p.m., $45 a plate` speaks of something else, as does `Open 24/7.`
    is_of_event = any(
        token.of is not None and (token.of.what is What.MONEY or _OPEN.search(token.of.text))
        for token in sentence.tokens
    )
    # `More next week!`
    has_said = (bool(words) and "next" not in words) or said.has("all_time")
    is_bare = has_said and len(words) <= _BARE and VERBS.isdisjoint(words) and not (sentence.mark or is_of_event)
    is_bare &= not has_its_own_key(sentence.tokens)
    is_short = is_about and len(words) <= BANNER and not sentence.has_counts
    names = [one for one in said.unknown if one[:1].isupper()]
    # `Page last changed on October 9, 2020.`
    is_posted = any(token.of is not None and token.of.what is What.POSTED for token in sentence.tokens)
    if (
        is_short
        and names
        and MODALS.isdisjoint(words)
        and not (said.days or is_posted or names_who_made(sentence.text))
    ):
        return f"something that is not understood ({names[0]!r})"
    is_of_change = _OF_CHANGE.search(sentence.text) and not (sentence.is_negated or sentence.is_soft)
    if is_about and (_NO_COUNTS.search(sentence.text) or is_of_change):
        return "that they are no counts"
    if is_about and len(words) <= FEW and (other := _counted_instead(sentence)):
        return f"{other!r}: {OUTSIDE['other_measure']}"
    is_definition = bool(_DEFINES.search(sentence.text)) and bool(said.measures)
    speaks = is_definition or leads or names_figures(sentence)
    if not (speaks or is_bare) or sentence.has_counts:
        return ""
    is_edition = said.has("edition") and not said.unclear
    kinds = _CHANGES if is_about else _CHANGES - _OF_NAMES
    if speaks and not is_about:
        kinds = kinds | {"other_place"}
    if IS_THE_NUMBER.match(sentence.text):
        kinds = _CHANGES
    if is_definition:
        kinds = _CHANGES | {"other_measure"}
    if is_bare and len(words) <= _CAPTION and not said.unknown:
        kinds = kinds | {"other_breakdown", "local", "nation"}
    if is_bare and len(words) <= _CAPTION and names:
        # `Washoe County.`
        kinds = kinds | {"local"}
    if is_bare and any(token.of is not None and token.of.what is What.CONTACT for token in sentence.tokens):
        # `785-555-0100 | Room 68-West, Statehouse`
        kinds = kinds - _OF_NAMES
    kinds = kinds.difference(kinds_of_others(sentence.text))
    told = without_maker(sentence.text, said.kinds)
    changes = [(kind, text) for kind, text in told if kind in kinds and not _HARMLESS.search(text)]
    changes += [("share", text) for _, text in said.kinds if is_about and text.casefold() in _SHARES]
    if sentence.is_negated and not is_bare:
        # `The figures are rates, not counts.`
        changes = [one for one in changes if _stands_before_not(one[1], sentence)]
    is_long = len(sentence.words) > _SHORT and not (is_about or points_at_figures(sentence))
    # `Data are updated each month.`
    of_other_time = bool(said.periods) or is_long or is_edition
    changes = [one for one in changes if not (one[0] in PERIOD_KINDS and of_other_time)]
    changes = [one for one in changes if not (of_nation and one[0] == "nation")]
    if _BECAUSE.search(sentence.text):
        # `..., since labor trafficking is seen less often.`
        changes = [one for one in changes if one[1] != "since"]
    if said.days:
        # `All years accurate as of November 15, 2022.`
        changes = [one for one in changes if one[1].casefold() != "all years"]
    if not is_about:
        # `Score of 80 % required.`
        changes = [one for one in changes if not (one[0] == "share" and one[1][:1].isdigit())]
    if changes:
        return f"{changes[0][1]!r}: {OUTSIDE[changes[0][0]]}"
    if is_definition and len(said.measures) > 1:
        return "that one thing is counted as another"
    if sentence.is_negated and not is_bare:
        return ""
    # `The year is the school year.`
    is_of_time = not {"year", "period"}.isdisjoint(words[:2])
    # `Year of the Bar 2025-26.`
    is_of_time &= not (said.unknown and VERBS.isdisjoint(words))
    is_of_several = (
        "only" in words[:2]
        or (not TAKES_IN.isdisjoint(words) and said.has("other_place"))
        or (("that", "year") in pairwise(sentence.words) and "whole" not in sentence.words)
        or not all(any(could_mean(text, period) for period in said.periods) for text in said.unclear)
        or len(said.years) > 1
        or (bool(said.periods) and not {"combined", "together"}.isdisjoint(words))
    )
    return "something that is no whole period of one place" if (is_about or is_of_time) and is_of_several else ""


def _counted_instead(sentence: Sentence) -> str:
    """What `The numbers are of arrests`, `These are the counts of hours` and `Those of the Complaint Center` name."""
    of = _OF_WHAT.search(sentence.text)
    rest = sentence.text[of.end() :] if of is not None else ""
    kinds = {"other_measure", "other_breakdown"}
    if of is not None and sentence.text[: of.end()].casefold().rstrip().endswith(("are those of", "are those of the")):
        # `The counts are those of the police.`
        kinds |= {"organization", "other_service"}
    others = [text for kind, text in sentence.said.kinds if kind in kinds and rest.startswith(text)]
    names = [word for word in sentence.said.unknown if word[:1].isupper() and rest.startswith(word)]
    ages = [age[0]] if (age := _OF_AN_AGE.match(rest)) else []
    return next(iter((*others, *names, *ages)), "")


def _stands_before_not(text: str, sentence: Sentence) -> bool:
    first = text.casefold().split()[0]
    at = _NEGATES.search(sentence.text)
    # `not yet final` says it with its own `not`.
    return first == "not" or 0 <= sentence.text.casefold().find(first) < (
        at.start() if at is not None else len(sentence.text)
    )


def notes_for(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The notes that the marks among some tokens point at."""
    marks = {unraised(token.text) for token in tokens if token.kind is Kind.MARK}
    marks |= {token.glued for token in tokens if token.glued}
    if marks:
        yield from (one for one in sentences if one.mark and one.mark in marks)


_MARK = re.compile(f"[{MARKS}]+")
_OF_NUMBER = re.compile(r"(?:this|the|these) (?:count|figure|number|total)s?\b|(?:at|for|from|in|of)\b", re.IGNORECASE)
"""How a note begins whose subject is the number that points at it."""


def changes_of(note: Sentence) -> Iterator[tuple[str, str]]:
    """What a note makes of the number that points at it; `excludes the first quarter` changes it, `not final` too."""
    leaves_out = not LEAVES_OUT.isdisjoint(note.words)
    if part := left_out(note) or ("only" if says_only(note) else ""):
        yield "other_breakdown", part
    if len(note.words) <= _BARE and VERBS.isdisjoint(note.words) and "all" not in note.words:
        # So short a note is a part of the label: `* Minors.`
        yield from note.said.outside
        yield from (("other_breakdown", word) for word in note.said.unknown)
        yield from (("other_breakdown", label.label) for label in note.said.labels if label.category)
    for kind, text in note.said.kinds:
        is_whole = not note.is_negated or text.casefold().startswith("not ") or (leaves_out and kind in PERIOD_KINDS)
        is_only = kind == "local" and "only" in note.words
        if (kind in _NOTE_CHANGES and is_whole) or is_only:
            yield kind, text
    if _OF_NUMBER.match(note.text.lstrip(f"{MARKS} ")):
        # `This count is for the city of Milwaukee.`
        yield from ((kind, text) for kind, text in note.said.kinds if kind in ("local", "nation", "other_place"))
        names = [token.text for token in note.tokens if token.kind is Kind.WORD][1:]
        yield from (("local", name) for name in names if name[:1].isupper() and name in note.said.unknown)


def without_notes_of_some(sentences: Sequence[Sentence], lines: Sequence[Line]) -> list[Sentence]:
    """The sentences that may state the period of all figures: a note that marks of some figures point at does not."""
    of_figures = [line.text for line in lines if line.counts]
    others = [line.text for line in lines if line.role in (Role.HEADING, Role.STATEMENT)]
    for line in lines:
        others += [caption.text for caption in line.captions]
        rows: dict[int, str] = {}
        for cell in line.table.cells if line.table is not None else ():
            rows[cell.row] = rows.get(cell.row, "") + " ".join(map(text_of, cell.lines)) + " "
        for row in rows.values():
            (of_figures if any(map(str.isdecimal, row)) else others).append(row)
    marked = [set(map(unraised, _MARK.findall(text))) for text in of_figures]
    heads = {unraised(mark) for text in others for mark in _MARK.findall(text)}

    def is_of_some(mark: str) -> bool:
        pointing = sum(mark in one for one in marked)
        return mark not in heads and 0 < pointing < len(marked)

    return [one for one in sentences if not (one.mark and is_of_some(one.mark))]
