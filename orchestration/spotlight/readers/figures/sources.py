"""Who counted the figures, if a line names a source: `Source: Missouri Highway Patrol`.

Belongs here: sources other than the hotline. Not here: other services in sentences and headings (remarks, context).
"""

from __future__ import annotations

import re

from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.tree.titles import SITES_OF_HOTLINE

_SOURCE = re.compile(
    r"(?:(?:data|main|original|primary) )?sources?(?: of (?:the )?(?:counts|data|figures|numbers))?:"
    r"|(?:provided|sourced|supplied) (?:by|from):"
    r"|(?:the )?(?:counts|data|figures|numbers) (?:are |were )?(?:provided|sourced|supplied) (?:by|from)\b"
)
_PUBLISHER = re.compile(
    r"source: (?:the )?(?:nhtrc|(?:two|three|four|five|six) state spotlights)\b(?!.*\b(?:and|compare|not|see|with)\b)"
)
"""`Source: NHTRC, by letter to the office.`"""
_NOT_THE_HOTLINE = re.compile(r"\b(?:not|other than) (?:from )?(?:the )?(?:national )?(?:human trafficking )?hotline")
_OF_OTHER_SUBJECT = re.compile(r"\bhotline (?:for|on) (?!(?:human )?trafficking\b)([\w ]{1,60})")
"""`National Hotline for Missing Children`"""
_SITE_ALONE = re.compile(
    r"(?:data )?sources?: (?:https?://)?(?:www\.)?((?:[\w-]{1,60}\.){1,4}[a-z]{2,4})(?:/\S{0,300})?\.?"
)
"""A web site as the only source: `Source: fbi.gov`."""
_SITES = re.compile(
    r"(?:data )?sources?: ((?:(?:https?://)?[\w.-]{1,60}\.[a-z]{2,4}/?(?:,? and | & |[,;] |\.?$)){2,9})"
)
"""Several sites: `Sources: fbi.gov and humantraffickinghotline.org`."""
_BETWEEN_SITES = re.compile(r",? and | & |[,;] ")
OTHER_HOTLINE = re.compile(
    r"(?<![\w-])(?!(?:and|by|from|national|nhtrc|of|or|source|sources|the|this|trafficking)\b)[\w-]{1,40} "
    r"(?:hotline|(?:help|crisis|tip|text|safe|life) ?line)\b|(?<![\w-])2-?1-?1(?![\w-])"
)
"""Another hotline or help line: `Source: Abuse Hotline`, but not `the national hotline`."""


def other_source(sentence: Sentence) -> str:
    """The source of the figures if it is not the hotline: `Source: Missouri Highway Patrol`; else empty."""
    said, text = sentence.said, " ".join(sentence.text.casefold().split())
    if (site := _SITE_ALONE.fullmatch(text)) is not None:
        return "" if site[1] in SITES_OF_HOTLINE else site[1]
    if (sites := _SITES.fullmatch(text)) is not None:
        named = [site.removeprefix("https://").removeprefix("http://") for site in _BETWEEN_SITES.split(sites[1])]
        named = [site.removeprefix("www.").rstrip("./") for site in named]
        return next((site for site in named if site not in SITES_OF_HOTLINE), "")
    if not _SOURCE.match(text) or "://" in text or "www." in text:
        return ""
    if other := OTHER_HOTLINE.search(text) or _NOT_THE_HOTLINE.search(text):
        return other[0]
    # `State pages of the Hotline for Washington` are not of another hotline.
    places = {one.text.casefold() for one in sentence.phrases if one.kind == PLACE}
    other = _OF_OTHER_SUBJECT.search(text)
    if other and other[1] not in places and (said.unknown or said.outside):
        return other[0]
    others = [words for kind, words in said.kinds if kind == "other_service"]
    if others and text.startswith(("sources: ", "data sources: ")):
        return others[0]
    other_texts = [words for kind, words in said.kinds if kind in ("organization", "other_service", "other_measure")]
    return "" if "hotline" in text or _PUBLISHER.match(text) else next(iter((*said.unknown, *other_texts)), "")
