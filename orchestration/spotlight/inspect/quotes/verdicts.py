"""Whether a claim's number was published: the first verdict that fits, and the figures that it rests on.

Belongs here: the verdicts and their order.
Not here: understanding a claim, or showing an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from orchestration.spotlight.domain.model import Basis
from orchestration.spotlight.domain.vocabulary import COMPONENT, RESIDUAL, TOTAL, Vocabulary
from orchestration.spotlight.inspect.quotes.binding import Claim
from orchestration.spotlight.inspect.quotes.claims import NotUnderstood
from orchestration.spotlight.inspect.quotes.english import Hedge
from orchestration.spotlight.inspect.quotes.holdings import Holdings, Row, is_meant
from orchestration.spotlight.inspect.quotes.meanings import Number, Vintage

_BOTH = "sex_and_labor"
# Sums that a reader makes in good faith, beside that of all parts.
_USUAL_SUMS = {
    ("cases", "sex"): ("sex", _BOTH),
    ("cases", "labor"): ("labor", _BOTH),
    ("cases", _BOTH): ("sex", "labor"),
    ("cases", TOTAL): ("sex", "labor", _BOTH),
}


class Verdict(StrEnum):
    """The verdicts on a claim, in the order in which they are tried."""

    NOT_UNDERSTOOD = "not_understood"
    NOT_HELD = "not_held"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    OUTRANKED = "outranked"
    WITHDRAWN = "withdrawn"
    ROUNDED = "rounded"
    SUM_OF_PARTS = "sum_of_parts"
    NEVER_PUBLISHED = "never_published"


HOLDS = frozenset({Verdict.CURRENT, Verdict.SUPERSEDED, Verdict.ROUNDED})


@dataclass(frozen=True)
class Answer:
    """A verdict, why, the figures that state the number, what is current, and what comes near."""

    claim: Claim | NotUnderstood
    verdict: Verdict
    reason: str
    figures: list[Row] = field(default_factory=list)
    current: list[Row] = field(default_factory=list)
    nearest: list[Row] = field(default_factory=list)


def judge(claim: Claim | NotUnderstood, holdings: Holdings, vocabulary: Vocabulary) -> Answer:
    """Compare a claim with every believed vintage, and with withdrawn figures."""
    if isinstance(claim, NotUnderstood):
        return Answer(claim, Verdict.NOT_UNDERSTOOD, claim.reason)
    value, hedge = claim.number.value, claim.number.hedge
    here = holdings.figures(claim)
    meant = [row for row in here if is_meant(claim, row)]
    current = [row for row in meant if row["is_current"]]
    # "Over 233" does not say that there were 233.
    is_stated = hedge in (Hedge.NONE, Hedge.ABOUT)
    can_be_current = is_stated or hedge in (Hedge.AT_LEAST, Hedge.AT_MOST)
    stating = [row for row in meant if row["value"] == value and (is_stated or (can_be_current and row["is_current"]))]
    withdrawn = [row for row in holdings.withdrawn(claim) if is_meant(claim, row) and row["value"] == value]
    parts = _summed(claim, here, vocabulary) if hedge is Hedge.NONE else []
    scheme = vocabulary.categories.get((claim.measure, claim.category))
    is_held = scheme is not None and any(
        row["measure"] == claim.measure and row["category_scheme"] == scheme.category_scheme for row in here
    )
    if claim.as_of is not None:
        return _on_its_day(claim, stating, current)
    if claim.vintage is not None and (reason := _not_of_vintage(claim.vintage, hedge, stating)):
        unknown = NotUnderstood(claim.sentence, claim.text, None, reason)
        return Answer(unknown, Verdict.NOT_UNDERSTOOD, reason, stating, current)
    if not is_held and not (is_stated and withdrawn) and not parts:
        return Answer(claim, Verdict.NOT_HELD, _not_held(claim, holdings, vocabulary))
    if any(row["is_current"] for row in stating):
        rests = [row for row in stating if row["is_current"]]
        return Answer(claim, Verdict.CURRENT, "published, and not superseded", rests, current)
    if any(not row["is_outranked"] for row in stating):
        rests = [row for row in stating if not row["is_outranked"]]
        return Answer(claim, Verdict.SUPERSEDED, "published, and restated since", rests, current)
    if stating:
        reason = "only a secondary account states it, later than the publisher's own figure"
        return Answer(claim, Verdict.OUTRANKED, reason, stating, current)
    if is_stated and withdrawn:
        return Answer(claim, Verdict.WITHDRAWN, "no longer stated by any document that is held", withdrawn, current)
    rounded = [row for row in current if row["value"] is not None and _is_rounded(claim.number, row["value"])]
    if rounded:
        return Answer(claim, Verdict.ROUNDED, f"the current figure is {rounded[0]['value']:,}", rounded, current)
    if parts:
        names = " + ".join(f"{row['category'].replace('_', ' ')} {row['value']:,}" for row in parts)
        return Answer(claim, Verdict.SUM_OF_PARTS, f"not published; it is the sum {names}", parts, current)
    return Answer(claim, Verdict.NEVER_PUBLISHED, _never(claim, current), [], current, holdings.nearest(claim))


def _not_of_vintage(vintage: Vintage, hedge: Hedge, stating: Sequence[Row]) -> str | None:
    """Why a number is not the first, the present or an earlier one, as is said; None if it is so, or it is not held."""
    if hedge is not Hedge.NONE:
        return f"it is said to be {vintage.value}, and only an exact number is checked for that"
    are = {
        Vintage.FIRST: [row["vintage_number"] == 1 for row in stating],
        Vintage.NOW: [row["is_current"] for row in stating],
        # What was outranked never stood: it has no vintage number.
        Vintage.EARLIER: [row["vintage_number"] is not None and not row["is_current"] for row in stating],
    }[vintage]
    return None if any(are) or not are else f"it is said to be {vintage.value}, and another number is"


def _on_its_day(claim: Claim, stating: Sequence[Row], current: list[Row]) -> Answer:
    """A number that is said to have stood on a day holds if the publisher's report of that very day states it."""
    rests = [
        row
        for row in stating
        if (row["publisher_as_of"], row["publisher_as_of_basis"]) == (claim.as_of, Basis.PRINTED)
        and not row["is_outranked"]
    ]
    if claim.number.hedge is not Hedge.NONE or not rests:
        exact = "only an exact number is checked as of a day"
        printed = "what stood on a day is checked only against a report that prints that very day, and none states it"
        reason = printed if claim.number.hedge is Hedge.NONE else exact
        unknown = NotUnderstood(claim.sentence, claim.text, f"as of {claim.as_of}", reason)
        return Answer(unknown, Verdict.NOT_UNDERSTOOD, reason)
    if any(row["is_current"] for row in rests):
        return Answer(claim, Verdict.CURRENT, "published as of that day, and not superseded", rests, current)
    return Answer(claim, Verdict.SUPERSEDED, "published as of that day, and restated since", rests, current)


def _is_rounded(claim: Number, current: int) -> bool:
    """Whether a hedged number is the current figure at its own significant digits, and on the side that it says."""
    if claim.hedge is Hedge.NONE or _rounded(claim, current)[1] != claim.value:
        return False
    match claim.hedge:
        case Hedge.OVER:
            return current > claim.value
        case Hedge.JUST_OVER:
            return current > claim.value and _is_near(claim, current)
        case Hedge.UNDER:
            return current < claim.value
        case Hedge.NEARLY:
            return current < claim.value and _is_near(claim, current)
        case _:
            return True


def _rounded(claim: Number, current: int) -> tuple[str, int]:
    """How a hedge rounds the current figure to the digits of its number, and what that is."""
    down = current // _place(claim) * _place(claim)
    match claim.hedge:
        case Hedge.OVER | Hedge.JUST_OVER | Hedge.AT_LEAST:
            return "rounded down", down
        case Hedge.UNDER | Hedge.NEARLY | Hedge.AT_MOST:
            return "rounded up", -(-current // _place(claim)) * _place(claim)
        case _:
            return "rounded", _nearest(claim, current)


def _place(claim: Number) -> int:
    """The last significant digit of a number: 10 for 230; trailing zeros are not counted."""
    digits = str(claim.value)
    return int(10 ** (len(digits) - len(digits.rstrip("0")))) if claim.value else 1


def _nearest(claim: Number, current: int) -> int:
    return (2 * current + _place(claim)) // (2 * _place(claim)) * _place(claim)


def _is_near(claim: Number, current: int) -> bool:
    """Within a fifth of the number: without this "nearly 1,000" would be true of 17."""
    return 5 * abs(current - claim.value) <= claim.value


def _summed(claim: Claim, here: Sequence[Row], vocabulary: Vocabulary) -> list[Row]:
    """The parts of one vintage that add up to the number, if a reader is likely to have added them."""
    parts = {
        category: one.category_scheme
        for (measure, category), one in vocabulary.categories.items()
        if measure == claim.measure and one.role in (COMPONENT, RESIDUAL)
    }
    wanted = [_USUAL_SUMS.get((claim.measure, claim.category), ())]
    if claim.category == TOTAL:
        wanted.insert(0, tuple(parts))
    for as_of in dict.fromkeys(row["publisher_as_of"] for row in here if not row["is_outranked"]):
        of_vintage = {
            row["category"]: row
            for row in here
            if row["publisher_as_of"] == as_of and row["measure"] == claim.measure and row["category"] in parts
        }
        for categories in wanted:
            rows = [of_vintage[category] for category in categories if category in of_vintage]
            values = [row["value"] for row in rows]
            is_whole = len(rows) == len(categories) > 1 and None not in values
            if is_whole and sum(values) == claim.number.value:
                return rows
    return []


def _not_held(claim: Claim, holdings: Holdings, vocabulary: Vocabulary) -> str:
    if (claim.measure, claim.category) not in vocabulary.categories:
        return f"{claim.measure} are not held by {claim.category.replace('_', ' ')}"
    years = holdings.years(claim)
    if not years:
        return "nothing is held of that count for that place, in any year"
    return f"nothing is held of that count for that place and period; it is held for {_spans(years)}"


def _spans(years: Sequence[int]) -> str:
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in spans)


def _never(claim: Claim, current: Sequence[Row]) -> str:
    values = [row["value"] for row in current if row["value"] is not None]
    if claim.number.hedge is Hedge.NONE or not values:
        return "no document that is held states this number for that count, place and period"
    how, rounded = _rounded(claim.number, values[0])
    told, value = f"the current figure is {values[0]:,}", claim.number.value
    if rounded != value:
        return f"{told}; {how} to the digits of {value:,} that is {rounded:,}, not {value:,}"
    return f"{told}, and that is not {claim.said}"
