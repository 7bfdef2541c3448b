"""The bytes of a document → its text, or why they are not text.

Belongs here: size, encoding and line length. Not here: what the text says.
"""

from __future__ import annotations

import codecs
import re

from orchestration.spotlight.domain.model import Rejection
from orchestration.spotlight.readers.limits import Limits

_SHOWN_BYTES = 40
_ASCII_AND_WINDOWS_SIGNS = frozenset(range(0x80)) | frozenset("…‘’“”•–—²³¹".encode("windows-1252"))
"""Quotation marks, dashes, bullets, raised digits. None of these bytes begins a UTF-8 character, as letters might."""
_NOT_RAISED = re.compile(rb"(?<![A-Za-z\n])[\xb2\xb3\xb9]|\n[\xb2\xb3\xb9](?! [A-Z])")
"""A raised digit follows a word or begins a note. Elsewhere its byte is the `≤` or `≥` of a Macintosh."""


def decode(path: str, document_id: str, content: bytes, limits: Limits) -> str | Rejection:
    r"""`content` as text without byte order mark and with `\n` at every line end, or the reason to refuse it."""

    def refuse(rule: str, line: int | None, found: bytes, message: str) -> Rejection:
        shown = repr(found[:_SHOWN_BYTES])[2:-1]
        return Rejection(path, line, f"document.{rule}", shown, message, document_id=document_id)

    if len(content) > limits.max_bytes:
        return refuse(
            "too_large",
            None,
            b"",
            f"The file has {len(content):,} bytes; the most that is read is {limits.max_bytes:,}. "
            "A report is far smaller: check that this is the right file, or split it.",
        )
    content = _as_utf8(path, content)
    if (nul := content.find(b"\0")) >= 0:
        return refuse(
            "binary",
            _line_of(content, nul),
            content[max(0, nul - _SHOWN_BYTES // 2) :],
            "The file holds a NUL byte, so it is a binary or UTF-16 file and not UTF-8 text. "
            "Save it as UTF-8 text, or give it the ending of its true format.",
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return refuse(
            "not_utf8",
            _line_of(content, error.start),
            content[error.start :],
            f"Byte {error.start + 1:,} of the file is not UTF-8. Save the file again with the encoding UTF-8.",
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > limits.max_line_characters:
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > limits.max_line_characters:
                return refuse(
                    "line_too_long",
                    number,
                    line[:_SHOWN_BYTES].encode(),
                    f"The line has {len(line):,} characters; the most that is read is "
                    f"{limits.max_line_characters:,}. Break the text into lines.",
                )
    return text


def _as_utf8(path: str, content: bytes) -> bytes:
    """Convert text that a Windows editor saved as `Unicode` or `ANSI`, if no byte can mean another character.

    Only `.txt` files: CSV is UTF-8 by definition, and HTML pages declare their encoding.
    """
    if not path.casefold().endswith(".txt"):
        return content
    is_of_windows = _ASCII_AND_WINDOWS_SIGNS.issuperset(content) and not _NOT_RAISED.search(content)
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if is_utf16 else "windows-1252" if is_of_windows else "utf-8").encode()
    except UnicodeDecodeError:
        return content


def _line_of(content: bytes, position: int) -> int:
    return len(re.findall(rb"\r\n?|\n", content[:position])) + 1
