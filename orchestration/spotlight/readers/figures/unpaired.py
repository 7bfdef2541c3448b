"""The user-facing messages for numbers without a certain label.

Belongs here: the refusals of pairing. Not here: when they are raised (pairing).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.spotlight.readers.figures.elements import Element, Pair
from orchestration.spotlight.readers.refusals import Refusal, label_proposal, refusal_at
from orchestration.spotlight.readers.tree.lines import FARTHEST, Role


def two_labels(first: Pair, second: Pair) -> Refusal:
    labels = sorted((first.label_line, second.label_line), key=lambda line: line.number)
    return refusal_at(
        first.number_line,
        first.number,
        "number_ambiguous",
        f"{first.number.text!r} could belong to {labels[0].text!r} (line {labels[0].number}) or to "
        f"{labels[1].text!r} (line {labels[1].number}). Expected every label to have its number; compare with the "
        "publisher's document.",
    )


def two_names(number: Element, label: Element, heading: Element) -> Refusal:
    return refusal_at(
        number.line,
        number.numbers[0],
        "number_ambiguous",
        f"{number.numbers[0].text!r} could belong to {label.line.text!r} (line {label.line.number}) or to "
        f"{heading.line.text!r} (line {heading.line.number}) right below it. Expected one; compare with the "
        "publisher's document.",
    )


def maybe_a_year(year: Element, label: Element) -> Refusal:
    return refusal_at(
        year.line,
        year.years[0],
        "number_ambiguous",
        f"{year.years[0].value!r} may be a year, or the figure of {label.line.text!r} (line {label.line.number}). "
        "If it is a figure, write it with a comma between thousands.",
    )


def too_far(element: Element, label: Element) -> Refusal:
    return refusal_at(
        element.line,
        element.numbers[0],
        "number_ambiguous",
        f"{element.numbers[0].text!r} stands too far from {label.line.text!r} (line {label.line.number}) to belong to "
        f"it. Expected at most {FARTHEST - 1} empty lines between them; compare with the publisher's document.",
    )


def unlabelled(elements: Sequence[Element], at: int) -> Refusal:
    element = elements[at]
    number = element.numbers[0]
    around = [elements[to] for to in (at - 1, at + 1) if 0 <= to < len(elements)]
    near = [one for one in around if one.labels]
    if near:
        names = " or ".join(f"{one.line.text!r} (line {one.line.number})" for one in near)
        return refusal_at(
            element.line,
            number,
            "number_ambiguous",
            f"{number.text!r} cannot be told to belong to {names}: labels and numbers of the document do not take "
            "turns. Expected one number for a label, always below it or always above it.",
        )
    headings = [one for one in around if one.line.role is Role.HEADING and one.line.wording]
    heading = min(headings, key=lambda one: one.gap_to(element)).line if headings else None
    fix = (
        f"If {heading.wording!r} (line {heading.number}) is its label, add it to "
        f"data/seeds/reference/labels.csv, as in: {label_proposal(heading.wording)}"
        if heading is not None
        else "Expected a label of data/seeds/reference/labels.csv beside it; compare with the publisher's document."
    )
    return refusal_at(
        element.line,
        number,
        "number_unread",
        f"{number.text!r} stands where a figure would, without a known label. {fix}",
    )
