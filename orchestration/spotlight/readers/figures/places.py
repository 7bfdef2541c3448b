"""The place of a whole document: the nation, or the place that a sentence about its figures names.

Belongs here: places that no heading above a figure names. Not here: places in headings and heads (place_and_time).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from orchestration.spotlight.readers.blocks import Group, GroupKind
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.figures.outline import names_only_a_time, names_place_of_figures
from orchestration.spotlight.readers.figures.reach import applies_to, is_in_reach
from orchestration.spotlight.readers.figures.statements import (
    WILL,
    Sentence,
    Statement,
    mentions_figures,
)
from orchestration.spotlight.readers.figures.subjects import is_place_of_figures
from orchestration.spotlight.readers.grammar.lexicon import NATION, PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import What
from orchestration.spotlight.readers.grammar.towns import town_of
from orchestration.spotlight.readers.grammar.words import TO_BE, VERBS_OF_COUNTING, VERBS_OF_MAKING
from orchestration.spotlight.readers.sidecar import JURISDICTION, Sidecar
from orchestration.spotlight.readers.tree.lines import Line, Role

_ABOUT = frozenset(
    ("trafficking", "hotline", "figures", "statistics", "data", "cases", "numbers", "signals", "received", "reported")
)
_COUNTED = _ABOUT | VERBS_OF_COUNTING
_BEFORE_NAMES = frozenset(
    ("across", "around", "at", "concern", "concerning", "cover", "covering", "covers", "for", "from", "in",
     "involving", "mention", "mentioning", "near", "of", "reference", "referencing", "touching", "within")
)  # fmt: skip
_BEFORE_PLACE = frozenset(
    ("are", "came", "come", "counted", "cover", "covers", "is", "learned", "made", "only", "received", "reported",
     "shown", "taken", "was", "were")
)  # fmt: skip
"""Words before `for` that make its place that of the figures: `These figures are for Akron`"""
_COVER = re.compile(
    r"(?:(?:all|these|the) )?(?:counts|data|figures|numbers|statistics)(?: (?:from|of) the (?:national )?"
    r"(?:human trafficking )?(?:hotline|nhtrc|resource center))? cover (?:the )?(?:state of )?",
    re.IGNORECASE,
)
_BELOW_IS = re.compile(
    r"(?:below|here) (?:is|are) (?P<place>[A-Z][\w.]*(?: [A-Z][\w.]*){0,2})"
    r"(?: as the (?:National )?(?:Human Trafficking )?Hotline (?:counts|gives|has|publishes|reports|sees|shows)"
    r" it)?[.:]",
    re.IGNORECASE,
)
"""`Below is Utah as the Hotline gives it.`"""
_ON_ITS_PAGE = re.compile(
    r"(?:here (?:are (?:the (?:figures|numbers|statistics)|they)|they are),? |"
    r"(?:all |the |these )?(?:figures|numbers|statistics)(?: (?:below|here|you (?:are looking|asked) for))? "
    r"(?:are|were) )(?:(?:copied|quoted|taken|typed) )?(?:from|off|on) the "
    r"(?P<place>[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}) (?:page|spotlight) "
    r"of the (?:national )?(?:human trafficking )?(?:hotline|nhtrc|resource center)\b",
    re.IGNORECASE,
)
"""`Here they are, copied from the Utah Spotlight of the Hotline.`"""
_OF_WASHINGTON = "washington "
"""Begins `Washington, D.C.`, often the address of the hotline, but not the bare name of the state."""
_SMALL_IN_NAMES = frozenset(("and", "st"))
"""Small words within the names of places: `for St. Charles and Rolla, Missouri`"""
_POSSESSIVE = re.compile("'s\\b")
_NOT_OF = re.compile(r"\b(?:not|will)(?: [\w']+){0,3} (?:about|for|from|in|of|on) [A-Z]")
"""Sentences that name a place the figures are not of: `We will publish those for Ohio`"""
_COUNTIES = re.compile(
    r"(?![A-Z]\w+ing )(?:[A-Z][\w.']+,? ){1,6}(?:and|&) (?:[A-Z][\w.']+ ){1,2}(?i:counties|parishes|boroughs)\.?"
)
"""A line of nothing else: `Lucas and Wood counties.`"""
_POINTS_AWAY = re.compile(
    r"for (?:the )?[\w ]{1,40}'s own (?:counts|data|figures|numbers|statistics),? "
    r"see ((?:appendix|chapter|exhibit|part) \w{1,4})\.?",
    re.IGNORECASE,
)
"""`For the Cabinet's own figures see Appendix D.`"""
_MEMO_HEAD = re.compile(r"(?:from|to|cc|attn)\s*:", re.IGNORECASE)
"""Begins a line in the head of a memorandum: `From: H. Yost, Data and Learning`"""
_HOTLINE_REPORTED = re.compile(r"\bhotline (?:has |had )?(?:found|reported) (?:about|on)\b", re.IGNORECASE)
_DAYS = ("today", "yesterday")
_KINDS_OF_NAMES = (UNKNOWN, "local", "other_place")
_READS_FROM = re.compile(
    r"\b(?:presented|read (?:aloud |out )?from|shared) the \w.{1,60} hotline\b.{0,300}:$", re.IGNORECASE
)
_TOPICS = frozenset(
    ("data", "figures", "heard", "hotline", "information", "know", "knows", "learned", "numbers", "printed",
     "published", "report", "statistics")
)  # fmt: skip
"""After these words `on` and `about` introduce their place: `data on Ohio`"""


def _places_of_figures(sentence: Sentence, *, is_named_after: bool = False) -> list[str]:
    """The places that a sentence gives as those of the figures: `Its statistics for Nevada are these:`"""
    phrases, is_dated = sentence.phrases, bool(sentence.said.periods) and bool(_READS_FROM.search(sentence.text))
    # The place of the report that is read: `Ms. Hale read from the Ohio Spotlight of the Hotline, which covers ...`
    named = {id(one) for one, after in pairwise(phrases) if is_dated and after.text.casefold() == "spotlight"}
    entries = [
        one.entry
        for at, one in enumerate(phrases)
        if one.kind == PLACE
        if id(one) in named or is_place_of_figures(phrases, sentence.tokens, at, is_named_after=is_named_after)
    ]
    is_closed = sentence.is_negated or WILL.search(sentence.text)
    return [] if is_closed else [entry.meaning for entry in entries if entry is not None]


def points_away(sentence: Sentence, lines: Sequence[Line]) -> bool:
    """Whether a sentence says only where the figures of some body are: in a part of the report that is not here."""
    part = _POINTS_AWAY.fullmatch(sentence.text)
    if part is None or sentence.said.towns or sentence.said.has("local"):
        return False
    own = {id(line) for line in sentence.lines}
    return not any(part[1].casefold() in line.text.casefold() for line in lines if id(line) not in own)


def place_within_state(sentence: Sentence) -> str:
    """The place within a state that a sentence may give as that of the figures; else empty.

    `numbers for Laredo, Texas` and `numbers for greater Laredo`, but not `for the Laredo Coalition`.
    """
    said = sentence.said
    if (counties := _COUNTIES.fullmatch(sentence.text)) is not None:
        return counties[0]
    if _MEMO_HEAD.match(sentence.text) and not (said.towns or said.has("local")):
        return ""
    is_asked = sentence.text.endswith("?")
    # A title in the form of a question: `What the Hotline learned in Columbia, Mo.`
    is_title = sentence.words[:1] == ["what"] and not VERBS_OF_COUNTING.isdisjoint(sentence.words)
    if is_asked or sentence.is_negated or not (said.periods or is_title or mentions_figures(sentence)):
        return ""
    phrases = [phrase for phrase in sentence.phrases if phrase.text.casefold() != "the"]
    town = town_of(sentence.text)
    for at, before in enumerate(phrases):
        is_made = at > 0 and phrases[at - 1].text.casefold() in VERBS_OF_MAKING
        if is_made or before.text.casefold().rpartition(" ")[2] not in _BEFORE_NAMES:
            continue
        name = list(takewhile(_may_name, phrases[at + 1 :]))
        following = next(iter(phrases[at + 1 + len(name) :]), None)
        words = phrases[at - 1].text.casefold().split() if at > 0 else []
        is_of_figures = not (words and (_COUNTED | _BEFORE_PLACE).isdisjoint(words))
        is_of_figures |= before.text.casefold().startswith("cover")
        is_in_a_place = following is not None and following.kind == PLACE
        is_in_a_place |= bool(name) and bool(town) and town.startswith(name[0].text)
        # A name before an organization is part of its name: `the Laredo Coalition`, `the Middle Tennessee task force`
        behind = phrases[at + 1 + len(name) :]
        somebody = [one for one in behind[:2] if one.kind == "organization"]
        last = following if following is not None and following.kind == PLACE else (name or [before])[-1]
        is_of_somebody = bool(somebody) and f"{last.text} {somebody[0].text}" in sentence.text
        is_smaller = any(one.kind in (UNKNOWN, "local") for one in name)
        if is_smaller and (is_in_a_place or is_of_figures) and not is_of_somebody:
            return " ".join(one.text for one in name)
    return _owner(sentence, phrases)


def _owner(sentence: Sentence, phrases: Sequence[Phrase]) -> str:
    """The place within a state that owns the figures: `Rolla's numbers`, `Missouri's Phelps County`; else empty."""
    texts = {piece.number: piece.text for line in sentence.lines for piece in line.pieces}
    for at, phrase in enumerate(phrases):
        end = phrase.tokens[-1]
        if not _POSSESSIVE.match(texts.get(end.line, ""), end.end):
            continue
        before = phrases[at - 1].text.casefold().rpartition(" ")[2] if at else ""
        following = phrases[at + 1] if at + 1 < len(phrases) else None
        if phrase.kind == PLACE:
            name = list(takewhile(_may_name, phrases[at + 1 :]))
            following = next(iter(phrases[at + 1 + len(name) :]), None)
            is_of_figures = before in (*TO_BE, *_BEFORE_NAMES) or (not at and bool(sentence.said.periods))
            is_of_figures &= following is None or following.kind != "organization"
        else:
            name = [phrase] if _may_name(phrase) and phrase.text.casefold() not in _DAYS else []
            is_counted = following is not None and not _COUNTED.isdisjoint(following.text.casefold().split())
            is_of_figures = is_counted or before in TO_BE
        if is_of_figures and any(one.kind in (UNKNOWN, "local") for one in name):
            return " ".join(one.text for one in name)
    return ""


def _may_name(phrase: Phrase) -> bool:
    if phrase.text.casefold() in _SMALL_IN_NAMES:
        return True
    return phrase.kind in _KINDS_OF_NAMES and (phrase.kind != UNKNOWN or phrase.text[0].isupper())


def is_of_nation(lines: Sequence[Line], sidecar: Sidecar) -> bool:
    """Whether the document is about the nation: then `national` changes nothing."""
    if sidecar.value(JURISDICTION) == NATION:
        return True
    headings = [line.said for line in lines if line.role is Role.HEADING]
    titles = [said.places for said in headings if said.places]
    if not titles:
        # No heading names a place, and the first is about the nation, `National Statistics`; or the nation is the only
        # place of the document, and any heading is about it.
        if headings and headings[0].has("nation"):
            return True
        named = {place for line in lines if line.role is not Role.FRAME for place in line.said.places}
        return named == {NATION} and any(said.has("nation") for said in headings)
    return titles[0] == (NATION,)


@dataclass(frozen=True)
class Places:
    """The place that a document names outside the headings above its figures."""

    lines: Sequence[Line]
    sentences: Sequence[Sentence]
    statements: Sequence[Statement]

    def of(self, figure: Figure) -> tuple[str, int] | None:
        """The place of a figure, and its line: from the sentences that state its dates, or else the only place."""
        stated = [one for one in self.statements if applies_to(one.sentence, figure.candidate.groups, None)]
        said = {place: one.line for one in reversed(stated) for place in _places_of_figures(one.sentence)}
        # Another sentence of the paragraph may name the place: `You asked for the figures for Iowa. They are for 2019.`
        paragraphs = {one.sentence.line.block for one in stated if one.sentence.line.role is Role.PROSE}
        for one in self.sentences:
            if one.line.block in paragraphs:
                said |= dict.fromkeys(_places_of_figures(one, is_named_after=True), one.line.number)
        if len(said) == 1:
            return next(iter(said.items()))
        return self._only_place(figure) if not said else None

    def _only_place(self, figure: Figure) -> tuple[str, int] | None:
        """The only place of a document, from its titles or, without a title, from a sentence about its figures."""
        titles = {place for line in self._titled for place in line.said.places}
        # The nation in a sentence is not a second place: `one of the largest data sets in the United States`
        others = {place for place in self._named or () if not (place == NATION and self._is_nation_in_prose)}
        if self._named and len(others or self._named) == 1 and titles.issuperset(others):
            # A line below the figure is the foot of the page, not its title.
            titled = [line for line in self._titled if line.top <= figure.candidate.line.top]
            # A title in a box or the margin does not head this figure; one in another column does if the figure's own
            # has only a topic.
            groups = figure.candidate.groups
            has_topic = any(line.groups == groups and line.said.measures for line in self._headings)
            if titled and all(
                is_in_reach(one.groups, groups) or (has_topic and _is_beside(one.groups, groups)) for one in titled
            ):
                return titled[0].said.places[0], titled[0].number
        return self._without_title

    @cached_property
    def _is_nation_in_prose(self) -> bool:
        return all(line.role is Role.PROSE for line in self.lines if NATION in line.said.places)

    @cached_property
    def _named(self) -> dict[str, int] | None:
        """The places that the document names, and the line of each; None if a line names a part of a place."""
        places: dict[str, int] = {}
        # `West` at the end of a line and `Virginia` on the next are one name.
        wrapped = [sentence for sentence in self.sentences if len(sentence.lines) > 1]
        in_wrapped = {id(line) for sentence in wrapped for line in sentence.lines}
        named_in = [(line, line.tokens, line.said) for line in self.lines if id(line) not in in_wrapped]
        named_in += [(sentence.line, sentence.tokens, sentence.said) for sentence in wrapped]
        for line, tokens, said in named_in:
            is_address = any(token.what in (What.NOISE, What.CONTACT) for token in tokens)
            if line.role in (Role.FRAME, Role.MENU) or is_address:
                continue
            if said.places and said.is_part_of_place:
                return None
            for place in said.places:
                places.setdefault(place, line.number)
        return places

    @cached_property
    def _headings(self) -> list[Line]:
        return [line for line in self.lines if line.role is Role.HEADING]

    @cached_property
    def _titled(self) -> list[Line]:
        return [line for line in self._headings if line.said.places and not line.said.unknown]

    @cached_property
    def _without_title(self) -> tuple[str, int] | None:
        """The nation if the first heading is about it, or the only place if a sentence about the figures names it."""
        places = self._named
        if places is None:
            return None
        first = next((line for line in self.lines if line.role is Role.HEADING), None)
        if not places and first is not None and first.said.has("nation"):
            return NATION, first.number
        is_said = len(places) == 1 and any(map(_says_place_of_figures, self.sentences))
        return next(iter(places.items())) if is_said else None


def _is_beside(title: Sequence[Group], groups: Sequence[Group]) -> bool:
    """Whether a figure stands in another column than the title, as in a folded leaflet."""
    columns = [one[-1] for one in (title, groups) if one and one[-1].kind is GroupKind.COLUMN]
    return len(columns) == 2 and title[:-1] == groups[:-1]


def _says_place_of_figures(sentence: Sentence) -> bool:
    # One of many: `In Ohio, for example, trafficking is a felony.`
    is_one_of_many = not {"example", "instance", "e.g"}.isdisjoint(sentence.words)
    is_about = not (_ABOUT.isdisjoint(sentence.words) or sentence.said.has("nation") or is_one_of_many)
    is_named = bool(sentence.said.places) and is_about and not _NOT_OF.search(sentence.text)
    found = _BELOW_IS.fullmatch(sentence.text) or (None if sentence.is_negated else _ON_ITS_PAGE.match(sentence.text))
    is_below = found is not None and found["place"] in {
        phrase.text for phrase in sentence.phrases if phrase.kind == PLACE
    }
    is_of_it = (
        is_below or _follows_of_or_in(sentence) or names_place_of_figures(sentence.outline) or _is_covered(sentence)
    )
    # `It is the whole state of Montana, calendar year 2018.`
    is_bare = bool(sentence.said.places and sentence.said.periods) and names_only_a_time(sentence.phrases)
    return (is_named and is_of_it) or (is_bare and not (sentence.is_negated or sentence.is_of_another))


def _is_covered(sentence: Sentence) -> bool:
    """Whether a sentence states only what the figures cover: `These statistics of the Hotline cover Ohio.`"""
    cover = _COVER.match(sentence.text)
    return cover is not None and sentence.text[cover.end() :].rstrip(". ") == sentence.phrases[-1].text


def _follows_of_or_in(sentence: Sentence) -> bool:
    """Whether a place follows `in`, `of` or the like: `data on Ohio`, but not `the hotline is run from Missouri`."""
    phrases = [phrase for phrase in sentence.phrases if phrase.text.casefold() != "the"]
    texts = ["", *(phrase.text.casefold().rpartition(" ")[2] for phrase in phrases)]
    topics = {*_TOPICS, "found", "reported"} if _HOTLINE_REPORTED.search(sentence.text) else _TOPICS
    return any(
        after.kind == "place"
        and (
            text in ("for", "of", "within", "hotline", "hotline's")
            # Not an address: `The hotline is run from an office in Washington, D.C.`
            or (text == "in" and not after.text.casefold().startswith(_OF_WASHINGTON))
            or (text in ("on", "about") and topic in topics)
        )
        for topic, text, after in zip(texts, texts[1:], phrases[1:], strict=False)
    )
