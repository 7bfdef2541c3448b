"""Damaged documents: refused, or read as what stands in them under that very label; no crash and no hang.

`SPOTLIGHT_FAULT_EXAMPLES` says how many damaged documents each test tries.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.spotlight import readers
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.readers.limits import Limits
from tests.corpus import rendering
from tests.corpus.cases import Case, corpus

VOCABULARY = load_vocabulary(REFERENCE_DIR)
EXAMPLES = int(os.environ.get("SPOTLIGHT_FAULT_EXAMPLES", "200"))
LIMITS = Limits(max_seconds=20)
Row = dict[str, str]

# Damage ---------------------------------------------------------------------------------------------------------------


_SIGNS = "0123456789OlI|S²¹*,.-–<%() \n\u00a0\u00adaA:/x"


def drop(text: list[str], at: int, _: int) -> None:
    del text[at]


def double(text: list[str], at: int, _: int) -> None:
    text.insert(at, text[at])


def swap(text: list[str], at: int, other: int) -> None:
    text[at], text[other] = text[other], text[at]


def move(text: list[str], at: int, other: int) -> None:
    text.insert(other, text.pop(at))


def swap_with_next(text: list[str], at: int, _: int) -> None:
    swap(text, at, (at + 1) % len(text))


def damage(text: list[str], at: int, other: int) -> None:
    text[at] = _SIGNS[other % len(_SIGNS)]


Change = tuple[Callable[[list[str], int, int], None], int, int]
places = st.integers(min_value=0, max_value=100_000)
of_lines = st.lists(st.tuples(st.sampled_from([drop, double, swap, swap_with_next, move]), places, places), max_size=4)
of_characters = st.lists(st.tuples(st.sampled_from([drop, double, swap_with_next, damage]), places, places), max_size=4)


def damaged(text: str, lines: Sequence[Change], characters: Sequence[Change]) -> str:
    pieces = text.split("\n")
    for change, at, other in lines:
        if pieces:
            change(pieces, at % len(pieces), other % len(pieces))
    letters = list("\n".join(pieces))
    for change, at, other in characters:
        if letters:
            change(letters, at % len(letters), other if change is damage else other % len(letters))
    return "".join(letters)


# What stands in a document, told without the reader -------------------------------------------------------------------


@lru_cache(maxsize=1)
def wordings() -> list[tuple[re.Pattern[str], tuple[str, str]]]:
    """Each wording of a figure, longest first, and its figure."""
    labels = [label for label in VOCABULARY.labels if label.kind in ("figure", "sentence")]
    labels.sort(key=lambda label: -len(label.label))
    return [
        (
            re.compile(r"(?<![a-z])" + r"[\W_]{1,9}".join(re.findall(r"[a-z']+", plain(label.label))) + r"(?![a-z])"),
            (label.measure or "", label.category or ""),
        )
        for label in labels
    ]


def plain(text: str) -> str:
    """Lower case and one kind of space, without what only looks like something else; & as a word."""
    return " ".join(re.sub(r"\.{2,}|…", " ", seen(text).replace("&", " and ")).split()).casefold()


def seen(text: str) -> str:
    """The letters as they look: without soft hyphens, marks, full characters and ligatures."""
    text = re.sub(r"[|/\u00a0\u2009]", " ", text).replace("\ufb01", "fi").replace("\ufb00", "ff")
    text = text.translate({0xFF10 + digit: str(digit) for digit in range(10)} | {0x2013: "-", 0x2019: "'"})
    return re.sub(r"[\u00ad\ufeff\u200b¹²³]", "", text)


def statements(text: str) -> list[tuple[int, object]]:
    """The labels (as their figure) and the numbers (as digits) of a line in their order."""
    found: list[tuple[int, object]] = []
    rest = plain(text)
    for pattern, key in wordings():
        for match in pattern.finditer(rest):
            found.append((match.start(), key))
            rest = rest[: match.start()] + "_" * len(match[0]) + rest[match.end() :]
    numbers = re.finditer(r"(?<![\d,.])\d[\d,]*", rest)
    found += [(match.start(), match[0].strip(",").replace(",", "")) for match in numbers]
    return sorted(found, key=lambda one: one[0])


def stands_there(row: Row, document: str) -> bool:
    """Whether the text that a figure was read from is in the document, and has its number beside its label."""
    parts = row["source_text"].split(" / ")
    key, value = (row["measure"], row["category"]), row["value"]
    if plain(" ".join(parts)) not in plain(document):
        return in_columns(parts, document) and heads_of(parts, key, value)
    said = [one for _, one in statements(" ".join(parts))]
    if value is None:
        return key in said
    beside = [
        pair for at, one in enumerate(said) if one == value for pair in (said[at - 1 : at] + said[at + 1 : at + 2])
    ]
    return key in beside or heads_of(parts, key, value)


def heads_of(parts: Sequence[str], key: tuple[str, str], value: str | None) -> bool:
    """A cell and its headings, in either order: they name the figure and no other, and it is the number."""
    heads = {one for part in parts for _, one in statements(part) if isinstance(one, tuple)}
    numbers = [one for part in (parts[0], parts[-1]) for _, one in statements(part) if isinstance(one, str)]
    is_total = key[1] == "total" and re.search(r"\b(?:total|cases|signals)\b", plain(" ".join(parts)))
    others = {other for other in heads if other[0] == key[0] and other[1] != "total"} - {key}
    return (key in heads or bool(is_total)) and not others and (value is None or value in numbers)


def in_columns(parts: Sequence[str], document: str) -> bool:
    """Whether the parts stand above or beside each other: each on the line of the number, or over or under it."""
    lines = seen(document).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = [stripped for part in parts if (stripped := seen(part).strip())]
    at = 0 if re.match(r"[\d<]", parts[0]) else len(parts) - 1
    number_text = re.sub(r"^- +", "", parts[at])
    others = [part for place, part in enumerate(parts) if place != at]
    alone = {line.strip() for line in lines}
    for number, line in enumerate(lines):
        elsewhere = (*lines[:number], *lines[number + 1 :])
        for match in re.finditer(rf"(?<![\w,]){re.escape(number_text)}(?![\w,])", line):
            if all(
                part in line or part in alone or any(overlaps(part, match, other) for other in elsewhere)
                for part in others
            ):
                return True
    return False


def overlaps(part: str, number: re.Match[str], line: str) -> bool:
    start = line.find(part)
    return start >= 0 and start < number.end() + 3 and number.start() < start + len(part) + 3


def read(content: bytes, ending: str, sidecar: bytes | None) -> list[Row]:
    reading = readers.read(f"damaged.{ending}", "d0", content, sidecar, VOCABULARY, LIMITS)
    assert reading.figures.is_empty() == bool(reading.rejections)
    return list(reading.figures.iter_rows(named=True))


def assert_all_stand_there(rows: Sequence[Row], document: str) -> None:
    for row in rows:
        assert stands_there(row, document), row
    keys = [
        (row["jurisdiction"], row["period_start"], row["period_end"], row["measure"], row["category"]) for row in rows
    ]
    assert len(set(keys)) == len(keys)


# Tests ----------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    return tuple(corpus())


def documents_of(ending: str) -> list[Case]:
    return [case for case in cases() if case.format == ending]


def in_turn(ending: str) -> st.SearchStrategy[Case]:
    return st.sampled_from(range(len(documents_of(ending)))).map(lambda at: documents_of(ending)[at])


often = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def test_the_check_itself_sees_a_number_under_another_label() -> None:
    row = {"measure": "cases", "category": "sex", "value": "22", "source_text": "Sex Trafficking / 183"}
    assert not stands_there(row, "Sex Trafficking\n183\nLabor Trafficking\n22")
    row["value"] = "183"
    assert stands_there(row, "Sex Trafficking\n183\nLabor Trafficking\n22")
    row["category"] = "labor"
    assert not stands_there(row, "Sex Trafficking\n183\nLabor Trafficking\n22")


def test_the_check_itself_accepts_the_whole_corpus() -> None:
    for case in documents_of("txt"):
        assert_all_stand_there(read(case.content, "txt", case.sidecar), case.content.decode())


@given(data=st.data())
@often
def test_damaged_text_is_refused_or_says_what_is_read(data: st.DataObject) -> None:
    case = data.draw(in_turn("txt"))
    text = damaged(case.content.decode(), data.draw(of_lines), data.draw(of_characters))
    assert_all_stand_there(read(text.encode(), "txt", case.sidecar), text)


@given(data=st.data())
@often
def test_damaged_html_is_refused_or_says_what_is_read(data: st.DataObject) -> None:
    case = data.draw(in_turn("html"))
    text = damaged(case.content.decode("utf-8", "replace"), data.draw(of_lines), data.draw(of_characters))
    rows = read(text.encode(), "html", case.sidecar)
    for row in rows:
        said = [one for _, one in statements(row["source_text"])]
        key, value = (row["measure"], row["category"]), row["value"]
        assert key in said or key[1] == "total", row
        assert value is None or value in said, row


def pdf_of_lines(lines: Sequence[str]) -> bytes:
    """A PDF with the lines of a text in the places that they have there."""
    sheet = rendering._Sheet()
    sheet.canvas.setFont("Courier", 8)
    for line in lines:
        sheet.canvas.setFont("Courier", 8)
        sheet.canvas.drawString(30, sheet.y, "".join(c if ord(c) < 256 else " " for c in line))
        sheet.down(10)
    return sheet.finished()


@given(data=st.data())
@settings(parent=often, max_examples=max(50, EXAMPLES // 4))
def test_a_pdf_of_damaged_lines_is_refused_or_says_what_is_read(data: st.DataObject) -> None:
    case = data.draw(in_turn("txt"))
    text = damaged(case.content.decode(), data.draw(of_lines), [])
    lines = [line for line in text.replace("\r", "").split("\n") if len(line) < 200]
    text = "\n".join(lines)
    assert_all_stand_there(
        read(pdf_of_lines(lines), "pdf", case.sidecar), text.translate({ord("²"): None, ord("¹"): None})
    )


def mutated_bytes(content: bytes, changes: Sequence[tuple[int, int]]) -> Iterator[int]:
    at_place = {at % len(content): value for at, value in changes}
    for at, byte in enumerate(content):
        yield at_place.get(at, byte)


@given(data=st.data())
@settings(parent=often, max_examples=max(50, EXAMPLES // 4))
def test_a_pdf_of_damaged_bytes_is_refused_or_read(data: st.DataObject) -> None:
    case = data.draw(in_turn("pdf"))
    changes = data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=20))
    content = bytes(mutated_bytes(case.content, changes))[: data.draw(st.integers(0, len(case.content) * 2))]
    read(content, "pdf", case.sidecar)


@pytest.mark.parametrize("ending", ["txt", "html", "pdf"])
@given(content=st.binary(max_size=400))
@settings(max_examples=max(25, EXAMPLES // 8))
def test_no_bytes_make_a_reader_fail(ending: str, content: bytes) -> None:
    lead = b"%PDF-1.4\n" if ending == "pdf" else b""
    assert read(lead + content, ending, None) == []
