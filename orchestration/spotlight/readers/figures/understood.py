"""Whether every heading, caption and head above a number, and its own line, is understood.

Belongs here: refusals of unknown words, and of headings that change figures by the examples. Not here: words that are
understood and contradict (context).
"""

from __future__ import annotations

from orchestration.spotlight.domain.vocabulary import CHANGES
from orchestration.spotlight.readers.figures.model import Candidate, Part
from orchestration.spotlight.readers.refusals import Refusal, example_proposal, heading_proposal, refusal_at


def not_understood(candidate: Candidate) -> Refusal | None:
    """A refusal if a part of a number's context is not understood, or changes figures by the examples."""
    for part in candidate.parts:
        if part.line.whole_wording or part.said.unknown:
            return _with_unknown_word(candidate, part)
        if part.line.effect == CHANGES:
            return refusal_at(
                part.line,
                None,
                "heading_unknown",
                f"The heading {part.text!r} stands above figures and may say that they are something else: so do "
                "headings in data/seeds/reference/heading_examples.csv with such words. If it changes nothing, add it "
                f"there, as in: {example_proposal(part.text)}",
            )
    return None


def _with_unknown_word(candidate: Candidate, part: Part) -> Refusal:
    word = part.said.unknown[0] if part.said.unknown else part.line.wording
    if part.is_own or part.is_head:
        return refusal_at(
            candidate.line if part.is_own else part.line,
            candidate.number if part.is_own else None,
            "number_unread",
            f"{candidate.number.text!r} stands where a figure would, and {word!r} in {part.text!r} is not "
            "known. If it is a figure of the report, add the wording to data/seeds/reference/labels.csv, as "
            f'in: "{part.line.wording}",figure,<measure>,<category>; if the word changes nothing, add it to '
            f"data/seeds/reference/headings.csv, as in: {heading_proposal(word)}",
            candidate.text,
        )
    if part.said.towns and len(part.said.towns) == len(part.said.unknown):
        return refusal_at(
            part.line,
            None,
            "heading_unknown",
            f"The heading {part.text!r} stands above figures, and {part.said.towns[0]!r} in it is a town or county. "
            "Expected figures of a whole state. If the word is never a place in headings, add it to "
            f"data/seeds/reference/headings.csv, as in: {heading_proposal(word)}",
        )
    return refusal_at(
        part.line,
        None,
        "heading_unknown",
        f"The heading {part.text!r} stands above figures, and {word!r} in it is not known. Add it to "
        "data/seeds/reference/headings.csv: with the kind neutral if it changes nothing, as in: "
        f"{heading_proposal(word)}; else with the kind that says what it makes of the figures.",
    )
