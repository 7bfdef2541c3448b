"""Whose counts the figures are, as sentences say: `Source: FBI`, `They were counted by the Bureau of Investigation.`

Belongs here: sources other than the hotline. Not here: what else sentences make of figures (remarks).
"""

from __future__ import annotations

import re
from itertools import pairwise

from orchestration.spotlight.readers.figures.statements import Sentence, is_about_figures

_SUPPLIED = frozenset(
    ("supplied", "compiled", "collected", "counted", "gathered", "provided", "recorded", "kept", "tallied")
)
"""What somebody else did with counts of theirs: `The counts were supplied by the task force.`"""
_OF = frozenset(("of", "from"))
_BANNER = 6
"""A sentence of fewer words names whose the figures are: `Data of the Missouri Highway Patrol.`"""
_ARTICLES = frozenset(("the", "a", "an", "our", "its", "their"))
# `do not come from the National Human Trafficking Hotline`, `are not the hotline's`
_NOT_OF_HOTLINE = re.compile(
    r"\b(?:not|never)\b(?: \w+){0,2} (?:from|of|by) (?:the |that )?(?:[\w.]+ ){0,3}hotline\b"
    r"|\bnot the (?:[\w.]+ ){0,3}hotline's\b",
    re.IGNORECASE,
)
# `Sources not shown.`, `Source for the laws: ...`, but not `Source for the counts: ...`
_OF_NO_COUNTS = re.compile(
    r"sources? (?:are )?not (?:given|listed|printed|shown)\b"
    r"|sources? (?:for|of) (?:the )?(?!.*\b(?:calls|cases|contacts|counts|data|figures|numbers|signals|statistics|"
    r"table|totals|victims)\b)[\w ]+:"
)


def somebody_elses(sentence: Sentence) -> str:
    """What says that the figures are counts of somebody else, or not those of the hotline; else empty."""
    said, words = sentence.said, sentence.statement_words
    is_about = is_about_figures(sentence)
    if said.names_hotline:
        is_denied = is_about and _NOT_OF_HOTLINE.search(" ".join(sentence.text.split())) is not None
        is_denied |= sentence.is_negated and "used" in words
        return "that they are not the hotline's" if is_denied else ""
    if other := _other_source(sentence):
        return f"that they are counts of somebody else ({other!r})"
    named = [text for kind, text in said.kinds if kind == "organization"]
    is_short = len(words) <= _BANNER and not (sentence.has_counts or _OF.isdisjoint(words))
    if is_about and named and (is_short or not _SUPPLIED.isdisjoint(words) or _comes_from(sentence)):
        return f"that they are counts of somebody else ({named[0]!r})"
    return ""


def _comes_from(sentence: Sentence) -> bool:
    """`The numbers come from the state police.`"""
    small = [one for one in sentence.phrases if one.text.casefold() not in _ARTICLES]
    return any(one.text.casefold().endswith("from") and other.kind == "organization" for one, other in pairwise(small))


def _other_source(sentence: Sentence) -> str:
    """What `Source: Missouri Highway Patrol` names that is not known to be the hotline's; else empty."""
    text, said = sentence.text.casefold(), sentence.said
    is_source = not {"source", "sources"}.isdisjoint(sentence.statement_words[:2]) and not _OF_NO_COUNTS.match(text)
    if not is_source or "hotline" in text or "://" in text or "www." in text:
        return ""
    others = [words for kind, words in said.kinds if kind in ("organization", "other_measure", "other_service")]
    return next(iter((*said.unknown, *others)), "")
