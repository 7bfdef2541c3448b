"""Towns and counties: those of `towns.csv`, and names with the abbreviation of a state: `for St. Louis (MO)`.

Belongs here: whether words are the name of a town. Not here: whether figures are about it (figures, tree).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import combining, normalize

from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.tokens import Kind, Token

_STATE = (
    r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kans?|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Nebr?|Nev"
    r"|N\. ?[CDHJMY]|Okla|Ore|Penna|Pa|R\. ?I|S\. ?[CD]|Tenn|Tex|Vt|Va|Wash|W\. ?Va|Wis|Wyo|(?!DC)[A-Z]{2})(?![\w-])"
)
"""Not `DC`, since the hotline is run from there: `Polaris in Washington, DC`."""
_ABBREVIATED = re.compile(_STATE)
_NAME = r"[A-Z][\w'-]+\.?(?: (?:and )?[A-Z][\w'-]+\.?){0,4}"
_TOWN = re.compile(
    rf"\b(?:across|around|at|for|from|in|near|of|within) (?:greater |the )?({_NAME})(?:, | \(){_STATE}"
    rf"|: ({_NAME}) \({_STATE}\)"
)


def is_abbreviated(text: str) -> bool:
    """Whether a word is the abbreviation of a state, as in datelines: `WICHITA, Kan.`"""
    return _ABBREVIATED.fullmatch(text) is not None


def town_of(text: str) -> str:
    """The first town between a word such as `in`, or a colon, and the abbreviation of its state; else empty."""
    found = _TOWN.search(text)
    return found[1] or found[2] if found else ""


def towns_in(tokens: Sequence[Token], lexicon: Lexicon) -> dict[int, str]:
    """`id` of a token → the town or county of `towns.csv` in whose name it stands.

    Beside another word that is written like a name, it is part of that name instead: `Austin Carter`, `Akron Beacon`.
    """
    words = [token for token in tokens if token.kind is Kind.WORD]
    plain = [_plain(token) for token in words]
    found: dict[int, str] = {}
    at = 0
    while at < len(words):
        town = next((one for one in lexicon.towns.get(plain[at], ()) if tuple(plain[at : at + len(one)]) == one), ())
        end = at + len(town)
        beside = [(one, words[at]) for one in words[max(0, at - 1) : at]]
        beside += [(one, words[end - 1]) for one in words[end : end + 1]]
        if town and words[at].text[0].isupper() and not any(_may_be_a_name(*two, lexicon) for two in beside):
            found |= {id(word): " ".join(one.text for one in words[at:end]) for word in words[at:end]}
        at = max(end, at + 1)
    return found


def _plain(token: Token) -> str:
    """A word in the form of `towns.csv`: in small letters, without accents."""
    decomposed = normalize("NFKD", token.text.replace("'", "").casefold())
    return "".join(character for character in decomposed if not combining(character))


def _may_be_a_name(word: Token, town: Token, lexicon: Lexicon) -> bool:
    """Whether a word right beside a town may be an unknown name; the code of a state is not one."""
    is_beside = word.line == town.line and max(word.column, town.column) - min(word.end, town.end) <= 1
    is_known = lexicon.knows(word.text) or word.text in lexicon.codes
    return is_beside and word.text[0].isupper() and not is_known
