"""What a line says as a heading of what stands below it.

Belongs here: one heading and what it names. Not here: how far it reaches (paths), whether it agrees with a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from orchestration.spotlight.domain.vocabulary import NO_CHANGE
from orchestration.spotlight.readers.blocks import Group
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS
from orchestration.spotlight.readers.grammar.meanings import Said, said_by
from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.grammar.words import WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.lines import Line
from orchestration.spotlight.readers.tree.names import without_names

_OF_PLACES = frozenset({"nation", "other_place"})
_BEGINS_A_YEAR = re.compile(
    r"(?:19|20)[0-9]{2} (?:data|figures|numbers|statistics) (?:are|were) (?:accurate|correct|current) as of\b",
    re.IGNORECASE,
)
_TOPICS = WORDS_FOR_FIGURES | {"hotline", "trafficking"}
_IN_HEADLINES = frozenset(
    {"organization", "other_place", "other_service", "other_breakdown", "other_measure", "change", "rank", "nation"}
)
"""What a headline may name that does not concern figures with their own title: `Shelter doubles its beds`."""
_OF_CALENDAR = re.compile(r"\b(?:legislative days?|season of (?:advent|lent))\b", re.IGNORECASE)
"""Names in a letterhead that are no part of the figures' year."""
_WHAT_OTHERS_COUNT = frozenset({"organization", "other_measure", "other_service"})


@dataclass(slots=True, eq=False)
class Heading:
    """A line above others, and which of place, period and topic it names: each holds until it is named anew."""

    line: Line
    said: Said
    names_place: bool
    names_period: bool
    names_topic: bool
    groups: tuple[Group, ...]
    has_content: bool = False
    """Something other than a heading stood below it."""
    has_numbers: bool = False
    """Numbers that may be figures stood below it, and no heading above them had a word that makes them others."""
    has_figures: bool = False
    """Numbers stood below it that are figures by what the headings above them say about figures."""
    is_group_head: bool = False
    """It is the first line of its group."""
    is_above_hotline: bool = False
    """It stands above a line that names the hotline, and above all numbers: names in it say nothing about figures."""
    is_letterhead: bool = False
    """It stands above the title as well, as the name of a publisher or a site: its unknown words say nothing."""
    is_headline: bool = False
    """It is the title of an article: a byline or a text of its own stands below it."""
    restates_time: bool = False
    """A heading above it names its period already."""
    is_placed: bool = False
    """The document states for which state its figures are: a part of a state in a name is only the publisher's."""
    is_parent: bool = False
    """Another heading stands right below it, so that it may head all that follows."""

    @property
    def said_about_figures(self) -> Said:
        """What it says about the figures. Above the name of the hotline, names and unknown words are left out.

        They stay if it names what is counted: `RE: Cases investigated by the Highway Patrol`.
        """
        said = self._said_as_letterhead()
        if self.is_letterhead and _OF_CALENDAR.search(self.line.text):
            said = replace(said, kinds=tuple(one for one in said.kinds if one[0] != "part_of_year"))
        return said.without_qualifiers() if self.line.effect == NO_CHANGE and not self.is_of_town else said

    def _said_as_letterhead(self) -> Said:
        if self.is_of_town or not (self.is_above_hotline or self.said.names_hotline):
            return self.said
        if self.is_letterhead and self.is_headline:
            # `Bluegrass Regional Task Force` above its minutes is of no region either.
            kept = said_by(tuple(without_names(self.line, of_places=True, is_placed=self.is_placed))).kinds
            # `County` makes another place of `Washington`, and a river without a state is none of the figures.
            without = _IN_HEADLINES if self.said.places else _IN_HEADLINES | {"local"}
            kinds = tuple(one for one in self.said.kinds if one in kept and one[0] not in without)
            return replace(self.said, kinds=kinds, measures=frozenset(), labels=(), unknown=())
        if self.is_above_hotline:
            named = said_by(tuple(without_names(self.line, of_places=self.names_place, is_placed=self.is_placed)))
            # `self.said` may have lost its topic and its year since.
            said = replace(
                named,
                years=named.years if self.said.years else (),
                measures=named.measures & self.said.measures,
                labels=named.labels if self.said.labels else (),
            )
        else:
            said = self.said
        if said.names_hotline or not said.measures:
            said = replace(said, kinds=tuple(one for one in said.kinds if one[0] != "organization"))
        if self.is_letterhead and said.unknown and not said.measures:
            # The year of `Membership year 2019` is not that of the figures.
            said = replace(said, unknown=(), periods=(), years=(), unclear=())
        return said

    @property
    def is_of_town(self) -> bool:
        """Whether it only narrows figures from the title's state to a town: `Toledo: hotline figures`."""
        said, words = self.said, {plain(word) for word in self.line.words}
        is_of_figures = said.names_hotline or bool(said.measures) or not words.isdisjoint(_TOPICS)
        # `Toledo only`
        others = [text for _, text in said.outside if text.casefold() != "only"]
        return bool(said.towns) and len(said.towns) == len(said.unknown) and not others and is_of_figures

    @property
    def level(self) -> int | None:
        return self.line.level

    @property
    def is_of_topic(self) -> bool:
        """Whether all words are known and say what is counted and when: `Trafficking cases by state, 2019`."""
        is_known = not (self.said.unknown or self.said.outside)
        return is_known and bool(self.said.measures) and self.names_period

    @property
    def is_of_another_counter(self) -> bool:
        """Whether it says only that others counted, or something else, and no place or time: `Our own hotline`."""
        kinds = {kind for kind, _ in self.said.outside}
        return bool(kinds) and kinds <= _WHAT_OTHERS_COUNT and not (self.names_place or self.names_period)

    @property
    def is_harmless(self) -> bool:
        """Whether it changes nothing below it, so that it does not matter how far it reaches."""
        return not (self.said.outside or self.said.unknown or self.said.measures or self.said.labels)

    def is_ended_by(self, period: Line) -> bool:
        """Whether the line `period` ends it; the rest of its own date, as below `Share of cases, January`, does not."""
        dates = {id(token.of) for token in self.line.tokens if token.of is not None}
        is_more = self.names_place or self.said.names_hotline or self.is_of_town
        return self.names_period and not is_more and id(period.tokens[0].of) not in dates


Path = tuple[Heading, ...]


def begins_a_year(heading: Heading) -> bool:
    """Whether the figures of one year begin: `2017 statistics are current as of December 31, 2017`."""
    is_one = len(heading.said.years) == 1 and bool(heading.said.days)
    return is_one and _BEGINS_A_YEAR.match(heading.line.text) is not None


def heading_of(line: Line) -> Heading:
    """A line as a heading."""
    said, kinds = line.said, {kind for kind, _ in line.said_about_figures.outside}
    period = bool(said.periods or said.years or said.unclear) or not kinds.isdisjoint(PERIOD_KINDS)
    place = bool(said.places) or not kinds.isdisjoint(_OF_PLACES)
    others = kinds - PERIOD_KINDS - _OF_PLACES
    topic = bool(said.measures or said.labels or others) or not (place or period)
    return Heading(line, said, place, period, topic, line.groups)
