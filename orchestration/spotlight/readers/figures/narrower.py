"""Whether a heading or caption names one type or channel, so that the number below it counts only that part.

Belongs here: headings and captions that name a part. Not here: headings that name another measure (context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.figures.model import Candidate, Part
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.grammar.tokens import Kind

_FEWEST_OF_ALL = 3
_PLACES = (PLACE, "other_place")
_BEHIND_LABELS = frozenset(("accurate", "by", "in", "states"))
"""Words behind both labels that limit neither; `Calls and cases from truckers` are only some of them."""
_TO_HOTLINE = re.compile(r"(?:known|reported) (?:to|by) (?:the )?(?:national )?(?:human trafficking )?hotline\b")
_BY_TYPE = (["by", "form"], ["by", "type"])
_BEFORE_LABEL = frozenset(("the", "trafficking", "human"))


def narrower_than(candidate: Candidate) -> Iterator[Part]:
    """The headings and captions that name types or channels: a total below them counts only that part."""
    measure = candidate.label.measure if candidate.label is not None else None
    for part in candidate.parts:
        is_above = part.is_caption or not (part.is_own or part.is_head)
        if is_above and _narrow(part) and not (_names_beside(part, measure, candidate) or _names_all(part, candidate)):
            yield part


def counts_another_part(candidate: Candidate, part: Part, measure: str, category: str) -> bool:
    """Whether a heading or caption names types or channels, and the figure's own is not among them."""
    narrow = _narrow(part) if part.is_caption or not part.is_head else []
    # `Labor trafficking: calls and cases` says what the calls are about.
    is_of_one_kind = len({one.measure for one in narrow}) == 1
    is_among = is_of_one_kind and any((one.measure, one.category) == (measure, category) for one in narrow)
    return bool(narrow) and not is_among and not _names_beside(part, measure, candidate)


def names_type_beside(part: Part, measure: str) -> bool:
    """Whether a part names one type above another measure: `Labor trafficking: calls and cases` above calls."""
    is_above = part.is_caption or not (part.is_head or part.is_own)
    return is_above and measure != "cases" and any(one.measure == "cases" for one in _narrow(part))


def _narrow(part: Part) -> list[Label]:
    return [one for one in part.said.labels if not one.is_total]


def _names_all(part: Part, candidate: Candidate) -> bool:
    """Whether a part lists what the total below it sums up: `CALLS, EMAILS, AND ONLINE TIP REPORTS`."""
    label = candidate.label
    narrow = _narrow(part)
    channels = {one.category for one in narrow if label is not None and one.measure == label.measure}
    is_full = label is not None and label.kind == "figure"
    return is_full and len(channels) == len(narrow) >= _FEWEST_OF_ALL


def _names_beside(part: Part, measure: str | None, candidate: Candidate) -> bool:
    """Whether a part names two columns counted in full: `Phone calls and cases by state`, not `Calls about cases`."""
    line = part.line
    channels = [one for one in line.labels if one.label is not None and one.label.measure != measure]
    counted = [one for one in line.units if one.entry is not None and one.entry.meaning == measure]
    counted += [one for one in line.labels if one.label is not None and one.label.measure == measure]
    both = {one.label.measure for one in channels if one.label is not None} | {measure}
    names_type = any(one.measure == measure for one in _narrow(part))
    if measure is None or not channels or not counted or names_type or not candidate.sibling_measures >= both:
        return False
    first, last = sorted((channels[-1], counted[0]), key=lambda one: one.tokens[0].column)
    between = [token for token in line.tokens if first.tokens[-1].end <= token.column < last.tokens[0].column]
    words = [plain(token) for token in between if token.kind is Kind.WORD]
    # `by type` does not limit the cases: `Cases by type and phone calls`.
    words = words[2:] if words[:2] in _BY_TYPE else words
    # Names of places behind the labels do not limit them.
    of_places = {id(token) for one in line.phrases if one.kind in _PLACES for token in one.tokens}
    rest = [one for one in line.tokens if one.column >= last.tokens[-1].end and id(one) not in of_places]
    behind = [plain(one) for one in rest if one.kind is Kind.WORD]
    if behind and behind[0] not in _BEHIND_LABELS and not _TO_HOTLINE.match(" ".join(behind)):
        return False
    return len(channels) == 1 and words[:1] == ["and"] and _BEFORE_LABEL.issuperset(words[1:])
