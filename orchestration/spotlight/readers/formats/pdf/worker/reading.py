"""One PDF → its pages with words, rules and boxes, or the fault in it.

Belongs here: the order of the steps, and what is at fault. Not here: processes (`__main__`), lines and columns.
"""

from __future__ import annotations

import errno
import io
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pypdfium2 import PdfiumError

from .page import Page, pages
from .witness import Witness
from .words import Word, words

_FAULTS_OF_THE_MACHINE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO)
"""They may occur where a library opens its own tables of characters."""


class _Limit(Exception):
    """The document holds more than is read."""


def answer(content: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """The pages of one document, or its fault. The caller has set limits on time and memory."""
    try:
        return {"pages": list(_pages(content, most_pages, most_characters))}
    except _Limit as error:
        return {"fault": error.args[0], "why": error.args[1]}
    except MemoryError:
        return {"fault": "too_large_in_memory"}
    except (PDFPasswordIncorrect, PDFEncryptionError):
        return {"fault": "encrypted"}
    except RecursionError:
        return {"fault": "broken", "why": "it is nested too deep"}
    except PdfiumError as error:
        # A file that only one of the two libraries opens is damaged, or made to be read in two ways.
        return {"fault": "broken", "why": f"a second reader cannot open it: {error}"[:200]}
    except Exception as error:  # the bytes may be hostile: whatever else goes wrong is their fault
        if isinstance(error, OSError) and error.errno in _FAULTS_OF_THE_MACHINE:
            return {"fault": "machine", "why": str(error)}
        return {"fault": "broken", "why": f"{type(error).__name__}: {error}"[:200]}


def _pages(content: bytes, most_pages: int, most_characters: int) -> Iterator[dict[str, Any]]:
    document = PDFDocument(PDFParser(io.BytesIO(content)))
    witness = Witness(content)
    if len(witness) > most_pages:
        raise _Limit("too_many_pages", str(len(witness)))
    characters, count = 0, 0
    for number, page in enumerate(pages(document)):
        count += 1
        if count > len(witness):
            break
        characters += len(page.letters)
        if characters > most_characters:
            raise _Limit("too_many_characters", str(characters))
        yield _page_as_json(page, witness.judge(number, page, words(page)))
    if count != len(witness):
        raise ValueError(f"one reader finds {count} pages, another {len(witness)}")


def _page_as_json(page: Page, found: list[Word]) -> dict[str, Any]:
    return {
        "height": page.height,
        "words": [_word_as_json(word) for word in found],
        "rules": [[round(side, 1) for side in rule] for rule in page.rules],
        "boxes": [[round(side, 1) for side in box] for box in page.boxes],
        "images": page.images,
    }


def _word_as_json(word: Word) -> list[Any]:
    first = word.letters[0]
    return [
        word.text,
        *(round(side, 2) for side in word.box),
        round(first.base, 2),
        round(word.size, 2),
        first.bold,
        first.angle,
        word.is_background,
        word.struck,
        word.hidden,
        word.doubt,
        word.is_in_next_cell,
        round(word.letter_spacing, 2),
    ]
