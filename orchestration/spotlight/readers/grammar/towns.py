"""Towns and counties: those of `towns.csv`, and whatever has the abbreviation of its state: `for St. Louis (MO)`.

Belongs here: whether words are the name of a town. Not here: whether figures are of it (figures, tree).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.tokens import Kind, Token

_STATE = (
    r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kans?|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Nebr?|Nev"
    r"|N\. ?[CDHJMY]|Okla|Ore|Penna|Pa|R\. ?I|S\. ?[CD]|Tenn|Tex|Vt|Va|Wash|W\. ?Va|Wis|Wyo|(?!DC)[A-Z]{2})(?![\w-])"
)
"""All but `DC`: the hotline is run from there, as in `Polaris in Washington, DC`."""
_TOWN = re.compile(
    rf"\b(?:across|around|at|for|from|in|near|of|within) (?:greater |the )?"
    rf"([A-Z][\w'-]+\.?(?: (?:and )?[A-Z][\w'-]+\.?){{0,4}})(?:, | \(){_STATE}"
)


def town_of(text: str) -> str:
    """The first town behind a word that says where, with the abbreviation of its state; else empty."""
    found = _TOWN.search(text)
    return found[1] if found else ""


def town_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> str:
    """The town or county of `towns.csv` in whose name a word stands, or empty.

    Beside another word that is written like a name it is a part of that: `Austin Carter`, `Akron Beacon`.
    """
    word = _plain(tokens[at])
    for town in lexicon.towns.get(word, ()) if tokens[at].text[:1].isupper() else ():
        start = at - town.index(word)
        end = start + len(town)
        if start < 0 or tuple(map(_plain, tokens[start:end])) != town:
            continue
        beside = [*tokens[max(0, start - 1) : start], *tokens[end : end + 1]]
        if not any(_may_be_a_name(token, lexicon) for token in beside):
            return " ".join(token.text for token in tokens[start:end])
    return ""


def _plain(token: Token) -> str:
    return token.text.replace("'", "").casefold() if token.kind is Kind.WORD else ""


def _may_be_a_name(token: Token, lexicon: Lexicon) -> bool:
    return token.kind is Kind.WORD and token.text[0].isupper() and not lexicon.knows(token.text)
