"""Untrusted text made safe to show: it cannot control a terminal, reverse a line, or hide.

Belongs here: which signs do that, and what stands for them. Not here: markup, which each output escapes for itself.
"""

from __future__ import annotations

import unicodedata

# Control, format (bidirectional overrides, zero width), surrogate, private and unassigned signs; ends of lines.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def is_visible(text: str) -> bool:
    """Whether every character of a text is visible."""
    return text.isprintable() or not any(unicodedata.category(sign) in _UNSEEN for sign in text)


def escaped(text: str) -> str:
    r"""The text on one line, unseen signs as Python writes them (`\n`, `\x1b`, `\u202e`): for terminals, messages."""
    if is_visible(text):
        return text
    return "".join(sign if is_visible(sign) else ascii(sign)[1:-1] for sign in text)


def marked(text: str) -> str:
    """The text on one line, white space as a blank and every other unseen sign as a mark: for pages."""
    if text.isprintable():
        return text
    return "".join(
        " " if sign.isspace() else sign if is_visible(sign) else "\N{REPLACEMENT CHARACTER}" for sign in text
    )
