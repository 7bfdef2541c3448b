"""Damaged documents: refused, or read as numbers that stand in them; no crash, no hang, no half of a report.

Where a damaged document still is a report, nobody can say by rule what it means: the truth is tried in test_families.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.spotlight import readers
from tests.corpus.reading import LIMITS, VOCABULARY
from tests.corpus.registry import families
from tests.corpus.truth import Made

pytestmark = pytest.mark.slow
EXAMPLES = int(os.environ.get("SPOTLIGHT_FAULT_EXAMPLES", "200"))
PLAIN = tuple(family for family in families().values() if family.is_plain)
_SIGNS = "0123456789OlI|S²¹*,.-–<%() \n\u00a0\u00adaA:/x"
often = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
places = st.integers(min_value=0, max_value=100_000)


def _drop(text: list[str], at: int, _: int) -> None:
    del text[at]


def _double(text: list[str], at: int, _: int) -> None:
    text.insert(at, text[at])


def _swap(text: list[str], at: int, other: int) -> None:
    other %= len(text)
    text[at], text[other] = text[other], text[at]


def _move(text: list[str], at: int, other: int) -> None:
    text.insert(other % len(text), text.pop(at))


def _sign(text: list[str], at: int, other: int) -> None:
    text[at] = _SIGNS[other % len(_SIGNS)]


Change = tuple[Callable[[list[str], int, int], None], int, int]
of_lines = st.lists(st.tuples(st.sampled_from([_drop, _double, _swap, _move]), places, places), max_size=4)
of_characters = st.lists(st.tuples(st.sampled_from([_drop, _double, _swap, _sign]), places, places), max_size=4)


def _damaged(text: str, lines: list[Change], characters: list[Change]) -> str:
    pieces = text.split("\n")
    for change, at, other in lines:
        if pieces:
            change(pieces, at % len(pieces), other)
    letters = list("\n".join(pieces))
    for change, at, other in characters:
        if letters:
            change(letters, at % len(letters), other)
    return "".join(letters)


def documents(ending: str) -> st.SearchStrategy[Made]:
    some = [family for family in PLAIN if ending in family.endings]
    numbers = st.integers(0, 300)
    return st.tuples(st.sampled_from(some), numbers).map(
        lambda drawn: drawn[0].made(1, drawn[1] * len(drawn[0].endings) + drawn[0].endings.index(ending))
    )


def _read(content: bytes, ending: str, sidecar: bytes | None) -> list[dict[str, str]]:
    reading = readers.read(f"damaged.{ending}", "d0", content, sidecar, VOCABULARY, LIMITS)
    assert reading.figures.is_empty() == bool(reading.rejections)
    rows = list(reading.figures.iter_rows(named=True))
    keys = [
        (
            row["jurisdiction"],
            row["period_start"],
            row["period_end"],
            row["publisher_as_of"],
            row["measure"],
            row["category"],
        )
        for row in rows
    ]
    assert len(set(keys)) == len(keys)
    return rows


def _stands_in(rows: list[dict[str, str]], text: str) -> None:
    """Each number that was read is a whole one in the document, commas and what is not seen left out."""
    # A raised digit is a mark and no part of the number before it: `1,510³`.
    whole = unicodedata.normalize("NFKC", re.sub(r"[¹²³⁰⁴-⁹]", " ", text))
    plain = re.sub(r"[\u00ad\u200b\u2060\ufeff]", "", whole)
    # A tag may stand within a number, at its comma too, or between two.
    pages = [re.sub(r"<[^>]*>", between, plain) for between in ("", " ")]
    pages = [re.sub(r"(?<=\d),(?=\d{3})", "", page) for page in pages]
    numbers = {found.lstrip("0") or "0" for page in pages for found in re.findall(r"\d+", page)}
    for row in rows:
        assert row["value"] is None or row["value"] in numbers, row


@given(made=documents("txt"), lines=of_lines, characters=of_characters)
@often
def test_a_damaged_text(made: Made, lines: list[Change], characters: list[Change]) -> None:
    text = _damaged(made.content.decode(), lines, characters)
    _stands_in(_read(text.encode(), "txt", made.sidecar), text)


@given(made=documents("html"), lines=of_lines, characters=of_characters)
@often
def test_a_damaged_page(made: Made, lines: list[Change], characters: list[Change]) -> None:
    text = _damaged(made.content.decode(), lines, characters)
    _stands_in(_read(text.encode(), "html", made.sidecar), text)


@given(made=documents("pdf"), changes=st.lists(st.tuples(places, st.integers(0, 255)), max_size=20), end=places)
@settings(parent=often, max_examples=max(50, EXAMPLES // 4))
def test_a_pdf_of_damaged_bytes(made: Made, changes: list[tuple[int, int]], end: int) -> None:
    content = bytearray(made.content)
    for at, value in changes:
        content[at % len(content)] = value
    _read(bytes(content[: max(20, end % (2 * len(content)))]), "pdf", made.sidecar)


@pytest.mark.parametrize("ending", ["txt", "html", "pdf"])
@given(content=st.binary(max_size=400))
@settings(max_examples=max(25, EXAMPLES // 8))
def test_any_bytes(ending: str, content: bytes) -> None:
    lead = b"%PDF-1.4\n" if ending == "pdf" else b""
    assert _read(lead + content, ending, None) == []
