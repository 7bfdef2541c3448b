"""Published documents as PDF.

Belongs here: words with boxes → rows of cells. Not here: opening the bytes (pdf_worker), what the text means.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, BinaryIO

from orchestration.spotlight.domain.model import Rejection
from orchestration.spotlight.readers import pdf_worker
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.page import Cell, Row
from orchestration.spotlight.readers.words import clean

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL = 0.78
"""Digits so much smaller than the word before them are a footnote mark."""
_CELL_GAP = 1.0
"""Of the height of the letters: what is farther apart stands in another column."""
_MARGIN = 0.06
"""Of the height of a page, where its number is expected."""
_PARAGRAPH_GAP = 1.5
_NUMBER = re.compile(r"[0-9]{1,3}")
_UNNAMED = re.compile(r"\(cid:[0-9]+\)|[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PAGE = re.compile(r"page [0-9]+(?: of [0-9]+)?", re.IGNORECASE)

_FAULTS = {
    "encrypted": ("encrypted", "The PDF is encrypted. Save it without a password, or write its figures as CSV."),
    "broken": ("pdf_broken", "The PDF cannot be opened: it is damaged, cut off, or none. Download it again."),
    "too_slow": ("too_slow", "The PDF takes longer to read than is allowed. Print it to a new PDF, or save its text."),
    "too_large_in_memory": ("too_large", "The PDF needs more memory than is allowed. Print it to a new PDF."),
    "stopped": ("pdf_broken", "The PDF made its reader stop: it is damaged, or made to do that. Download it again."),
    "too_many_pages": ("too_large", "The PDF has more pages than are read. A report is a page or two: split it."),
    "too_many_characters": ("too_large", "The PDF has far more text than a report. Check that it is the right file."),
}


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def read_pdf_rows(path: str, document_id: str, content: bytes, limits: Limits) -> list[Row] | Rejection:
    """The rows of one PDF, page after page."""

    def refuse(code: str, found: str, message: str) -> Rejection:
        return Rejection(path, None, f"document.{code}", found, message, document_id=document_id)

    if len(content) > limits.max_bytes:
        message = f"The file has {len(content):,} bytes; the most that is read is {limits.max_bytes:,}."
        return refuse("too_large", f"{len(content):,} bytes", message)
    if b"%PDF-" not in content[:1024]:
        return refuse("pdf_broken", repr(content[:20])[2:-1], "The file is no PDF. Give it the ending of its format.")
    answer = _worker.ask(content, limits)
    if "fault" in answer:
        code, message = _FAULTS[answer["fault"]]
        return refuse(code, answer.get("why", ""), message)
    rows = list(_rows(answer["pages"]))
    if not any(row.cells for row in rows):
        return refuse(
            "no_text",
            f"{answer['images']} image(s)",
            "The PDF holds no text, only pictures of it. Save it with text recognition, check what that made of the "
            "numbers, or write the figures as CSV.",
        )
    return rows


# Rows -----------------------------------------------------------------------------------------------------------------


def _rows(pages: Sequence[dict[str, Any]]) -> Iterator[Row]:
    laid_out = [
        [_with_marks(line) for line in _lines([_Word(*word[:6]) for word in page["words"] if word[6]])]
        for page in pages
    ]
    number, bottom = 0, 0.0
    last: list[_Word] = []
    heights = [page["height"] for page in pages]
    for lines in _without_running_lines(_without_page_numbers(laid_out, heights)):
        leading = _leading(lines)
        before: list[_Word] | None = None
        for line in lines:
            number += 1
            if before is None and _goes_on(last, line):
                gap = 1.0
            elif before is None:
                # A page begins far below the one before it.
                yield Row(number, (), bottom, bottom)
                gap = 10.0
            else:
                gap = 1 + max(0.0, min(word.top for word in line) - max(word.bottom for word in before)) / leading
                size, size_before = max(word.size for word in line), max(word.size for word in before)
                if gap > _PARAGRAPH_GAP or not 0.8 < size / size_before < 1.25:
                    yield Row(number, (), bottom, bottom)
            top = bottom + gap
            yield Row(number, tuple(_cells(line, leading)), top, top)
            before, last, bottom = line, line, top


def _goes_on(last: Sequence[_Word], line: Sequence[_Word]) -> bool:
    """Whether a sentence that one page began goes on at the top of the next."""
    return len(last) > 4 and last[-1].text[-1] not in ".!?:" and len(line) > 1 and line[0].text[0].islower()


def _without_page_numbers(pages: Sequence[list[list[_Word]]], heights: Sequence[float]) -> list[list[list[_Word]]]:
    """The lines of all pages but a number alone at the foot or head of each that counts them, far from the rest."""
    for foot in (True, False):
        numbers = [_page_number(lines, height, is_foot=foot) for lines, height in zip(pages, heights, strict=True)]
        offsets = [number - at for at, number in enumerate(numbers) if number is not None]
        # A single one counts from the first page; several may begin anywhere.
        if offsets and len(set(offsets)) == 1 and (len(offsets) > 1 or offsets == [1]):
            return [
                lines if number is None else (lines[:-1] if foot else lines[1:])
                for lines, number in zip(pages, numbers, strict=True)
            ]
    return list(pages)


def _without_running_lines(pages: Sequence[list[list[_Word]]]) -> list[list[list[_Word]]]:
    """The lines of all pages but what is repeated at the foot, or at the head of the pages after the first."""
    left = [list(lines) for lines in pages]
    for foot in (True, False):
        texts = [_running(lines, is_foot=foot) for lines in left]
        repeated = {text for text, times in Counter(texts).items() if text and times > 1}
        for at, (lines, text) in enumerate(zip(left, texts, strict=True)):
            if text in repeated and (foot or at > texts.index(text)):
                del lines[-1 if foot else 0]
    return left


def _running(lines: Sequence[Sequence[_Word]], *, is_foot: bool) -> str:
    """The words at the foot or head of a page without its number; nothing if they hold another number."""
    if len(lines) < 2:
        return ""
    text = _PAGE.sub("", " ".join(word.text for word in lines[-1 if is_foot else 0])).strip()
    return "" if re.search(r"[0-9]", text) else text


def _page_number(lines: Sequence[Sequence[_Word]], height: float, *, is_foot: bool) -> int | None:
    if len(lines) < 2:
        return None
    line, next_ = (lines[-1], lines[-2]) if is_foot else (lines[0], lines[1])
    is_far = abs(_middle(line) - _middle(next_)) > 3 * _leading(lines)
    is_far |= not _MARGIN * height < _middle(line) < (1 - _MARGIN) * height
    return int(line[0].text) if is_far and len(line) == 1 and _NUMBER.fullmatch(line[0].text) else None


def _lines(words: Sequence[_Word]) -> list[list[_Word]]:
    """Words that stand at one height, from left to right; lines of unlike letters beside each other are one."""
    typed: list[list[_Word]] = []
    for word in sorted(words, key=lambda word: (round(word.bottom, 1), word.left)):
        for line in reversed(typed[-4:]):
            if abs(line[-1].bottom - word.bottom) < 0.2 * word.size and 0.9 < line[-1].size / word.size < 1.1:
                line.append(word)
                break
        else:
            typed.append([word])
    lines: list[list[_Word]] = []
    for line in sorted(typed, key=lambda line: -line[0].size):
        beside = [other for other in lines if _are_beside(line, other)]
        if beside:
            min(beside, key=lambda other: abs(_middle(other) - _middle(line))).extend(line)
        else:
            lines.append(line)
    for line in lines:
        line.sort(key=lambda word: word.left)
    return sorted(lines, key=_middle)


def _are_beside(line: Sequence[_Word], other: Sequence[_Word]) -> bool:
    """Whether two lines stand at the same height for the most part, and none above a word of the other."""
    first, second = line[0], max(other, key=lambda word: word.size)
    common = min(first.bottom, second.bottom) - max(first.top, second.top)
    if common < 0.5 * min(first.bottom - first.top, second.bottom - second.top):
        return False
    return not any(one.left < two.right - 0.5 and two.left < one.right - 0.5 for one in line for two in other)


def _middle(line: Sequence[_Word]) -> float:
    tallest = max(line, key=lambda word: word.size)
    return (tallest.top + tallest.bottom) / 2


def _with_marks(line: list[_Word]) -> list[_Word]:
    """Small digits right behind a word are glued to it as the footnote mark that they are."""
    joined: list[_Word] = []
    for word in line:
        before = joined[-1] if joined else None
        is_small = before is not None and word.size < _SMALL * before.size
        if before is not None and is_small and word.left - before.right < 0.35 * before.size and word.text.isdigit():
            text = before.text + word.text.translate(_RAISED)
            joined[-1] = _Word(text, before.left, word.right, before.top, before.bottom, before.size)
        elif joined == [] and len(line) > 1 and word.size < _SMALL * line[1].size and word.text.isdigit():
            joined.append(_Word(word.text.translate(_RAISED), word.left, word.right, word.top, word.bottom, word.size))
        else:
            joined.append(word)
    return joined


def _leading(lines: Sequence[Sequence[_Word]]) -> float:
    """How far apart lines of the same paragraph stand on a page, from the letters that most words have."""
    sizes = [word.size for line in lines for word in line]
    return 1.2 * median(sizes) if sizes else 12.0


def _cells(line: Sequence[_Word], leading: float) -> Iterator[Cell]:
    unit = leading / 1.2 / 2
    cell: list[_Word] = []
    for word in line:
        if cell and word.left - cell[-1].right > _CELL_GAP * min(word.size, cell[-1].size):
            yield _cell(cell, unit)
            cell = []
        cell.append(word)
    if cell:
        yield _cell(cell, unit)


def _cell(words: Sequence[_Word], unit: float) -> Cell:
    # A letter that the PDF does not name, or names as none, stands as one sign: a number with one in it is none.
    text = _UNNAMED.sub("\ufffd", " ".join(word.text for word in words))
    text = " ".join(clean(text).split())
    return Cell(text, words[0].left / unit, words[-1].right / unit)


# The process ----------------------------------------------------------------------------------------------------------


class _Worker:
    """One process that opens PDFs for this one, started with the first of them and ended with this process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def ask(self, content: bytes, limits: Limits) -> dict[str, Any]:
        """The words of one PDF, or the fault of it."""
        with self._lock:
            process = self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            # The worker keeps the time of its children; this is for the case that it does not answer itself.
            watch = threading.Timer(limits.max_seconds + 30, process.kill)
            watch.start()
            try:
                process.stdin.write(
                    pdf_worker.HEADER.pack(
                        len(content),
                        limits.max_pages,
                        limits.max_characters,
                        limits.max_seconds,
                        limits.max_memory_bytes,
                    )
                )
                process.stdin.write(content)
                process.stdin.flush()
                (length,) = pdf_worker.LENGTH.unpack(_exactly(process.stdout, pdf_worker.LENGTH.size))
                answer: dict[str, Any] = json.loads(_exactly(process.stdout, length))
            except (OSError, EOFError):
                self._end()
                return {"fault": "stopped"}
            finally:
                watch.cancel()
            return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None or self._owner != os.getpid():
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                # By its file, without this folder on the path: it needs pdfplumber only, and starts sooner.
                [sys.executable, "-P", pdf_worker.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            atexit.register(self._end)
        return self._process

    def _end(self) -> None:
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
            self._process = None


def _exactly(stream: BinaryIO | Any, size: int) -> bytes:
    content: bytes = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


_worker = _Worker()
