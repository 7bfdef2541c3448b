"""The words of the warehouse, from the reference seeds, most of which dbt loads too.

Belongs here: reading and checking `data/seeds/reference`. Not here: how a word is found in a document.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from orchestration.spotlight.domain.seed_lines import Line, lines_of, read, require_unlisted
from orchestration.spotlight.domain.table_seeds import check_populations, check_series_breaks
from orchestration.spotlight.domain.watched_pages import Source, sources_of

TOTAL, COMPONENT, RESIDUAL, SUBSET = ROLES = ("total", "component", "residual", "subset")
LEVELS = ("nation", "state", "district", "territory")
LABEL_KINDS = (
    "figure",  # a label of a figure
    "short",  # a label of a figure below a heading that names the breakdown: `Sex` below `Cases by type`
    "sentence",  # what follows a number that begins a sentence: `78` `signals were received`
    "other_figure",  # a label of a number that no category stands for: it is left unread
    "unit",  # what a number counts, beside it
    "status",  # a stated non-number; its category is the value status
)
HEADING_KINDS = (
    "neutral",  # changes nothing of what stands below it
    "measure",  # names what is counted; its meaning is the measure
    "breakdown",  # names the breakdown that the categories of a measure are; its meaning is the measure
    "own_period",  # says that a number is the report's period's
    "edition",  # a year beside it is that of a publication
    "sum",  # what a table calls the sum over a row or a column
    "other_place",  # not a state, territory or nation; its meaning: the state whose name it has
    "all_time",  # all years together
    "other_period",
    "part_of_year",
    "average",
    "share",
    "estimate",
    "nation",  # the nation beside a state; its meaning: US if it names the whole nation, as a place does
    "local",  # a part of a place
    "other_service",
    "organization",  # another service, unless the national hotline is named with it or below it: it publishes then
    "other_measure",
    "other_breakdown",  # venues, industries, gender and the like
    "rank",
    "change",
    "scale",  # in thousands
    "void",  # the whole document does not hold: retracted
)

NO_CHANGE = "none"
CHANGES = "changes"
EFFECTS = (
    NO_CHANGE,  # the figures beside it are what they seem
    CHANGES,  # they are something else, or it can no longer be told
)

_COLUMNS = {
    "jurisdictions": ("jurisdiction_code", "postal_code", "jurisdiction_name", "jurisdiction_level", "aliases"),
    "measures": ("measure", "name", "unit", "definition", "caveat", "sort_order"),
    "categories": ("measure", "category_scheme", "category", "role", "name", "definition", "sort_order"),
    "labels": ("label", "kind", "measure", "category"),
    "headings": ("wording", "kind", "meaning"),
    "sentences": ("effect", "text"),
    "heading_examples": ("effect", "text"),
    "lead_examples": ("effect", "text"),
    "towns": ("town",),
    "known_discrepancies": (
        "jurisdiction_code",
        "period_start",
        "period_end",
        "publisher_as_of",
        "measure",
        "expected_discrepancy",
        "reason",
    ),
    "populations": ("jurisdiction_code", "year", "population", "source"),
    "series_breaks": ("measure", "starts_on", "description", "is_comparable", "source"),
    "sources": ("address", "format", "jurisdiction", "cadence_days", "source_kind"),
}
_OF_WORDS = tuple(name for name in _COLUMNS if name != "sources")
_NOT_FOR_READING = ("populations",)
"""Seeds of words that change nothing in what a document says: another population has no file read again."""

Categories = Mapping[tuple[str, str], "Category"]
"""(measure, category) → category, in the order of the seed."""


@dataclass(frozen=True, slots=True)
class Category:
    """One category of one measure, and what it is to its scheme."""

    measure: str
    category_scheme: str
    category: str
    role: str


_PARTS_OF_STATES = frozenset(
    ("borough", "boroughs", "cities", "city", "counties", "county", "metro", "parish", "parishes", "township",
     "townships")
)  # fmt: skip
"""Only whole states are held: a label with one of these counts less."""


@dataclass(frozen=True, slots=True)
class Label:
    """A published wording and what it stands for (`kind` says which of its fields are used)."""

    label: str
    kind: str
    measure: str | None
    category: str | None

    @property
    def is_total(self) -> bool:
        """Whether it counts all of its measure, and no category of it."""
        return self.category in (None, "total")


@dataclass(frozen=True, slots=True)
class Heading:
    """A word or wording of headings, captions and heads, and what it makes of the figures below it."""

    wording: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as it stands around figures, and its effect on them."""

    text: str
    effect: str


@dataclass(frozen=True, slots=True)
class KnownDiscrepancy:
    """A difference between a stated total and its parts that somebody has explained."""

    jurisdiction_code: str
    period_start: date
    period_end: date
    publisher_as_of: date
    measure: str
    expected_discrepancy: int


@dataclass(frozen=True)
class Vocabulary:
    """All reference seeds, checked against each other."""

    jurisdictions: Mapping[str, str]
    """Lower-case code, postal code, name or alias → ISO 3166-2 code."""
    jurisdiction_names: Mapping[str, str]
    """ISO 3166-2 code → name."""
    categories: Categories
    labels: tuple[Label, ...]
    headings: tuple[Heading, ...]
    sentences: tuple[Example, ...]
    heading_examples: tuple[Example, ...]
    lead_examples: tuple[Example, ...]
    towns: tuple[str, ...]
    """Names of towns and counties of the United States."""
    known_discrepancies: tuple[KnownDiscrepancy, ...]
    sources: tuple[Source, ...]
    fingerprint: str
    """SHA-256 over the bytes of the seeds: changes when any word does."""

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(category.measure for category in self.categories.values()))

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """Measure → the categories that add up to its total (none for measures without a breakdown)."""
        return {
            measure: tuple(
                category.category
                for category in self.categories.values()
                if category.measure == measure and category.role in (COMPONENT, RESIDUAL)
            )
            for measure in self.measures
        }

    def scheme_of(self, measure: str, category: str) -> str:
        """The set of categories that a category belongs to."""
        return self.categories[measure, category].category_scheme

    @cached_property
    def _positions(self) -> Mapping[tuple[str, str], int]:
        return {key: position for position, key in enumerate(self.categories)}

    def position(self, measure: str, category: str) -> int:
        """Where a category stands in the order of the seed."""
        return self._positions[measure, category]

    @cached_property
    def _expected(self) -> Mapping[tuple[str, date, date, date, str], int]:
        return {
            (k.jurisdiction_code, k.period_start, k.period_end, k.publisher_as_of, k.measure): k.expected_discrepancy
            for k in self.known_discrepancies
        }

    def expected_discrepancy(
        self, jurisdiction_code: str, period_start: date, period_end: date, publisher_as_of: date, measure: str
    ) -> int | None:
        """The listed difference for one measure of one report, or None."""
        return self._expected.get((jurisdiction_code, period_start, period_end, publisher_as_of, measure))


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read and check the reference seeds in `folder`; raise `BrokenReference` at the first fault."""
    words = tuple(read(folder / f"{name}.csv") for name in _OF_WORDS)
    return _with_sources(folder, words, read(folder / "sources.csv"))


@lru_cache(maxsize=2)
def _with_sources(folder: Path, words: tuple[bytes, ...], sources: bytes) -> Vocabulary:
    vocabulary = _checked(folder, words)
    lines = lines_of(folder / "sources.csv", sources, _COLUMNS["sources"])
    return replace(vocabulary, sources=sources_of(lines, vocabulary.jurisdictions))


@lru_cache(maxsize=2)  # the same bytes are the same words, however often somebody asks, whatever pages are watched
def _checked(folder: Path, contents: tuple[bytes, ...]) -> Vocabulary:
    digest = hashlib.sha256()
    seeds: dict[str, list[Line]] = {}
    for name, content in zip(_OF_WORDS, contents, strict=True):
        if name not in _NOT_FOR_READING:
            digest.update(f"{name}:{len(content)}:".encode() + content)
        seeds[name] = lines_of(folder / f"{name}.csv", content, _COLUMNS[name])

    jurisdictions, names = _jurisdictions(seeds["jurisdictions"])
    categories = _categories(seeds["measures"], seeds["categories"])
    measures = dict.fromkeys(measure for measure, _ in categories)
    check_series_breaks(seeds["series_breaks"], measures)
    check_populations(seeds["populations"], names)
    return Vocabulary(
        jurisdictions=jurisdictions,
        jurisdiction_names=names,
        categories=categories,
        labels=_labels(seeds["labels"], categories, measures),
        headings=_headings(seeds["headings"], measures, names),
        sentences=_examples(seeds["sentences"], "sentence"),
        heading_examples=_examples(seeds["heading_examples"], "heading"),
        lead_examples=_examples(seeds["lead_examples"], "lead"),
        towns=_towns(seeds["towns"]),
        known_discrepancies=_known_discrepancies(seeds["known_discrepancies"], names, measures),
        sources=(),
        fingerprint=digest.hexdigest(),
    )


def _jurisdictions(lines: Iterable[Line]) -> tuple[dict[str, str], dict[str, str]]:
    words: dict[str, str] = {}
    names: dict[str, str] = {}
    for line in lines:
        code = line["jurisdiction_code"]
        line.one_of("jurisdiction_level", LEVELS)
        aliases = line["aliases"].split("|") if line["aliases"] else []
        for word in {code, line["postal_code"], line["jurisdiction_name"], *aliases}:
            if not word or words.setdefault(word.casefold(), code) != code:
                raise line.fault(f"the word {word!r} is empty or stands for two places", "Give each its own.")
        require_unlisted(line, code, names, code)
        names[code] = line["jurisdiction_name"]
    return words, names


def _categories(measures: Iterable[Line], lines: Iterable[Line]) -> dict[tuple[str, str], Category]:
    known = {line["measure"] for line in measures}
    categories: dict[tuple[str, str], Category] = {}
    for line in lines:
        key = (line.one_of("measure", known, "measures.csv"), line["category"])
        require_unlisted(line, key, categories, " / ".join(key))
        categories[key] = Category(key[0], line["category_scheme"], key[1], line.one_of("role", ROLES))
    return categories


def _labels(lines: Iterable[Line], categories: Categories, measures: Collection[str]) -> tuple[Label, ...]:
    labels: dict[tuple[str, str], Label] = {}
    for line in lines:
        kind, measure, category = line.one_of("kind", LABEL_KINDS), line["measure"], line["category"]
        if kind in ("figure", "short", "sentence") and (measure, category) not in categories:
            raise line.fault(f"{measure} / {category} is not a known category", "Use one of categories.csv.")
        if kind in ("figure", "short", "sentence") and (part := _part_of_state(line["label"])):
            raise line.fault(
                f"{line['label']!r} counts only a part of a state ({part!r})",
                "Give it the kind other_figure, with no measure and no category: its numbers are passed over.",
            )
        if kind == "unit":
            line.one_of("measure", measures, "measures.csv")
        if kind == "status" and category not in ("suppressed", "not_published"):
            raise line.fault(
                f"{category!r} is not a known status", "Put suppressed or not_published in the column category."
            )
        key = (_wording(line, "label"), kind)
        require_unlisted(line, key, labels, f"the wording {line['label']!r}")
        labels[key] = Label(line["label"], kind, measure or None, category or None)
    return tuple(labels.values())


def _part_of_state(wording: str) -> str:
    """The first word for a part of a state (`county`) in a wording; empty if there is none."""
    return next((word for word in wording.split() if word.casefold() in _PARTS_OF_STATES), "")


def _headings(lines: Iterable[Line], measures: Collection[str], places: Collection[str]) -> tuple[Heading, ...]:
    headings: dict[str, Heading] = {}
    for line in lines:
        kind, meaning = line.one_of("kind", HEADING_KINDS), line["meaning"]
        named = {"other_place": places, "nation": ("US",)}.get(kind, ())
        expected = measures if kind in ("measure", "breakdown") else ("", *named)
        if meaning not in expected:
            raise line.fault(
                f"{kind} with the meaning {meaning!r}",
                "Put a measure in the column meaning for the kinds measure and breakdown, the code of the state whose "
                "name a place has too for the kind other_place, US for a nation that is a place beside states, and "
                "nothing for any other.",
            )
        key = _wording(line, "wording")
        if kind == "neutral" and (part := _part_of_state(key.split()[-1])):
            raise line.fault(
                f"{line['wording']!r} names a part of a state ({part!r}), and would change nothing",
                "Give it the kind local. A document of a part of a state is left out of the reports folder.",
            )
        require_unlisted(line, key, headings, f"the wording {line['wording']!r}")
        headings[key] = Heading(line["wording"], kind, meaning)
    return tuple(headings.values())


def _examples(lines: Iterable[Line], what: str) -> tuple[Example, ...]:
    examples: dict[str, Example] = {}
    effects: dict[str, str] = {}
    for line in lines:
        key, effect = _wording(line, "text"), line.one_of("effect", EFFECTS)
        require_unlisted(line, key, examples, f"the {what} {line['text']!r}")
        # Neither signs nor spaces change what is said.
        words = " ".join(re.findall(r"\w+", key))
        if effects.setdefault(words, effect) != effect:
            raise line.fault(f"the {what} {line['text']!r} has both effects", "Remove one of the lines.")
        examples[key] = Example(line["text"], effect)
    return tuple(examples.values())


def _towns(lines: Iterable[Line]) -> tuple[str, ...]:
    towns: dict[str, str] = {}
    for line in lines:
        key = _wording(line, "town")
        require_unlisted(line, key, towns, f"the town {line['town']!r}")
        towns[key] = line["town"]
    return tuple(towns.values())


def _wording(line: Line, column: str) -> str:
    """A published wording, as it is compared: regardless of upper and lower case."""
    if not line[column]:
        raise line.fault(f"the {column} is empty", "Write the wording, or remove the line.")
    return line[column].casefold()


def _known_discrepancies(
    lines: Iterable[Line], names: Collection[str], measures: Collection[str]
) -> tuple[KnownDiscrepancy, ...]:
    known: dict[tuple[str, date, date, date, str], KnownDiscrepancy] = {}
    for line in lines:
        key = (
            line.one_of("jurisdiction_code", names, "jurisdictions.csv"),
            line.day("period_start"),
            line.day("period_end"),
            line.day("publisher_as_of"),
            line.one_of("measure", measures, "measures.csv"),
        )
        require_unlisted(line, key, known, "this report and measure")
        known[key] = KnownDiscrepancy(*key, line.whole_number("expected_discrepancy", "[+-]?[0-9]+"))
    return tuple(known.values())
