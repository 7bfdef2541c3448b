"""Characters: one kind of space, dash, quotation mark and digit, and the signs that are marks of notes.

Belongs here: what a character stands for. Not here: words and numbers (tokens).
"""

from __future__ import annotations

import re
from functools import lru_cache

# Footnote marks. Superscript, subscript and circled digits are never part of a number.
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿"
RAISED_LETTER = "\ue0ff"
"""Stands for a raised letter or sign that has no character of its own."""
MARKS = f"{RAISED}*†‡§¶{RAISED_LETTER}"
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨", "01234567890123456789123456789")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_CHARACTERS = {
    **{ord(ligature): letters for ligature, letters in _LIGATURES.items()},
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bb\u02bc"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e"), '"'),
    **{full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)},
}
# Every space but tab and line break, every control character, and the private letters of icon fonts.
_BLANKS = re.compile(r"[^\S\n\t]|[\x00-\x08\x0e-\x1f\x7f-\x9f\u2028\u2029\ue000-\ue0fe\ue100-\uf8ff]")
# Thousands separated by a non-breaking space, a thin space or an apostrophe.
_THOUSANDS = re.compile(r"(?<![\w.,'])[1-9][0-9]{0,2}(?:[\u00a0\u2007\u2009\u202f][0-9]{3}|'[0-9]{3}){1,3}(?![\w,'])")
_POSSESSIVE = re.compile(r"'s\b", re.IGNORECASE)
_LEADERS = re.compile(r"(?:[.\u2026](?:[ ]?[.\u2026])+|\u2026)(?=[ ]{0,9}\S)|_{2,}|(?:\u00b7[ ]?){3,}")


# Many rules look at the same lines.
@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """`text` with one kind of space, dash and quotation mark, plain digits and no dot leaders. Tabs stay."""
    text = _THOUSANDS.sub(lambda number: re.sub("[^0-9]", ",", number[0]), text.translate(_CHARACTERS))
    joined = _BLANKS.sub(" ", text).replace("<=", "≤").replace(">=", "≥")
    return _LEADERS.sub(lambda leaders: " " * len(leaders[0]), joined)


def raised(text: str) -> str:
    """The characters of a raised run as marks, which are never part of a word or number."""
    return "".join(
        character if character in MARKS or character.isspace() else RAISED_LETTER
        for character in text.translate(_RAISED_DIGITS)
    )


def unraised(mark: str) -> str:
    """The plain digits of a raised footnote mark."""
    return mark.translate(_PLAIN_DIGITS)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a wording in the form in which they are compared: small letters, no signs, `&` as `and`."""
    plain = _POSSESSIVE.sub("", text.translate(_CHARACTERS)).replace("&", " and ").replace("'", "").casefold()
    return tuple(re.findall(r"[^\W\d_]+", plain))
