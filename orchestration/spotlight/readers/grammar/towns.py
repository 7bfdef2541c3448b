"""Towns with the abbreviation of their state: `in Columbia, Mo.`, `for St. Louis (MO)`.

Belongs here: the form. Not here: whether figures are of the town (figures/places, tree/judged_headings).
"""

from __future__ import annotations

import re

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
