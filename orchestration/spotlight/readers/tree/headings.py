"""What a line says as a heading of what stands below it.

Belongs here: one heading and what it names. Not here: how far it reaches (paths), whether it agrees with a figure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from orchestration.spotlight.readers.blocks import Group
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS
from orchestration.spotlight.readers.grammar.phrases import Said, plain
from orchestration.spotlight.readers.tree.imprints import PUBLICATIONS, REGIONS
from orchestration.spotlight.readers.tree.lines import Line

_OF_PLACES = frozenset({"nation", "other_place"})
_IN_NAMES = frozenset(
    {"organization", "local", "other_place", "other_service", "other_breakdown", "other_measure", "part_of_year"}
)
"""What the name of an organization may hold: `Daily Courier`."""
_IN_HEADLINES = frozenset(
    {"organization", "other_place", "other_service", "other_breakdown", "other_measure", "change", "rank", "nation"}
)
"""What a headline may tell of that figures with a title of their own are none of: `Shelter doubles its beds`."""
_BEFORE_CAUSES = frozenset(("against", "combating", "end", "ending", "fighting", "on", "prevent", "preventing", "stop"))
_SMALL_IN_NAMES = frozenset(("a", "against", "and", "at", "for", "in", "of", "on", "the", "to"))


@dataclass(slots=True, eq=False)
class Heading:
    """A line that stands above others, and what it names: each of the three reaches until it is named anew."""

    line: Line
    said: Said
    names_place: bool
    names_period: bool
    names_topic: bool
    groups: tuple[Group, ...]
    has_content: bool = False
    """Something other than a heading stood below it."""
    has_numbers: bool = False
    is_group_head: bool = False
    """It is the first line of its group."""
    is_letterhead: bool = False
    """It stands above the heading that names the hotline, and above all numbers: the name of who publishes, a site."""
    is_headline: bool = False
    """A line of who wrote it, or when, stands right below it."""
    restates_time: bool = False
    """It names the period that a heading above it names already."""
    is_parent: bool = False
    """Another heading stands right below it, so that it may be above all that follow."""

    @property
    def heard(self) -> Said:
        """What it says of the figures: a letterhead's unknown words and organizations say nothing of them.

        Unless it names what is counted: `RE: Cases investigated by the Highway Patrol`.
        """
        if not (self.is_letterhead or self.said.names_hotline):
            return self.said
        if self.is_letterhead and self.is_headline:
            kinds = tuple(one for one in self.said.kinds if one[0] not in _IN_HEADLINES)
            return replace(self.said, kinds=kinds, measures=frozenset(), labels=(), unknown=())
        named = _IN_NAMES if self._is_name_of_maker else frozenset({"organization"})
        kinds = tuple(one for one in self.said.kinds if one[0] not in named)
        # `Crime Victims Foundation` counts no victims, `Initiative on Labor and Sex Trafficking` no cases.
        has_cause = self._is_name_of_maker and self._names_a_cause
        is_name = self.said.has("organization") and not self.said.labels and self.said.measures <= {"victims"}
        measures = frozenset() if is_name or has_cause else self.said.measures
        labels = () if has_cause else self.said.labels
        unknown = () if self.is_letterhead and not measures else self.said.unknown
        heard = replace(self.said, kinds=kinds, measures=measures, labels=labels, unknown=unknown)
        # `Membership year 2019` has a time of its own.
        return replace(heard, periods=(), years=(), unclear=()) if self.said.unknown and not unknown else heard

    @property
    def _is_name_of_maker(self) -> bool:
        """`Gulf Coast Coalition`, `Georgia Bureau of Investigation`: its places and services are part of the name.

        But `Union County` is a county, and `Harris County Bulletin` may be of one.
        """
        is_county = bool(self.said.kinds) and self.said.kinds[-1][0] == "local" and not self.said.unknown
        is_written_as_name = all(word.text[0].isupper() or plain(word) in _SMALL_IN_NAMES for word in self.line.words)
        local = {text.casefold() for kind, text in self.said.kinds if kind == "local"}
        is_of_region = local <= REGIONS and not PUBLICATIONS.isdisjoint(map(plain, self.line.words))
        is_maker = (self.said.has("organization") or is_of_region) and (
            self.said.measures <= {"victims"} or self._names_a_cause
        )
        return self.is_letterhead and is_maker and is_written_as_name and not is_county

    @property
    def _names_a_cause(self) -> bool:
        """Whether all that it names as counted stands behind `on` or `against` in the name of a body."""
        kinds = [phrase.kind for phrase in self.line.phrases]
        body = kinds.index("organization") if "organization" in kinds else len(kinds)
        causes = [at for at, phrase in enumerate(self.line.phrases) if phrase.label is not None]
        before = self.line.phrases[causes[0] - 1] if causes and causes[0] else None
        is_named = before is not None and before.text.casefold() in _BEFORE_CAUSES and body < causes[0]
        return is_named and len(causes) == 1 and kinds[causes[0]] == "figure"

    @property
    def level(self) -> int | None:
        return self.line.level

    @property
    def is_harmless(self) -> bool:
        """It changes nothing of what stands below it, so that it does not matter how far it reaches."""
        return not (self.said.outside or self.said.unknown or self.said.measures or self.said.labels)


Path = tuple[Heading, ...]


def heading_of(line: Line) -> Heading:
    """A line as a heading."""
    said = line.said
    period = bool(said.periods or said.years or said.unclear) or any(kind in PERIOD_KINDS for kind, _ in said.kinds)
    place = bool(said.places) or any(kind in _OF_PLACES for kind, _ in said.kinds)
    others = [kind for kind, _ in said.outside if kind not in PERIOD_KINDS and kind not in _OF_PLACES]
    topic = bool(said.measures or said.labels or others) or not (place or period)
    return Heading(line, said, place, period, topic, line.groups)
