"""The known wordings of `labels.csv` and `headings.csv` and the names of places, indexed for searching.

Belongs here: which words are known and what they stand for. Not here: finding them in a line (phrases).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from orchestration.spotlight.domain.vocabulary import CHANGES, HEADING_KINDS, Label, Vocabulary
from orchestration.spotlight.readers.grammar.characters import words_of

NATION = "US"
_CAPITALIZED = re.compile(r"\b[A-Z][^\W\d_]*")
"""Most are names; words that are not also occur in small letters."""
_SHORTEST_NAME = 4
_SHORTEST_STEM = 3
_DOUBLED = frozenset("bdglmnpt")
"""Letters doubled before an ending: `planned`. Not r: `referred` cases have nothing to do with `refer to`."""
_BESIDE_NUMBERS = ("figure", "short", "sentence", "other_figure", "unit", "status")
_SHORT_FORMS = {"fort": "ft", "mount": "mt", "saint": "st"}
PLACE = "place"
UNKNOWN = "unknown"

# Kind of a heading below which figures are not the report's → what they are instead.
NOT_OF_THE_REPORT = {
    "all_time": "all years together",
    "other_period": "another period",
    "part_of_year": "a part of the year",
    "average": "an average",
    "share": "a share",
    "estimate": "an estimate",
    "nation": "the nation",
    "local": "a part of the state",
    "other_service": "another service",
    "organization": "the count of another organization",
    "other_measure": "something else that is counted",
    "other_breakdown": "another breakdown",
    "rank": "a rank",
    "change": "a change",
    "scale": "another unit",
    "void": "withdrawn",
    "other_place": "another place",
}
COLUMN_KINDS = frozenset({"share", "rank", "change"})
"""Kinds that a title may name for one of several columns: `Cases and rates by state`."""
PERIOD_KINDS = frozenset({"all_time", "other_period", "part_of_year"})
assert set(NOT_OF_THE_REPORT) <= set(HEADING_KINDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One known wording; its kind is one of `labels.csv` or `headings.csv`, or `place`."""

    words: tuple[str, ...]
    kind: str
    meaning: str = ""
    """The code of a place, or the measure that a heading names."""
    label: Label | None = None


@dataclass(frozen=True)
class Lexicon:
    """First word → the wordings that begin with it, longest first."""

    by_first_word: Mapping[str, tuple[Entry, ...]]
    harmless_stems: frozenset[str]
    """Stems of words that change nothing in a heading, and of words found only in harmless example sentences."""
    codes: Mapping[str, str]
    """Postal code → code of a place: read as a place only where a cell holds nothing else."""
    towns: Mapping[str, tuple[tuple[str, ...], ...]]
    """First word → the names of towns and counties that begin with it, longest first."""

    def is_harmless(self, word: str) -> bool:
        """Whether a word changes nothing in a sentence, in any form: `provide`, `provides`, `providing`."""
        return stem_of(word.casefold()) in self.harmless_stems

    def knows(self, word: str) -> bool:
        return word.casefold() in self.by_first_word or self.is_harmless(word)


def stem_of(word: str) -> str:
    """A word without its grammatical ending: `provid` of `provide`, `provides`, `provided`, `providing`; `tri` of
    `try`, `tries`, `tried`; `plan` of `plan`, `planned`, `planning`.
    """
    endings = (one for one in ("ing", "ed", "es", "s", "e") if word.endswith(one) and not word.endswith("eed"))
    stem = next((short for one in endings if len(short := word[: -len(one)]) >= _SHORTEST_STEM), word)
    if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] in _DOUBLED:
        stem = stem[:-1]
    return stem[:-1] + "i" if stem.endswith("y") else stem


def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of one version of the reference seeds."""
    return _lexicon(Version(vocabulary.fingerprint, vocabulary))


@dataclass(frozen=True, slots=True)
class Version:
    """A vocabulary that is compared by its fingerprint alone, to be a key of the cache."""

    fingerprint: str
    vocabulary: Vocabulary = field(compare=False)


@lru_cache(maxsize=4)
def _lexicon(version: Version) -> Lexicon:
    labels, headings = version.vocabulary.labels, version.vocabulary.headings
    jurisdictions = version.vocabulary.jurisdictions.items()
    entries = [
        Entry(words_of(label.label), label.kind, label.measure or "", label)
        for label in labels
        if label.kind in _BESIDE_NUMBERS
    ]
    entries += [
        Entry(words_of(name), PLACE, code)
        for name, code in jurisdictions
        if len(name) >= _SHORTEST_NAME and name != code.casefold() and name != "national"
    ]
    entries += [Entry(words_of(heading.wording), heading.kind, heading.meaning) for heading in headings]
    harmless = {heading.wording.casefold() for heading in headings if heading.kind == "neutral"}
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.words:
            found.setdefault(entry.words[0], []).append(entry)
    return Lexicon(
        # The sort is stable: of two wordings of the same length a label comes before a place, a place before a heading.
        {word: tuple(sorted(all_, key=lambda one: -len(one.words))) for word, all_ in found.items()},
        frozenset(map(stem_of, harmless)) | _stems_of_harmless(version.vocabulary),
        {name.upper(): code for name, code in jurisdictions if len(name) == 2 or name == code.casefold()},
        _towns(version.vocabulary),
    )


def _towns(vocabulary: Vocabulary) -> dict[str, tuple[tuple[str, ...], ...]]:
    towns = defaultdict[str, list[tuple[str, ...]]](list)
    for town in vocabulary.towns:
        words = words_of(town)
        towns[words[0]].append(words)
        if (short := _SHORT_FORMS.get(words[0])) is not None:
            towns[short].append((short, *words[1:]))
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in towns.items()}


def _stems_of_harmless(vocabulary: Vocabulary) -> frozenset[str]:
    """Stems of the words that occur only in example sentences which change nothing.

    Names are left out: a town where a meeting is held may, as a heading, limit the figures to that town.
    """
    of_kind: dict[bool, list[str]] = {True: [], False: []}
    for example in vocabulary.sentences:
        of_kind[example.effect == CHANGES].append(example.text)
    no_names = _CAPITALIZED.sub("", "\n".join(of_kind[False]))
    changing, others = (set(map(stem_of, words_of(text))) for text in ("\n".join(of_kind[True]), no_names))
    return frozenset(others - changing)
