"""Published documents as PDF: bytes → blocks by position, size and weight.

Belongs here: the way from bytes to blocks. Not here: the process that opens the bytes (process, worker).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from orchestration.spotlight.domain.model import Rejection
from orchestration.spotlight.readers.blocks import Document, GroupKind
from orchestration.spotlight.readers.formats.pdf.building import Builder
from orchestration.spotlight.readers.formats.pdf.frame import frame
from orchestration.spotlight.readers.formats.pdf.lines import (
    BETWEEN,
    Piece,
    Word,
    body_size,
    numbered,
    rows,
)
from orchestration.spotlight.readers.formats.pdf.process import Worker
from orchestration.spotlight.readers.formats.pdf.regions import regions
from orchestration.spotlight.readers.formats.pdf.squares import without_bullets
from orchestration.spotlight.readers.formats.pdf.turned import stacked_letters, turned_lines
from orchestration.spotlight.readers.limits import Limits

__all__ = ["read_pdf"]

_FAULTS = {
    "encrypted": ("encrypted", "The PDF is encrypted. Save it without a password, or write its figures as CSV."),
    "broken": ("pdf_broken", "The PDF cannot be opened: it is damaged, cut off, or none. Download it again."),
    "too_slow": ("too_slow", "The PDF takes longer to read than is allowed. Print it to a new PDF, or save its text."),
    "too_large_in_memory": ("too_large", "The PDF needs more memory than is allowed. Print it to a new PDF."),
    "stopped": ("pdf_broken", "The PDF made its reader stop: it is damaged, or made to do that. Download it again."),
    "too_many_pages": ("too_large", "The PDF has more pages than are read. A report is a page or two: split it."),
    "too_many_characters": ("too_large", "The PDF has far more text than a report. Check that it is the right file."),
}

_worker = Worker()


def read_pdf(path: str, document_id: str, content: bytes, limits: Limits) -> Document | Rejection:
    """The blocks of one PDF, page by page, or why it is refused. Raises `MachineFault` if the machine is at fault."""

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
    pages = answer["pages"]
    for page in pages:
        # Each letter of a watermark may be a word of its own, and its words may come in any order.
        words = [Word(*one) for one in page["words"]]
        of_mark = (
            one for one in words if one.is_background or (one.is_slanted and len(one.text) == 1 and one.text.isalpha())
        )
        mark = "".join(word.text for word in of_mark)
        letters = "".join(filter(str.isalnum, mark))
        # A letter alone is a drawing, such as the first of the title. An `X` may cross the figures out.
        is_drawing = len(letters) == 1 and letters not in "Xx"
        if letters and not is_drawing and not _is_known(mark):
            message = f"The watermark {mark!r} may say that the numbers are not meant. Get the document without it."
            return refuse("watermark", mark, message)
    document = _document(pages)
    if not any(line.text.strip() for line in document.lines()):
        return refuse(
            "no_text",
            f"{sum(page['images'] for page in pages)} image(s)",
            "The PDF holds no text, only pictures of it. Save it with text recognition, check what that made of the "
            "numbers, or write the figures as CSV.",
        )
    return document


_WATERMARK = re.compile(
    "(?:a|approved|archived?|confidential|copy|donot(?:copy|distribute)|downloaded|draft|edition|embargoed|file|final|for"
    "|from|hotline|human|internal|library|national|nhtrc|of|official|only|polaris|project|property|public|received"
    "|record|reprint(?:ed)?|state|the|trafficking|use|web)*",
    re.IGNORECASE,
)
"""The words that a watermark may be made of, written without blanks. It may also be a domain."""
_DOMAIN = re.compile(
    r"(?!.*(?:dummy|sample|specimen|void))(?:www\.)?[\w-]+(?:\.[\w-]+){0,2}\.(?:com|edu|gov|net|org|us)", re.IGNORECASE
)


_OF_WHAT = re.compile("(?:human|national|only|state|the|trafficking)*", re.IGNORECASE)
"""Words of a watermark that say by themselves what the figures are of: `National`, `State only`."""


def _is_known(mark: str) -> bool:
    """Whether a watermark or a stamp is a domain, or is made only of words that say nothing of figures."""
    letters = "".join(filter(str.isalnum, mark))
    is_made_of_words = _WATERMARK.fullmatch(letters) is not None and _OF_WHAT.fullmatch(letters) is None
    return is_made_of_words or _DOMAIN.fullmatch(mark) is not None


def _document(pages: Sequence[dict[str, Any]]) -> Document:
    words = [[Word(*word) for word in page["words"]] for page in pages]
    for word in chain.from_iterable(words):
        word.is_background |= word.is_slanted and _is_known(word.text)
    builder = Builder(body_size(word for mine in words for word in mine))
    last = 0
    read: list[list[list[Piece]]] = []
    turned: list[list[list[Piece]]] = []
    # Unlike words up the side, slanted ones are no frame where each page repeats them.
    stamps: list[list[list[Piece]]] = []
    for mine in words:
        seen, last = numbered((word for word in mine if _is_seen(word) and not word.angle), last)
        read.append(rows(without_bullets(seen)))
        sideways, last = turned_lines((word for word in mine if _is_seen(word) and word.angle), last)
        turned.append([line for line in sideways if not line[0].words[0].is_slanted])
        stamps.append([line for line in sideways if line[0].words[0].is_slanted])
    framed, heads = frame(read, turned, [page["height"] for page in pages])
    builder.add([[head] for head in heads])
    over = {id(head) for head in heads}
    for at, page in enumerate(pages):
        lines = [*read[at], *turned[at]]
        inside = [word for line in read[at] for piece in line if id(piece) not in framed | over for word in piece.words]
        for word in inside:
            # It may have stood between the lines of another column; those of its own are found anew.
            word.doubt = "" if word.doubt == BETWEEN else word.doubt
        builder.begin_page(inside)
        aside = [line for line in turned[at] if id(line[0]) not in framed]
        # Words that stand upside down are not the head of a table.
        may_head = [line[0] for line in aside if line[0].words[0].angle != 180]
        builder.add(regions(inside, may_head, page["rules"], page["boxes"]))
        aside = [line for line in aside if not line[0].is_head]
        builder.add_turned([*aside, *stamps[at], *stacked_letters(read[at])])
        builder.add_apart([[piece] for line in lines for piece in line if id(piece) in framed], GroupKind.FRAME)
        builder.add_hidden(word for word in words[at] if not _is_seen(word))
    return Document(tuple(builder.blocks))


def _is_seen(word: Word) -> bool:
    return not (word.hidden or word.is_background)
