"""The effect of headings on figures where no rule decides: judged by the examples of `heading_examples.csv` and
`lead_examples.csv`.

Belongs here: which headings are judged so, and how much evidence it takes. Not here: weighing it (examples), places,
periods, measures and labels in headings (headings, context).

Titles carry slogans and the names of series and of addressees: no list of words holds them all.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, islice

from orchestration.spotlight.domain.vocabulary import CHANGES, NO_CHANGE
from orchestration.spotlight.readers.grammar.examples import Examples
from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PERIOD_KINDS, PLACE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.grammar.towns import town_of
from orchestration.spotlight.readers.grammar.words import (
    BETWEEN_TOTAL_AND_PARTS,
    NEGATIONS,
    PEOPLE_COUNTED,
    WORDS_FOR_FIGURES,
)
from orchestration.spotlight.readers.tree.letterheads import has_contact
from orchestration.spotlight.readers.tree.lines import Line, Role

# Up to this evidence, unknown words change nothing. It was measured on headings by authors outside the examples: 87 %
# of those that change nothing stay within 0.3, and 17 % of the others, most of which name a place or a period that
# rules read (docs/adr/0006-reader-principle.md).
_UNKNOWN_IS_HARMLESS = 0.3
_QUALIFIER_IS_HARMLESS = 0.0
"""The same for words that qualify: `Data digest for the task force`."""
_NARROWING_IS_HARMLESS = -0.5
"""The same beside a measure or another qualifier, where most narrow figures: `Language of callers: English`."""
_DOUBTFUL = -1.5
"""The same for words that may be a place, a season, people or a denial: `The Toledo Pages`, `Not yet`."""
_BEFORE_PLACES = frozenset(("across", "around", "here in", "in", "inside", "near", "outside", "st", "within"))
_OF = frozenset(("at", "for", "from", "of"))
"""Words before a place that a comma and its state follow: `for Polaris` alone names no place."""
_NOT_THE_HOTLINE = re.compile(
    r"\bnot (?:by |from |of )?(?:the )?(?:national |human trafficking |trafficking ){0,3}hotline", re.IGNORECASE
)
_COVERS = re.compile(r" (?:cover(?:s|ed)?|lasts?|lasted|r[au]ns?) .*\.$", re.IGNORECASE)
"""A sentence about the time of something unknown: `The grant covers January 1 through December 31, 2019.`"""
_OF_A_PART = re.compile(
    r"(?:about|across|after|along|among|around|as|at|before|behind|by|during|except|for|from|in|inside|near|of|on"
    r"|outside|our(?! (?:\w+ )?(?:area|region|states?)\b)|those|under|until|when|where|while|with|within|without) \w"
    r"|.*\b(?:center|clinic|program|shelter|unit)$",
    re.IGNORECASE,
)
"""Of headings right above figures that begin or end so, only examples are trusted: not `In the new program`."""
_SURE = 2.5
"""Above this evidence, a heading that no rule reads changes figures: `Online recruitment alone`."""
_LEAD = 0.0
"""The same for a heading with a colon, by the examples of leads."""
_UNKNOWN_WORD = 1.0
"""Evidence added for each word that no example has."""
_FEWEST_WORDS = 3
"""A heading of fewer words says nothing except its qualifier."""
_WHO_COUNTS = frozenset({"organization", "other_service"})
_OF_SEVERAL = PERIOD_KINDS | {"nation", "other_place"}
_ALWAYS_HEARD = frozenset(
    {"all_time", "average", "estimate", "local", "nation", "other_place", "scale", "share", "void"}
)
_OF_FIGURES = (Role.FIGURES, Role.ITEM, Role.TABLE)


def judge_headings(lines: Sequence[Line], examples: Examples, of_leads: Examples, lexicon: Lexicon) -> None:
    """Set the effect of headings with unknown words or qualifiers, and of those that no rule reads.

    One with a colon right above figures is judged by the examples of leads too (`of_leads`): `Staff trained on:`.

    If nothing names the hotline, a title may be the only sign that the page is about something else: it stays unknown.
    """
    headings = [heading for line in lines for heading in (line, *line.captions) if not has_contact(heading)]
    names_hotline = any(heading.said.names_hotline for heading in headings)
    below: Role | None = None
    announced: Role | None = None
    """The role of the next line that is no heading."""
    for line in reversed(lines):
        for heading in (line, *line.captions):
            if heading.role is not Role.HEADING:
                continue
            is_over = line.table is not None or below in _OF_FIGURES
            is_lead = heading.text.endswith(":") and (is_over or announced in _OF_FIGURES)
            if _changes_list(heading, examples, of_leads, is_over=is_over, is_lead=is_lead):
                heading.effect = CHANGES
            elif heading.has(UNKNOWN, *NOT_OF_THE_REPORT) and names_hotline and "@" not in heading.text:
                # `@` names the author of a post: whose post it is decides what stands below.
                judge = _Judge(heading, examples, lexicon, is_over_figures=is_over)
                heading.effect = NO_CHANGE if judge.changes_nothing() else ""
        below = line.role if line.role is not Role.BLANK else below
        announced = line.role if line.role not in (Role.BLANK, Role.HEADING) else announced


def _changes_list(heading: Line, examples: Examples, of_leads: Examples, *, is_over: bool, is_lead: bool) -> bool:
    """Whether the examples leave little doubt, or nothing but examples could tell that a heading changes nothing."""
    evidence = examples.evidence(heading.text)
    last = _last_line(heading)
    # `For reference:` and `For reference` are one example.
    of_both = [examples.evidence(text) for text in {last.text, last.text.rstrip(":")} if is_over]
    of_last = max(of_both, default=-math.inf)
    is_narrow = is_over and _narrows(last) and -math.inf not in of_both
    lead = of_leads.evidence(heading.text) if is_lead else -math.inf
    is_place = all(phrase.kind == PLACE for phrase in heading.phrases)
    is_known = math.inf in (evidence, of_last, lead) and not is_place
    is_sure = any(
        not _is_heard_by_rules(one) and found > _SURE for one, found in ((heading, evidence), (last, of_last))
    )
    return is_known or is_narrow or is_sure or (lead > _LEAD and not _names_any(heading))


class _Judge:
    """One heading with unknown words or qualifiers. Each line of a title is weighed for itself."""

    def __init__(self, heading: Line, examples: Examples, lexicon: Lexicon, *, is_over_figures: bool) -> None:
        self.heading = heading
        self.examples = examples
        self.is_over_figures = is_over_figures
        texts: dict[int, str] = defaultdict(str)
        for piece in heading.pieces:
            texts[piece.number] += f" {piece.text.strip()}"
        first = next((token for token in heading.tokens if token.kind is not Kind.BREAK), None)
        if first is not None and first.of is not None and first.what is What.NOISE:
            # Examples with slides and tables say nothing about the words beside these: `Slide 4: Atlanta`.
            texts[first.line] = texts[first.line].replace(first.of.text, " ", 1)
        is_broken = any(phrase.tokens[0].line != phrase.tokens[-1].line for phrase in heading.phrases)
        # Beside the name of the hotline, `Toledo:` would weigh too little. Lines broken within a name are one text.
        names_hotline = heading.said.names_hotline and heading.text[0].isupper()
        self.evidence = {
            number: max(
                _evidence(one, examples, lexicon)
                for one in (
                    text,
                    text.split(": ")[0] if names_hotline else text,
                    heading.text if is_broken else text,
                )
            )
            for number, text in texts.items()
        }

    @property
    def tells_of_figures(self) -> bool:
        return self.heading.said.names_hotline or _names_figures(self.heading)

    def changes_nothing(self) -> bool:
        phrases = self.heading.phrases
        return all(
            self.evidence[phrase.tokens[0].line] <= self._limit(before, phrase, following)
            for before, phrase, following in zip([None, *phrases[:-1]], phrases, [*phrases[1:], None], strict=True)
            if phrase.kind == UNKNOWN or phrase.kind in NOT_OF_THE_REPORT
        )

    def _limit(self, before: Phrase | None, phrase: Phrase, following: Phrase | None) -> float:
        """The evidence up to which a phrase changes nothing.

        These always change figures: who counted what follows, qualifiers of several words such as `in its history`,
        and any qualifier of a short heading.
        """
        if phrase.kind == UNKNOWN:
            is_before_a_place = following is not None and following.kind == PLACE
            may_be_a_place = before is not None and self._may_be_a_place(before, phrase)
            # `Rolla Spotlight`
            names_figures = following is not None and plain(following.tokens[0]) in WORDS_FOR_FIGURES
            may_be_a_place |= names_figures and phrase.text[0].isupper() and not self.heading.text.isupper()
            covers_other = self.heading.said.periods and _COVERS.search(self.heading.text)
            if covers_other or _NOT_THE_HOTLINE.search(self.heading.text):
                return -float("inf")
            if self.tells_of_figures and (town_of(self.heading.text) or (is_before_a_place and may_be_a_place)):
                # `What the hotline learned in Columbia, Missouri`
                return -float("inf")
            is_doubtful = is_before_a_place or may_be_a_place or self._may_be_a_part(phrase)
            # `Safe Harbor line`
            is_doubtful |= before is not None and before.text[0].isupper() and phrase.text.casefold() == "line"
            is_doubtful |= phrase.text.casefold() in NEGATIONS
            return _DOUBTFUL if is_doubtful else _UNKNOWN_IS_HARMLESS
        if phrase.kind in _WHO_COUNTS:
            is_heard = self.is_over_figures
        else:
            is_heard = len(phrase.tokens) > 1 or len(self.heading.words) < _FEWEST_WORDS
        if is_heard or phrase.kind in _ALWAYS_HEARD:
            return -float("inf")
        if phrase.text.casefold() in PEOPLE_COUNTED or phrase.kind == "part_of_year":
            return _DOUBTFUL
        names_what_is_counted = bool(self.heading.said.measures or self.heading.said.labels)
        has_several = len({kind for kind, _ in self.heading.said.outside} - _WHO_COUNTS) > 1
        return _NARROWING_IS_HARMLESS if names_what_is_counted or has_several else _QUALIFIER_IS_HARMLESS

    def _may_be_a_part(self, phrase: Phrase) -> bool:
        """Whether it may be a part of the figures: a town (`The Toledo Pages`), or a common noun that sentences of the
        examples have and headings do not (`Farms`). Other names are those of publishers.
        """
        word = phrase.tokens[0].text
        is_common_noun = word.casefold() in self.examples.small - self.examples.words
        return bool(phrase.value) or (is_common_noun and word[0].isupper() and not self.heading.text.isupper())

    def _may_be_a_place(self, before: Phrase, phrase: Phrase) -> bool:
        """Whether the words around it make it a place: `Here in Joplin`, `St. Louis`, `for Harborview, Missouri`."""
        word, preposition = phrase.tokens[0].text, before.text.casefold()
        behind = dropwhile(lambda token: token is not phrase.tokens[-1], self.heading.tokens)
        has_comma = [token.text for token in islice(behind, 1, 2)] == [","]
        is_before_places = preposition in _BEFORE_PLACES or (has_comma and preposition.split()[-1] in _OF)
        return word[0].isupper() and is_before_places


def _evidence(text: str, examples: Examples, lexicon: Lexicon) -> float:
    """The evidence that a text changes figures, raised for each word that no example has and that may change them."""
    unknown = [word for word in examples.unknown(text) if not lexicon.is_harmless(word)]
    return examples.evidence(text) + _UNKNOWN_WORD * len(unknown)


def _is_heard_by_rules(heading: Line) -> bool:
    """Whether rules read it: it names a place, a time or who counts, on which the examples have nothing to say.

    `Figures compiled from shelter intake` is left to the examples: it names figures, whatever stands below it.
    """
    said = heading.said
    is_dated = bool(said.periods or said.unclear or said.years or said.days or said.moments)
    kinds = {kind for kind, _ in said.kinds}
    names_who = not kinds.isdisjoint(_WHO_COUNTS) and not _names_figures(heading)
    return bool(said.places) or "local" in kinds or is_dated or names_who or not kinds.isdisjoint(_OF_SEVERAL)


def _last_line(heading: Line) -> Line:
    """The last line of a heading of several: `In farm work` below `Cases by type`."""
    number = heading.pieces[-1].number
    phrases = tuple(one for one in heading.phrases if one.tokens[0].line == number)
    if len(phrases) == len(heading.phrases) or not phrases:
        return heading
    tokens = tuple(token for token in heading.tokens if token.line == number)
    return replace(heading, pieces=heading.pieces[-1:], tokens=tokens, phrases=phrases, _said=None)


def _names_any(heading: Line) -> bool:
    """Whether it names something that a report has, or is a known phrase without content: `On one page`."""
    said = heading.said
    is_known = len(heading.phrases) == 1 and heading.phrases[0].kind == "neutral"
    is_known |= heading.wording.casefold() in BETWEEN_TOTAL_AND_PARTS
    is_named = said.names_breakdown or said.names_hotline or _names_figures(heading) or _is_heard_by_rules(heading)
    return is_known or is_named


def _narrows(heading: Line) -> bool:
    """Whether it names nothing that a report has, and begins or ends as a part's name does: `In the new program`."""
    return not _names_any(heading) and _OF_A_PART.match(heading.text) is not None


def _names_figures(heading: Line) -> bool:
    """Whether it names what is counted, or speaks of numbers."""
    said = heading.said
    return bool(said.measures or said.labels) or any(plain(word) in WORDS_FOR_FIGURES for word in heading.words)
