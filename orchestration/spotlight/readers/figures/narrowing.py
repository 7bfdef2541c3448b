"""What sentences leave out of the figures, or narrow them to: `Calls from Reno are not counted`, `Only minors`.

Belongs here: parts that were not counted. Not here: what else sentences make of figures (remarks).
"""

from __future__ import annotations

import re
from itertools import pairwise

from orchestration.spotlight.readers.figures.elsewhere import OF_OTHER_STATES, has_its_own_key
from orchestration.spotlight.readers.figures.statements import Sentence, names_figures, points_back
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.tokens import Kind, What

LEAVES_OUT = frozenset(
    ("exclude", "excludes", "excluding", "excluded", "except", "excepting", "omit", "omits", "omitted", "omitting")
)
TAKES_IN = frozenset(
    ("include", "includes", "included", "including", "count", "counted", "cover", "covered", "contain")
)
"""Behind a negation these leave something out."""
_LEAVES_OUT_FIRST = frozenset(("without", "minus", "less"))
"""At the beginning of a sentence only: `without providing details` leaves out no case."""
COUNTS = frozenset(("cases", "contacts", "signals", "calls", "victims", "numbers", "figures", "counts"))
LONG = 25
"""Words of a sentence that leaves out what has a name: `Contacts from Las Vegas are not counted here.`"""
_IS_LOST = frozenset(("missing", "lost", "estimated", "incomplete", "unavailable", "projected", "partial", "lacking"))
FEW = 12
"""Words of a sentence that leaves a group of people out of the figures; a longer one tells of cases."""
_SHORT = 20
"""Words of a sentence that tells of a time that is lost."""
BANNER = 6
"""A sentence of fewer words that takes something back speaks of the whole page."""
VERBS = frozenset(
    ("is", "are", "was", "were", "be", "may", "can", "could", "do", "does", "has", "have", "had", "will", "would")
)
MODALS = frozenset(("can", "may", "should", "will", "must", "could", "might", "if", "a", "an"))
"""In `You should only call from a safe phone` and `Only a fraction is reported`, `only` narrows no figure."""
# `Not all counties are in the figures.`
_NOT_AMONG = re.compile(
    r"\bnot\b[^.;]*\b(?:in|among|part of) (?:the|these|this) (?:count|data|figure|number|statistic|table|total)s?\b",
    re.IGNORECASE,
)
_NOT_TRAFFICKING = re.compile(
    r"^non.trafficking\b|\b(?:not about|not related to|unrelated to|nothing to do with) (?:human )?trafficking\b"
    r"|\bnot about\b",
    re.IGNORECASE,
)
"""`Calls that were not about trafficking are left out` says what is counted."""
_WHO_TOLD = re.compile(
    r"\bonly (?:what|(?:the )?(?:calls|cases|contacts|ones|people|persons|situations|those|victims)"
    r"(?: (?=that|which|who|somebody|someone|people|callers)))\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TOLD = frozenset(
    ("a", "about", "and", "are", "been", "call", "called", "caller", "callers", "came", "chose", "contacted", "dared",
     "has", "have", "heard", "hotline", "hotline's", "is", "it", "known", "learned", "of", "or", "people", "reach",
     "reached", "report", "reported", "somebody", "someone", "tell", "that", "the", "to", "told", "was", "were",
     "which", "who", "wrote")
)  # fmt: skip
"""`These are only the cases that somebody reported` is true of all that the hotline counts."""
_SPEAKS = re.compile(r"[,?!]\".*$", re.DOTALL)
"""Behind what somebody says: `," she added.`"""


def left_out(sentence: Sentence) -> str:
    """What a sentence says is not counted: a time, a place, a type, a channel, a group of people; else empty."""
    words, said = sentence.statement_words, sentence.said
    if _NOT_TRAFFICKING.search(sentence.text):
        return ""
    if words[:1] in (["excludes"], ["excluding"], ["omits"], ["omitting"]) and 1 < len(words) <= FEW:
        return " ".join(words[1:])
    is_first = not _LEAVES_OUT_FIRST.isdisjoint(words[:1])
    leaves_out = is_first or not LEAVES_OUT.isdisjoint(words) or ("left", "out") in pairwise(words)
    leaves_out |= any(
        word == "not" and not TAKES_IN.isdisjoint(words[at + 1 : at + 3]) for at, word in enumerate(words)
    )
    leaves_out |= bool(_NOT_AMONG.search(sentence.text))
    times = [text for kind, text in said.kinds if kind == "part_of_year"]
    times += [token.of.text for token in sentence.tokens if token.of is not None and token.of.what is What.PERIOD]
    if not leaves_out:
        is_lost = not _IS_LOST.isdisjoint(words) and len(words) <= _SHORT
        return times[0] if is_lost and times and not said.has("edition") else ""
    parts = [label.label for label in said.labels if label.category not in (None, "total")]
    is_of_counts = bool(said.measures) or not COUNTS.isdisjoint(words)
    # The first word of a sentence has a capital whatever it is.
    after_first = [token.text for token in sentence.tokens if token.kind is Kind.WORD][-len(words) :][1:]
    names = [text for text in after_first if text in said.unknown and text[:1].isupper()]
    parts += names if is_of_counts and len(words) <= LONG else []
    others = [text for kind, text in said.kinds if kind in ("local", "other_place")]
    if len(words) <= FEW:
        own = LEAVES_OUT | _LEAVES_OUT_FIRST | {"other", "others", "new", "open", "status", "ways"}
        others += [text for kind, text in said.kinds if kind == "other_breakdown" and text.casefold() not in own]
    first_words = said.kinds[0][1].casefold().split() if said.kinds and said.kinds[0][0] == "other_measure" else ()
    if first_words and COUNTS.isdisjoint(first_words) and not is_first:
        # `Tips to local police are not counted here.`
        parts, others = [], []
    places = list(said.places)
    if OF_OTHER_STATES.search(sentence.text):
        places, others = [], [text for kind, text in said.kinds if kind == "local"]
    return next(iter((*times, *places, *parts, *others, *(words if words[:1] in (["less"], ["minus"]) else ()))), "")


def says_only(sentence: Sentence) -> bool:
    """Whether a short sentence says `only`, and not as in `You should only call from a safe phone`."""
    says = any(kind == "other_breakdown" and text.casefold() == "only" for kind, text in sentence.said.kinds)
    says &= ("not", "only") not in pairwise(sentence.words) and not _is_true_of_all(sentence)
    # `She knew only that her passport was gone` tells of a case.
    # `Truck stops are only one place` has a subject of its own.
    is_bare = len(sentence.words) <= BANNER and (VERBS.isdisjoint(sentence.words) or points_back(sentence))
    is_bare &= not has_its_own_key(sentence.tokens)
    says &= bool(sentence.mark) or is_bare or names_figures(sentence)
    return says and len(sentence.statement_words) <= FEW and MODALS.isdisjoint(sentence.words)


def _is_true_of_all(sentence: Sentence) -> bool:
    """`They are for Oregon only`, `only for 2020`, whose place and time are held against the figures as those of any
    sentence, and `only the cases that somebody reported`.
    """
    rest = _WHO_TOLD.search(_SPEAKS.sub("", sentence.text))
    if rest is not None:
        return _TOLD.issuperset(re.findall(r"[\w']+", rest["rest"].casefold()))
    small = ("for", "in", "of", "about", "from", "to", "cover", "covers")
    parts = [phrase for phrase in sentence.phrases if phrase.text.casefold() not in small]
    only = [at for at, phrase in enumerate(parts) if phrase.text.casefold() == "only"]

    def is_whole(at: int) -> bool:
        if not 0 <= at < len(parts):
            return False
        of = parts[at].tokens[0].of
        return parts[at].kind in (PLACE, Kind.YEAR) or (of is not None and of.what in (What.YEAR, What.PERIOD))

    said = sentence.said
    narrows = said.unknown or len(said.outside) > len(only) or any(one.category != "total" for one in said.labels)
    return not narrows and all(is_whole(at - 1) or is_whole(at + 1) for at in only)
