"""Refusals of sentences, notes and lines that change or contradict the figures of a document.

Belongs here: which of them apply, and the refusal of each. Not here: what they mean (remarks, statements, scopes).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.figures.about_columns import is_about_columns
from orchestration.spotlight.readers.figures.cell_texts import sentences_in_cells
from orchestration.spotlight.readers.figures.choices import narrowing_choices
from orchestration.spotlight.readers.figures.clauses import clauses_of, denied_places
from orchestration.spotlight.readers.figures.columns import columns_of_days
from orchestration.spotlight.readers.figures.elsewhere import (
    are_on_their_own_pages,
    compares,
    is_for_another_year,
    is_release_for,
    says_has_own_page,
)
from orchestration.spotlight.readers.figures.entries import entries_that_change
from orchestration.spotlight.readers.figures.explained import explained_signs
from orchestration.spotlight.readers.figures.last_words import captions_of_others, ends_the_figures, last_words_of
from orchestration.spotlight.readers.figures.model import Figure, Judged
from orchestration.spotlight.readers.figures.notes import notes_for
from orchestration.spotlight.readers.figures.other_titles import other_titles
from orchestration.spotlight.readers.figures.particulars import DocumentStatements
from orchestration.spotlight.readers.figures.parts_of_others import types_of_another_total
from orchestration.spotlight.readers.figures.places import is_of_nation, place_within_state, points_away
from orchestration.spotlight.readers.figures.remarks import (
    changes,
    in_another_language,
    is_of_one,
    remarks_of,
)
from orchestration.spotlight.readers.figures.scopes import scopes_of
from orchestration.spotlight.readers.figures.several_years import is_within
from orchestration.spotlight.readers.figures.sources import other_source
from orchestration.spotlight.readers.figures.stamps import stamps_that_change
from orchestration.spotlight.readers.figures.statements import (
    Sentence,
    has_figures_as_subject,
    mentions_figures,
    sentence_of,
)
from orchestration.spotlight.readers.grammar.dates import Period, year_period
from orchestration.spotlight.readers.grammar.examples import Examples, examples_of, examples_of_leads
from orchestration.spotlight.readers.grammar.lexicon import NATION, lexicon_of
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import FIGURES
from orchestration.spotlight.readers.refusals import Refusal, example_proposal, refusal_at
from orchestration.spotlight.readers.tree.lines import Line, Role

_NUMBER_FOR = re.compile(r"[^a-z]*(?:the )?(?:count|figure|number|row|total) (?:for|of)\b", re.IGNORECASE)
_OF_ONE = re.compile(
    r"[^a-z]*(?:(?:this|that) (?:count|figure|number|total)|marked (?:counts|figures|numbers|totals))\b", re.IGNORECASE
)
_CORRECTS = frozenset(
    ("not", "instead", "rather", "corrected", "correction", "erratum", "errata", "error", "wrong", "mistake",
     "misprint", "misprinted", "should", "correct", "earlier", "version", "withdrawn", "superseded", "retracted")
)  # fmt: skip
_NO_REMARK = re.compile(r"(?:>|\u00a9|\(c\)|copyright\b)", re.IGNORECASE)
"""Begins a line that quotes a mail or names an owner."""
_DATE_OF_ACCURACY = re.compile(r"\b(?:accuracy date|(?:date|day) of accuracy)\b", re.IGNORECASE)
_ACCURATE = re.compile(
    r"(?:^|[\u00b7|\u2022,;:-] ?)(?:(?:counts|data|figures|numbers|statistics) (?:are )?)?(?:accurate|current) as of\b",
    re.I,
)
"""Not `Population data are current as of ...`"""
_OF_HEADINGS = frozenset(("all_time", "average", "estimate", "part_of_year", "scale", "share"))
"""Kinds that change the figures below a heading when they stand in its note, too."""
_COPIED = frozenset(("copied", "pasted", "reprinted", "scanned", "transcribed", "typed"))
_PRINTER = re.compile(r"(?:printed|typeset|designed|photographs?|photos?) by\b", re.IGNORECASE)
"""An imprint, whose place is not that of the figures: `Printed by Plaza Press, Kansas City, Missouri.`"""
_BEFORE_AGES = frozenset(("age", "aged", "ages", "over", "under"))
_NOT_SHOWN = re.compile(
    r"(?:caller types|industries|venues)\b[\w\s]{0,40}\b(?:fewer|less) than (?:three|[2-5])\b"
    r"[\w\s]{0,20}\bare not (?:displayed|listed|shown)(?: (?:here|in this chart))?\.?",
    re.IGNORECASE,
)
"""A rule for small numbers, not a correction: `Venues with fewer than 3 cases are not shown.`"""
_MAY_CONTRADICT = (Role.FIGURES, Role.HEADING, Role.ITEM, Role.PROSE)
_SCOPE = re.compile(r"\b(?:full scope of|light on) (?:human )?trafficking in\b", re.IGNORECASE)
"""The publisher's own words, in which the state of the report stands: `the full scope of trafficking in Ohio`"""
_SOURCE = re.compile(r"\W*source: .*\b(?:hotline|spotlight)\b", re.IGNORECASE)
_REPLACING = frozenset(("but", "change", "changed", "corrected", "may", "not", "put", "rather", "read", "should"))
_LONGEST_CORRECTION = 10
"""In words."""
_WHOLE = "100"
"""The sum of shares in percent."""


def said_of_figures(judged: Judged, document: DocumentStatements) -> Iterator[Refusal]:
    """Refusals of all that changes the figures, contradicts them or is not understood."""
    figures = judged.figures
    years = {year for one in figures if one.period for year in range(one.period.start.year, one.period.end.year + 1)}
    sentences = [
        one
        for one in document.sentences
        if not (is_for_another_year(one.text, years) and not mentions_figures(one))
        and not is_about_columns(one, figures, judged.left_out)
    ]
    lexicon = lexicon_of(document.vocabulary)
    last_words = last_words_of(document.lines, lexicon)
    in_cells = sentences_in_cells(document.lines, lexicon)
    yield from _remarks([*sentences, *last_words, *in_cells], figures, document)
    periods = [one.value for one in document.statements if isinstance(one.value, Period)]
    for one, what in captions_of_others(last_words, figures, periods):
        yield _remarked(one.line, one.text, f"of the figures {what}")
    examples = examples_of(document.vocabulary)
    stamps = stamps_that_change(document.lines, figures, document.statements, examples)
    scopes = {id(line): refusal for line, refusal in stamps}
    narrowed = narrowing_choices(document.lines, figures, lexicon)
    for line, what in (*scopes_of(document.lines, figures), *narrowed):
        scopes.setdefault(id(line), _remarked(line, line.text, f"of the figures {what}"))
    # Lists keep the lines that are made here, so that no `id` is given twice.
    columns = list(columns_of_days(document.lines, figures, periods))
    for line in columns:
        scopes.setdefault(id(line), _remarked(line, line.text, "when the figure of each row begins or ends"))
    for entry, what in list(entries_that_change(document.lines, figures, document.statements, lexicon)):
        scopes.setdefault(id(entry.line), _remarked(entry.line, entry.text, f"of the figures {what}"))
    yield from scopes.values()
    yield from _contradicted(figures, document)
    yield from _contradicted_by_lines(figures, document)
    yield from _said_in_frame(figures, document)
    for line, what in other_titles(document.lines, judged):
        yield _remarked(line, line.text, f"of the figures {what}")
    yield from types_of_another_total(figures)


def _remarks(
    sentences: Sequence[Sentence], figures: Sequence[Figure], document: DocumentStatements
) -> Iterator[Refusal]:
    """Refusals of sentences that change the figures, and of those that are not understood."""
    examples = examples_of(document.vocabulary)
    told = set()
    for sentence in remarks_of(
        sentences,
        document.lines,
        examples,
        examples_of_leads(document.vocabulary),
        of_nation=is_of_nation(document.lines, document.sidecar),
    ):
        told.add(id(sentence.line))
        yield _changed(sentence, examples)
    for sentence in sentences:
        if ends_the_figures(sentence) and id(sentence.line) not in told and examples.evidence(sentence.text) > 0:
            told.add(id(sentence.line))
            yield _changed(sentence, examples)
        if id(sentence.line) not in told and (other := other_source(sentence)):
            told.add(id(sentence.line))
            yield _remarked(
                sentence.line, sentence.text, f"of the figures that they are counts of somebody else ({other!r})"
            )
    for line in explained_signs(document.lines, lexicon_of(document.vocabulary)):
        yield _remarked(line, line.text, "what a sign stands for, which may stand beside any figure")
    for note in _notes_of_headings(figures, document.sentences):
        # The note of a heading applies to all figures below it: `* The hotline gave us three quarters.`
        sums = [text for kind, text in note.said.kinds if kind == "sum" or kind in _OF_HEADINGS]
        if id(note.line) not in told and (changes(note, examples) or sums):
            told.add(id(note.line))
            yield _remarked(note.line, note.text, f"{sums[0]!r} of them") if sums else _changed(note, examples)
    for sentence, word in in_another_language(sentences, _with_numbers(document.lines), examples):
        if id(sentence.line) not in told:
            yield _not_understood(sentence, word)


def _notes_of_headings(figures: Sequence[Figure], sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The notes that a mark in a heading or caption points at: they count as a part of it."""
    parts = [part for figure in figures for part in figure.candidate.parts]
    above = {id(part.line): part.line for part in parts if part.is_caption or not (part.is_head or part.is_own)}
    yield from notes_for([token for line in above.values() for token in line.tokens], sentences)


def _contradicted(figures: Sequence[Figure], document: DocumentStatements) -> Iterator[Refusal]:
    """Refusals of sentences that state another number for a figure, or another place for the figures."""
    places = {one.place for one in figures} - {None}
    times: set[Period | date | None] = {one.period for one in figures}
    times |= {one.value for one in document.statements}
    values: dict[tuple[str, str], set[str]] = {}
    for one in figures:
        values.setdefault((one.measure, one.category), set()).add(one.value)
    all_values = set().union(*values.values())
    marked = [token for one in figures for token in one.candidate.marked]
    kept = (*_notes_of_headings(figures, document.sentences), *notes_for(marked, document.sentences))
    of_kept = set(map(id, kept))
    for sentence in document.sentences:
        said = sentence.said
        # `† Number for Idaho and Utah together` is about the figure with this mark, which is left out.
        is_of_another = bool(_NUMBER_FOR.match(sentence.text)) and is_of_one(sentence, document.lines)
        is_of_another &= id(sentence) not in of_kept
        for others in () if is_of_another else _other_places(sentence, places):
            yield _remarked(sentence.line, sentence.text, f"of the figures {', '.join(sorted(others))}: another place")
        is_left_to_its_figure = bool(_OF_ONE.match(sentence.text)) and is_of_one(sentence, document.lines)
        is_left_to_its_figure = is_left_to_its_figure and changes(sentence, examples_of(document.vocabulary))
        is_elsewhere = is_left_to_its_figure or points_away(sentence, document.lines)
        if not is_elsewhere and (name := place_within_state(sentence)):
            yield _remarked(
                sentence.line, sentence.text, f"of the figures {name!r}, which may be a place within the state"
            )
        days = {token.of.day for token in sentence.tokens if token.of is not None and token.of.day is not None}
        if days and not days <= times and _DATE_OF_ACCURACY.search(sentence.text):
            yield _remarked(sentence.line, sentence.text, "of the figures that they are accurate as of another day")
        if said.places and not set(said.places) <= places:
            continue
        if other := _other_number(sentence, all_values):
            yield _remarked(sentence.line, sentence.text, f"of a figure another number ({other})")
        if not times.issuperset((*said.periods, *map(year_period, said.years))):
            continue
        known = said.measures & {measure for measure, _ in values}
        differs = any(
            values.get((m, c), {number}) and number not in values.get((m, c), {number})
            for m, c, number in _claims_of(sentence)
        )
        if differs or (_corrects(sentence) and known):
            yield refusal_at(
                sentence.line,
                None,
                "label_ambiguous",
                f"{sentence.text!r} states another number than the figures of the document. Expected one; compare it "
                "with the publisher's document.",
            )


def _contradicted_by_lines(figures: Sequence[Figure], document: DocumentStatements) -> Iterator[Refusal]:
    """Refusals of lines with other numbers: `Hotline identified 412 cases in Michigan in 2021` above 421 in a list."""
    bound = {id(one.candidate.line) for one in figures}
    places = {one.place for one in figures}
    periods = {one.period for one in figures} | {one.value for one in document.statements}
    for line in document.lines:
        said = line.said
        is_of_year = len(said.years) == 1 and year_period(said.years[0]) in periods and not said.outside
        is_of_place = len(said.places) == 1 or (said.names_hotline and not said.places)
        if line.role not in _MAY_CONTRADICT or id(line) in bound or not (is_of_year and is_of_place):
            continue
        for label, number in _numbers_of(line):
            told = [
                one.value
                for one in figures
                if (one.measure, one.category) == (label.measure, label.category or "total")
                and (not said.places or not places.isdisjoint(said.places))
            ]
            if told and number.value not in told:
                yield refusal_at(
                    line,
                    number,
                    "label_ambiguous",
                    f"{line.text!r} states another number than {told[0]}, which stands elsewhere. Expected one; "
                    "compare it with the publisher's document.",
                )


def _said_in_frame(figures: Sequence[Figure], document: DocumentStatements) -> Iterator[Refusal]:
    """Refusals of what the frame of a page says of the figures: `Accurate as of May 2, 2022`, `January - June 2020`."""
    examples = examples_of(document.vocabulary)
    places = {one.place for one in figures}
    stated = {one.value for one in document.statements}
    periods = {one for one in (*stated, *(figure.period for figure in figures)) if isinstance(one, Period)}
    for line in (one for one in document.lines if one.role is Role.FRAME):
        said = line.said
        is_theirs = places.issuperset(said.places)
        sentence = sentence_of(line)
        dates_them = has_figures_as_subject(sentence) or bool(_ACCURATE.search(line.text))
        dates_them |= bool(_DATE_OF_ACCURACY.search(line.text))
        is_time = all(phrase.kind in (Kind.RECOGNISED, "neutral") for phrase in line.phrases)
        is_part = any(is_within(time, one) and time != one for time in said.periods for one in periods)
        is_remark = line.kind is BlockKind.TEXT and line.text.endswith(".") and not _NO_REMARK.match(line.text)
        if is_theirs and dates_them and stated and not stated.issuperset(said.days):
            yield _remarked(line, line.text, "of the figures that they are accurate as of another day")
        elif is_theirs and is_time and is_part:
            yield _remarked(line, line.text, "of the figures that they are of a part of their period")
        elif is_remark and changes(sentence, examples):
            # A menu or an address says nothing of the figures, unless it is an example.
            is_known = math.isinf(examples.evidence(line.text))
            yield from [_changed(sentence, examples)] if dates_them or is_known or mentions_figures(sentence) else []


def _numbers_of(line: Line) -> Iterator[tuple[Label, Phrase]]:
    """Each number of a line with the label right after it, or its only pair: `Cases identified, 2021: 227`."""
    if line.role is Role.FIGURES and len(line.labels) == len(line.counts) == 1:
        pairs = [(line.counts[0], line.labels[0])]
    else:
        pairs = list(pairwise(line.phrases))
    for number, label in pairs:
        if number.kind == Kind.NUMBER and label.label is not None and label.kind in ("figure", "sentence", "unit"):
            yield label.label, number


def _other_places(sentence: Sentence, places: set[str | None]) -> Iterator[set[str]]:
    """Places other than the figures' own that a sentence gives as theirs, one set for each clause.

    `Cases that also touch Virginia may be counted there too` and `Kansas has its own page` do not.
    """
    is_of_others = says_has_own_page(sentence.text) or compares(sentence.text)
    is_of_others |= bool(sentence.phrases) and are_on_their_own_pages(sentence.phrases, sentence.text)
    is_of_others |= is_release_for(sentence.phrases, sentence.text, places)
    is_of_others |= bool(_PRINTER.match(sentence.text)) and FIGURES.isdisjoint(sentence.words)
    names_source = bool(_SOURCE.match(sentence.text))
    # `We copied the Indiana sheet into this guide.`
    is_copied = not _COPIED.isdisjoint(sentence.words)
    if is_of_others or not (sentence.said.places and places):
        return
    if not (mentions_figures(sentence) or names_source or is_copied):
        return
    if (names_source or is_copied) and places.isdisjoint(others := set(sentence.said.places) - {NATION}) and others:
        yield others
    if denied := denied_places(sentence) & places:
        # `The table gives the counts for Virginia, not West Virginia.`
        yield set(sentence.said.places) - denied or denied
    is_of_figures = False
    for clause in clauses_of(sentence):
        # The subject of a clause is also that of those after it: `They are of Iowa, and include Nebraska.`
        is_of_figures |= mentions_figures(clause)
        others = set(clause.said.places) - places
        is_of_more = not places.isdisjoint(clause.said.places) and clause.said.has("nation")
        says_so = bool(_SCOPE.search(clause.text)) or not (clause.is_negated or clause.is_soft)
        if others and is_of_figures and says_so and not is_of_more:
            yield others


def _corrects(sentence: Sentence) -> bool:
    """Whether a sentence corrects a number: `The number of cases was 791, not 61`."""
    # An age is no corrected number: `Children under 18 are victims whether or not there was force.`
    before = [(one.text.casefold(), other) for one, other in pairwise(sentence.tokens)]
    numbers = {other.text for one, other in before if other.kind is Kind.NUMBER and one not in _BEFORE_AGES}
    # Nor is the sum of shares: `Percentages of all cases may not add up to 100.`
    is_of_shares = numbers == {_WHOLE}
    return (
        bool(numbers)
        and not is_of_shares
        and bool(sentence.said.measures)
        and not _CORRECTS.isdisjoint(sentence.words)
        and not _NOT_SHOWN.fullmatch(sentence.text)
    )


def _other_number(sentence: Sentence, values: set[str]) -> str:
    """The number that a sentence without a label puts beside that of a figure: `For 438 put 348`; else empty."""
    is_short = len(sentence.words) <= _LONGEST_CORRECTION
    if sentence.said.measures or sentence.said.labels or not is_short or _REPLACING.isdisjoint(sentence.words):
        return ""
    numbers = [phrase.value for phrase in sentence.phrases if phrase.kind == Kind.NUMBER and len(phrase.value) > 1]
    others = [number for number in numbers if number not in values]
    return others[0] if 0 < len(others) < len(numbers) else ""


def _claims_of(sentence: Sentence) -> Iterator[tuple[str, str, str]]:
    """Measure, category and number of each figure in a sentence of known words: `identified 28 cases`."""
    said = sentence.said
    if said.unknown or said.outside or said.unclear or sentence.is_negated:
        return
    for number, label in pairwise(sentence.phrases):
        named = label.label if label.kind in ("figure", "sentence", "unit") else None
        if number.kind == Kind.NUMBER and named is not None and named.measure is not None:
            yield named.measure, named.category or "total", number.value


def _remarked(line: Line, text: str, what: str) -> Refusal:
    return refusal_at(
        line,
        None,
        "remark_unclear",
        f"{text!r} says {what}. Expected figures of one whole period as they "
        "were counted. If the sentence means something else, write the figures as CSV.",
    )


def _with_numbers(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.role is Role.TABLE or (line.role is Role.FIGURES and line.counts)]


def _changed(sentence: Sentence, examples: Examples) -> Refusal:
    words = ", ".join(map(repr, examples.telling(sentence.text)))
    return refusal_at(
        sentence.line,
        None,
        "remark_unclear",
        f"{sentence.text!r} may say that the figures are something else: so do the examples of "
        f"data/seeds/reference/sentences.csv with such words ({words}). If it changes nothing, add it there, as in: "
        f"{example_proposal(sentence.text)}; else write the figures as CSV.",
    )


def _not_understood(sentence: Sentence, word: str) -> Refusal:
    return refusal_at(
        sentence.line,
        None,
        "remark_unclear",
        f"{sentence.text!r} stands beside figures, and no example of data/seeds/reference/sentences.csv has {word!r} "
        f"or most of its other words. If it changes nothing, add it there, as in: {example_proposal(sentence.text)}; "
        "else write the figures as CSV.",
    )
