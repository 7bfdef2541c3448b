"""The process that opens PDFs: bytes on its input, words with their places on its output.

Belongs here: pdfplumber, and the bounds that hostile bytes meet. Not here: lines, columns and what they mean (pdf).
"""

from __future__ import annotations

import io
import json
import logging
import os
import resource
import select
import signal
import struct
import sys
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

HEADER = struct.Struct(">QIIdQ")
"""Bytes of the document, most pages, most characters, seconds, bytes of memory."""
LENGTH = struct.Struct(">Q")

# Letters closer than this, in points, are one word; raised digits are told by their size.
_WORDS = {"x_tolerance": 2, "y_tolerance": 2, "keep_blank_chars": False, "use_text_flow": False}


def main() -> None:
    """Answer one request after the other, each in a process of its own; end when the input ends."""
    import pdfplumber  # loaded once, before the first fork

    logging.disable(logging.CRITICAL)
    assert pdfplumber
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # Whatever a library prints must not get into the answers.
    sys.stdout = sys.stderr
    while len(header := requests.read(HEADER.size)) == HEADER.size:
        size, pages, characters, seconds, memory = HEADER.unpack(header)
        answer = _in_a_child(requests.read(size), pages, characters, seconds, memory)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _in_a_child(content: bytes, pages: int, characters: int, seconds: float, memory: int) -> bytes:
    end, begin = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end)
        with os.fdopen(begin, "wb") as pipe:
            _read(content, pages, characters, seconds, memory, pipe)
        os._exit(0)
    os.close(begin)
    answer, in_time = _all_of(end, time.monotonic() + seconds)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    del used
    if not in_time or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return json.dumps({"fault": "too_slow"}).encode()
    if status != 0 or not answer:
        return json.dumps({"fault": "stopped"}).encode()
    return answer


def _all_of(pipe: int, deadline: float) -> tuple[bytes, bool]:
    """What comes through a pipe until it is closed, and whether that was in time."""
    pieces: list[bytes] = []
    with os.fdopen(pipe, "rb", buffering=0) as stream:
        while (left := deadline - time.monotonic()) > 0:
            ready, _, _ = select.select([stream], [], [], left)
            if ready:
                piece = stream.read(1 << 16)
                if not piece:
                    return b"".join(pieces), True
                pieces.append(piece)
    return b"", False


def _read(content: bytes, pages: int, characters: int, seconds: float, memory: int, pipe: BinaryIO) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = _words(content, pages, characters)
    except MemoryError:
        answer = {"fault": "too_large_in_memory"}
    except RecursionError:
        answer = {"fault": "broken", "why": "it is nested too deep"}
    except Exception as error:  # the bytes may be hostile: whatever goes wrong is their fault
        answer = {"fault": _fault(error), "why": f"{type(error).__name__}: {error}"[:200]}
    pipe.write(json.dumps(answer).encode())


def _fault(error: BaseException | None) -> str:
    while error is not None:
        if "Password" in type(error).__name__ or "Encrypt" in type(error).__name__:
            return "encrypted"
        error = error.__cause__ or error.__context__ or next((a for a in error.args if isinstance(a, Exception)), None)
    return "broken"


def _words(content: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """Every page's words, from left to right and top to bottom, as text, box, size of letters and whether upright."""
    import pdfplumber

    found: list[dict[str, Any]] = []
    characters = 0
    images = 0
    with pdfplumber.open(io.BytesIO(content)) as document:
        if len(document.pages) > most_pages:
            return {"fault": "too_many_pages", "why": str(len(document.pages))}
        for page in document.pages:
            words = list(_of_a_page(page))
            characters += sum(len(word[0]) for word in words)
            if characters > most_characters:
                return {"fault": "too_many_characters", "why": str(characters)}
            images += len(page.images)
            found.append({"words": words, "height": float(page.height), "width": float(page.width)})
            page.close()
    return {"pages": found, "images": images}


def _of_a_page(page: Any) -> Iterator[list[Any]]:
    width, height = float(page.width), float(page.height)
    inside = page.dedupe_chars(tolerance=1).filter(lambda one: _is_shown(one, width, height))
    for word in inside.extract_words(extra_attrs=["size", "upright"], **_WORDS):
        yield [
            word["text"],
            round(word["x0"], 2),
            round(word["x1"], 2),
            round(word["top"], 2),
            round(word["bottom"], 2),
            round(word["size"], 2),
            bool(word["upright"]),
        ]


def _is_shown(one: dict[str, Any], width: float, height: float) -> bool:
    """Letters off the page, or too small to be seen, are not printed."""
    if one["object_type"] != "char":
        return True
    is_on_page = one["x1"] > 0 and one["x0"] < width and one["bottom"] > 0 and one["top"] < height
    return is_on_page and float(one["size"]) >= 1


if __name__ == "__main__":
    main()
