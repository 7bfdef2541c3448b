"""What the models compare figures with: the vocabulary, and today's date.

Belongs here: handing both to pandera's models, which are classes and take no arguments. Not here: the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cached_property

from orchestration.spotlight.domain.model import Basis, SourceKind, ValueStatus
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import RESIDUAL, Vocabulary, load_vocabulary


@dataclass(frozen=True, eq=False)
class Words:
    """The vocabulary as the rules need it, and the day on which they are applied."""

    vocabulary: Vocabulary
    today: date

    @cached_property
    def schemes(self) -> Mapping[str, str]:
        """`pair` → the scheme of that category of that measure."""
        return {pair(*key): category.category_scheme for key, category in self.vocabulary.categories.items()}

    @cached_property
    def residuals(self) -> Mapping[tuple[str, str], str]:
        """(measure, scheme) → the category that counts what no other category of the scheme does."""
        return {
            (category.measure, category.category_scheme): category.category
            for category in self.vocabulary.categories.values()
            if category.role == RESIDUAL
        }

    @cached_property
    def category_names(self) -> frozenset[str]:
        return frozenset(category for _, category in self.vocabulary.categories)

    def measures_of(self, category: str) -> tuple[str, ...]:
        """The measures that have a category of this name."""
        return tuple(measure for measure, name in self.vocabulary.categories if name == category)

    def allowed(self, column: str, measure: str | None) -> tuple[str, ...]:
        """Every word that may stand in a column; for categories, those of the measure if it is known."""
        match column:
            case "jurisdiction_code":
                return tuple(self.vocabulary.jurisdiction_names.values())
            case "measure":
                return self.vocabulary.measures
            case "category":
                return tuple(
                    dict.fromkeys(
                        category
                        for of_measure, category in self.vocabulary.categories
                        if measure not in self.vocabulary.measures or of_measure == measure
                    )
                )
            case "publisher_as_of_basis":
                return tuple(word.value for word in Basis)
            case "source_kind":
                return tuple(word.value for word in SourceKind)
            case "value_status":
                return tuple(word.value for word in ValueStatus)
            case _:
                return ()

    def nearest(self, column: str, measure: str | None, found: str) -> str:
        """A question that names the word that was probably meant, or nothing."""
        words = {word.casefold(): word for word in self.allowed(column, measure)}
        near = get_close_matches(found.casefold(), words, n=1)
        return f" Is it {words[near[0]]!r}?" if near else ""


def pair(measure: str, category: str) -> str:
    """Measure and category as one word, as `schemas.models` joins them."""
    return f"{measure}/{category}"


_current: ContextVar[Words] = ContextVar("words")


def words() -> Words:
    """What to check against here: what `using` set, else the project's own vocabulary and today."""
    try:
        return _current.get()
    except LookupError:
        return Words(load_vocabulary(REFERENCE_DIR), datetime.now(UTC).date())


@contextmanager
def using(vocabulary: Vocabulary, today: date) -> Iterator[Words]:
    """Check against this vocabulary and this day within the block."""
    token = _current.set(Words(vocabulary, today))
    try:
        yield _current.get()
    finally:
        _current.reset(token)
