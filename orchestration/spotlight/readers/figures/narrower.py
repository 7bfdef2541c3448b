"""Whether a heading or caption names one type or channel, so that the number below it counts only that part.

Belongs here: headings and captions that name a part, or signals below a title about cases. Not here: headings that name
another measure (context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.figures.model import Candidate, Part
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.phrases import Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.dimensions import lists_people
from orchestration.spotlight.readers.tree.lines import Line
from orchestration.spotlight.readers.tree.told_counts import measure_of

_FEWEST_OF_ALL = 3
_PLACES = (PLACE, "other_place")
_BEHIND_LABELS = frozenset(("accurate", "by", "in", "states"))
"""Words behind both labels that limit neither; `Calls and cases from truckers` are only some of them."""
_TO_HOTLINE = re.compile(r"(?:known|reported) (?:to|by) (?:the )?(?:national )?(?:human trafficking )?hotline\b")
_BY_TYPE = (["by", "form"], ["by", "type"])
_IN_LIST = frozenset(("and", "the"))
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
    # `People, businesses and calls` lists what stands below it.
    return [one for one in part.said.labels if not (one.is_total or lists_people(part.text))]


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
    if _lists_columns(part, candidate):
        return True
    names_type = any(one.measure == measure for one in _narrow(part))
    if measure is None or not channels or not counted or names_type or not candidate.sibling_measures >= both:
        return False
    first, last = sorted((channels[-1], counted[0]), key=lambda one: one.tokens[0].column)
    words = _words_between(line, first, last)
    # `in Ohio by type` does not limit the cases: `Cases in Ohio by type and phone calls`.
    if words[:1] == ["in"] and part.said.places:
        words = words[1:]
    words = words[2:] if words[:2] in _BY_TYPE else words
    is_joined = len(channels) == 1 and words[:1] == ["and"] and _BEFORE_LABEL.issuperset(words[1:])
    return is_joined and not _is_limited_behind(line, last)


def _lists_columns(part: Part, candidate: Candidate) -> bool:
    """Whether a part lists the columns of a table: `Utah signals, calls, cases and victims by calendar year`."""
    line = part.line
    named = line.in_order(line.labels, line.units)
    measures = {measure for one in named if (measure := measure_of(one)) is not None}
    are_listed = all(_IN_LIST.issuperset(_words_between(line, one, other)) for one, other in pairwise(named))
    # `Labor trafficking: calls and cases` says what they are about.
    are_listed &= not any(one.measure == "cases" for one in _narrow(part))
    is_list = len(named) >= _FEWEST_OF_ALL and are_listed and measures <= candidate.sibling_measures
    return is_list and len(measures) > 1 and not _is_limited_behind(line, named[-1])


def _words_between(line: Line, first: Phrase, last: Phrase) -> list[str]:
    between = (one for one in line.tokens if first.tokens[-1].end <= one.column < last.tokens[0].column)
    of_places = _of_places(line)
    return [plain(one) for one in between if one.kind is Kind.WORD and id(one) not in of_places]


def _of_places(line: Line) -> set[int]:
    """The `id` of each token of the names of places in a line."""
    return {id(token) for one in line.phrases if one.kind in _PLACES for token in one.tokens}


def _is_limited_behind(line: Line, last: Phrase) -> bool:
    """Whether the words behind the last label limit what is counted: `Calls and cases from truckers`."""
    # Names of places do not.
    of_places = _of_places(line)
    rest = [one for one in line.tokens if one.column >= last.tokens[-1].end and id(one) not in of_places]
    behind = [plain(one) for one in rest if one.kind is Kind.WORD]
    return bool(behind) and behind[0] not in _BEHIND_LABELS and not _TO_HOTLINE.match(" ".join(behind))


def first_of_signals(candidate: Candidate) -> int:
    """The position of the first heading or caption of signals in the context of a channel; else 0."""
    label = candidate.label
    if label is None or label.measure != "signals" or label.kind != "figure":
        return 0
    above = ((at, one) for at, one in enumerate(candidate.parts) if one.is_caption or not (one.is_head or one.is_own))
    return next((at for at, one in above if one.said.measures == {"signals"}), 0)
