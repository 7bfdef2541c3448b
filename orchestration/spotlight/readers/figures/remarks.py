"""Which sentences and notes change what the figures beside them mean, and which cannot be understood.

Belongs here: the evidence of the examples, other languages. Not here: headings and heads (context), numbers, places
and times in sentences (said, statements), signs that a line explains (explained).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.figures.announcements import (
    OF_A_PART,
    UNLIKELY,
    announces_a_part,
)
from orchestration.spotlight.readers.figures.clauses import clauses_of
from orchestration.spotlight.readers.figures.definitions import defines_otherwise
from orchestration.spotlight.readers.figures.loose_notes import changes_all, is_pointed_at, other_lines
from orchestration.spotlight.readers.figures.notes import ABOUT_ALL, is_of_marked_place, speaks_of_more
from orchestration.spotlight.readers.figures.other_years import is_of_other_years
from orchestration.spotlight.readers.figures.sources import OTHER_HOTLINE
from orchestration.spotlight.readers.figures.statements import (
    Sentence,
    has_figures_as_subject,
    mentions_figures,
    sentence_of,
)
from orchestration.spotlight.readers.figures.subjects import speaks_of_figures
from orchestration.spotlight.readers.figures.zone import WORDS_OF_CORRECTION
from orchestration.spotlight.readers.grammar.examples import Examples
from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import OF_REPORTS, PLAIN_VERBS, VERBS_OF_RECEIVING, WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.lines import FARTHEST, Line, Role
from orchestration.spotlight.readers.tree.names import is_only_a_body
from orchestration.spotlight.readers.tree.prose import ends_sentence

_SURE = 1.35
"""A sentence with more evidence changes figures, if no bound below holds for it (docs/adr/0006-reader-principle.md)."""
_UNUSUAL = -0.8
"""A sentence with more evidence is unusual right beside figures in sentences: `Or so the mailer said.` has -0.5.
When the bound was 0 for longer sentences, 38 of 280 that take figures back passed."""
_LIKELY = 0.5
"""Enough evidence where a sentence names figures and a town, or where the figures are its subject and it names a
known qualifier or another hotline."""
_OF_FIGURES = 1.0
"""Enough evidence where the figures are the subject of a sentence."""
_NEAR_FIGURES = 1.2
"""The same where it only mentions them."""
_FAR_FROM_FIGURES = 1.65
"""The same where no word is one of reports (`OF_REPORTS`). With `_SURE` here too, 6 more plain documents of 3,900 would
be refused, and 2 more traps of 1,600."""
_BESIDE = 3
"""Sentences before a sentence, and behind it, that tell what kind of text it stands in."""
_LIMITS_BESIDE = -4.0, 3.0
_LEAST_BESIDE, _LEAST_OF_FIGURES = -0.3, -0.15
"""The most that they take from its evidence: little where it names the figures, since help lines stand anywhere."""
_EXCLUDING = frozenset(("except", "excluded", "left", "missing", "only", "without"))
"""They take nothing from a sentence with one of these words: `Boys and men are left out.`"""
_OF_EXAMPLE = -2.0
"""What an example that changes nothing tells of its neighbours: as much as an ordinary sentence."""
_WEIGHT_BESIDE, _OFFSET_BESIDE = 0.3, 0.4
"""Chosen on 6,300 hand-made documents: three more traps are noticed, and no more plain documents are refused."""
_IN_FRAME = 2.0
"""Enough evidence in the frame of a page."""
_FEWEST_IN_FRAME = 4
"""A sentence in the frame has at least so many words."""
_FOREIGN = 6
"""A sentence with so many unknown words, and more than half of its words, is in another language."""
_FRAGMENT = 3
"""A sentence of at most so many words without a verb is a caption: what it names decides, as in a heading."""
_JOINT_FRAGMENT = 8
"""The same for a note that names another service: `* Hotline and Safe Textline together.`"""
# With the name of a town in a caption, these words make the figures those of the town.
_OF_ITS_NUMBERS = WORDS_FOR_FIGURES | {"alone", "area", "counties", "county", "just", "only"}
_OF_CAPTION = (Kind.WORD, Kind.BREAK, Kind.MARK, Kind.YEAR)
OF_NUMBERS = frozenset(NOT_OF_THE_REPORT) - {"organization", "other_service", "other_measure", "rank", "change"}
"""Kinds that change numbers as a caption: `Minors.`, `Since 2007.`, but not `Crisis Text Line.`"""
SUSPECT = frozenset(("all_time", "average", "estimate", "share", "scale", "other_service", "void"))
"""Kinds of `headings.csv` that harmless sentences about figures seldom name."""
_SINCE_ALONE = re.compile(r"\W*since (?:19|20)[0-9]{2}\.", re.IGNORECASE)
_OF_NO_COUNTS = frozenset(("average", "estimate", "scale", "share"))
_ABOUT_MARKED = re.compile(
    r"\b(?:marked|starred|with (?:this|the|an?|such an?) (?:asterisk|dagger|mark|sign|star|symbol))\b", re.IGNORECASE
)
"""A note about only the numbers with its mark: `¹ All numbers marked are doubled.`"""
_OF_PLACE = frozenset(
    ("above", "all", "are", "below", "cover", "covers", "count", "counts", "data", "figures", "for", "is", "numbers")
) | {"of", "state", "statistics", "the", "these", "totals"}
"""All the words of a sentence that only names the place of all figures."""
_THESE_ARE = re.compile(
    r"(?:below|the following|these|they|those|what follows|what you see) (?:are|is|was|were)\b", re.I
)
"""The figures as the subject: `These are the six New England states together.`"""
_TREND = re.compile(
    r"(?:while (?:(?! (?:are|is|was|were) )[^,;:.]){1,120}, )?(?:it is worth noting that )?since (?:19|20)[0-9]{2}, "
    r"(?:the number of )?(?:cases|reports|signals|situations)(?:(?! (?:are|is|was|were) )[^,;:.]){0,80} (?:has|have) "
    r"(?:\w+ly )?(?:declined|decreased|dropped|fallen|grown|increased|risen)\.?",
    re.IGNORECASE,
)
"""A trend, not what is counted here: `Since 2018, the number of situations on farms has steadily increased.`"""
_OWN_SERVICE = re.compile(
    r"\b(?:our|its|their|[a-z]{2,20}'s) own\b[\w\s-]{0,40} "
    r"(?:app|chat|chat ?line|hotline|helpline|line|office|portal|program|service|site|staff|web ?site)\b",
    re.IGNORECASE,
)
_VIEWED = re.compile(
    r"(?:(?:you are|you're|now|currently) )?(?:displayed|displaying|looking at|selected|showing|shown|viewing)\b"
    r"(?! all\b)",
    re.IGNORECASE,
)
"""What a page shows: `You are viewing: Harris County.`"""
_OF_SOME_PLACES = re.compile(
    r"\b(?:areas|cities|counties|districts|offices|precincts|regions|towns)\b[\w\s]{0,20}"
    r"\b(?:of|with) (?:at least|fewer|less|more|over|under)\b[\w\s,]{1,30}"
    r"\b(?:are|were) (?:dropped|excluded|hidden|left out|missing|not)\b"
    r"|\b(?:remainder|rest) of (?:our|the) state\b[^.;]{0,30}\b(?:excluded|left out|missing|not counted|omitted)\b"
    r"|^\W*only (?:calls|cases|cities|contacts|counties|signals|towns) (?:of|over|with) (?:at least|more|over|[0-9])",
    re.IGNORECASE,
)
"""Places or cases left out of the counts: `Counties with fewer than ten were dropped.`"""
_LEFT_OUT = re.compile(
    r"^(?:calls|cases|contacts|figures|numbers|signals|those)\b[^.;]{0,90}\bhotline(?:'s)? [^.;]{0,40}"
    r"\bnot (?:counted|in|included|part)\b",
    re.IGNORECASE,
)
"""Counts without the hotline's: `Contacts with the National Human Trafficking Hotline are not included.`"""
_IS_NOT = re.compile(
    r"(?<!\bwe )(?<!site )\b(?:is|are|was|were) (?:not|no part of)"
    r"(?: (?:calls|cases|contacts|signals|texts) (?:from|of|to)| a part of| from| run by| the same as"
    r"| th(?:at|ose) of)?(?: the)?(?: national)?"
    r"(?: human trafficking)? hotline(?:'s)?\b"
    r"|\bnot an? (?:count|figure|number|statistic) of the (?:national )?(?:human trafficking )?hotline\b",
    re.IGNORECASE,
)
"""Another source: `The tip line is not the National Human Trafficking Hotline.`, `not a figure of the hotline`"""
_NARROWED = re.compile(
    r"\b(?:chart|data|download|export|extract|figures|filter|inquiry|list|numbers|pull|query|report|request|results?"
    r"|search|selection|sheet|statistics|table)\b[^.;]{0,40}\b(?:confined|filtered|limited|narrowed|restricted) to\b"
    r"|\bwe (?:asked|looked|searched) only (?:at|for|in)\b"
    r"|\b(?:confined|filtered|limited|narrowed|restricted) (?:it|our|that|the|these|this|what)\b[^.;]{0,40} to\b"
    r"|\bwe (?:confined|filtered|limited|narrowed|restricted) [^.;]{1,40} to\b",
    re.IGNORECASE,
)
"""A request or its result that was narrowed: `The search was confined to Wayne and Oakland counties.`"""
_NARROWED_TO_SOME = re.compile(
    r"^(?!.*\b(?:attendance|beds?|class|course|event|grant|membership|program|registration|seating|seats|services?"
    r"|shelter|training|webinar|workshop)\b)"
    r".*\b(?:confined|filtered|limited|narrowed|restricted) to (?:adults|boys|callers|children|girls|hotels|men|minors"
    r"|people|survivors|those|truck stops|victims|women|youth)\b",
    re.IGNORECASE,
)
"""`This page is limited to women.`, but not `The webinar is limited to survivors.`"""
_COUNTED_BY = re.compile(
    r"^\W*(?:(?:calls|cases|contacts|counts|figures|numbers|signals|victims) (?:(?:are|were) )?)?"
    r"(?:collected|counted|handled|identified|investigated|opened|recorded|served"
    r"|tallied) by\b|\bas (?:counted|given|recorded|reported) by\b",
    re.I,
)
"""Who counted instead of the hotline: `Identified by the state police.`"""
_READ_FOR = re.compile(r"\W*(?i:for|in place of|where it says) [A-Z0-9][\w ]{0,40},? (?:please )?read [A-Z0-9]")
"""A correction: `For Ohio read Indiana throughout.`"""
_JOINED = frozenset(
    ("added", "alike", "both", "combined", "joined", "merged", "pooled", "plus", "sum", "summed", "together")
)
"""Words that add the counts of two hotlines."""
_UNSURE = re.compile(
    r"\b(?:i|we|nobody|no one)\b[^.;]{0,80}\b(?:(?:can(?:not|'t| no longer)|could(?: not|n't)|am not|are(?: not|n't)"
    r"|do(?: not|n't)|did(?: not|n't)|no longer|nor)(?: \w+){0,2} (?:tell|say|sure|certain|remember|recall|know)"
    r"|forgot|knows?|lost track)\b[^.;]{0,40}\b(?:if|whether|which) [^.;]{0,60}"
    r"\b(?:(?:came|come|copied|taken|typed) (?:from|off)|belongs? to)\b[^.;]{0,40}"
    r"\b(?:column|copy|list|page|report|row|sheet|spotlight|tab|table|workbook)\b",
    re.IGNORECASE,
)
"""Doubt about a copy: `I cannot tell any more whether it came from the Louisiana tab or the Mississippi tab.`"""
_QUOTES = ('"', "'", "\u201c")


def is_unusual(text: str, examples: Examples) -> bool:
    """Whether a sentence may take back the figures in the sentence beside it; a quotation needs more evidence."""
    return examples.evidence(text) > (_LIKELY if text[:1] in _QUOTES else _UNUSUAL)


def remarks_of(
    sentences: Sequence[Sentence], lines: Sequence[Line], examples: Examples, of_leads: Examples, *, of_nation: bool
) -> Iterator[Sentence]:
    """Sentences that change all figures. A note that a mark points at is about one figure, and left out here.

    A sentence with a colon right above figures announces them: the examples of leads (`of_leads`) judge it. In a
    document about the nation, a sentence may say that its figures are the nation's. In the frame of a page, as among
    the comments below it, only what is plain is heard: `The table above is not Nevada's.`
    """
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.MENU)]
    heads = {id(line) for line, below in pairwise(filled) if below.counts or below.table is not None}
    for sentence, beside in zip(sentences, _evidence_beside(sentences, examples), strict=True):
        if of_nation and _says_of_nation(sentence, examples):
            continue
        is_lead = id(sentence.lines[-1]) in heads and sentence.text.rstrip().endswith(":")
        if is_lead:
            # Its refusal asks for a line of `sentences.csv`, which must then decide.
            is_taught = examples.evidence(sentence.text) == -math.inf
            is_changed = announces_a_part(sentence, examples, of_leads) or changes(sentence, of_leads)
            is_changed &= not is_taught
        else:
            is_changed = changes(sentence, examples, beside) or changes_all(sentence, lines, examples)
        if is_changed and not is_of_one(sentence, lines):
            yield sentence
    for line in lines:
        is_sentence = len(line.words) >= _FEWEST_IN_FRAME and ends_sentence(line.text)
        if line.role is Role.FRAME and is_sentence and examples.evidence(line.text) > _IN_FRAME:
            yield sentence_of(line)


def _evidence_beside(sentences: Sequence[Sentence], examples: Examples) -> Iterator[float]:
    """For each sentence, what those before and behind it add to its evidence, however far they are.

    They take some of it amid a story, and add some among other remarks.

    Words without a full stop, such as a caption, stand for themselves.
    """
    low, high = _LIMITS_BESIDE
    own = [examples.evidence(one.text) for one in sentences]
    evidence = [_OF_EXAMPLE if one == -math.inf else max(low, min(high, one)) for one in own]
    for at, sentence in enumerate(sentences):
        near = evidence[max(0, at - _BESIDE) : at] + evidence[at + 1 : at + 1 + _BESIDE]
        added = _OFFSET_BESIDE + _WEIGHT_BESIDE * sum(near) / (2 * _BESIDE)
        least = _LEAST_OF_FIGURES if mentions_figures(sentence) else _LEAST_BESIDE
        least = least if _EXCLUDING.isdisjoint(sentence.words) else 0.0
        yield max(least, added) if near and ends_sentence(sentence.text) else 0.0


def _says_of_nation(sentence: Sentence, examples: Examples) -> bool:
    """Whether a clause says no more than that figures are the nation's, and the others are as in any plain text.

    `The figures are those of the whole country; state pages are not reproduced in this appendix.`
    """
    clauses = clauses_of(sentence)
    others = [one for one in clauses if one.said.unknown or {kind for kind, _ in one.said.outside} - {"nation"}]
    says_so = any(one.said.has("nation") for one in clauses if one not in others)
    texts = (" ".join(token.text for token in one.tokens) for one in others)
    return says_so and all(examples.evidence(text) <= _UNUSUAL for text in texts)


def is_of_one(sentence: Sentence, lines: Sequence[Line]) -> bool:
    """Whether a sentence is the note of one figure and not about more."""
    others = other_lines(sentence, lines)
    is_pointed = bool(sentence.mark) and is_pointed_at(sentence.mark, others)
    return is_pointed and (is_of_marked_place(sentence, others) or not speaks_of_more(sentence))


def changes(sentence: Sentence, examples: Examples, beside: float = 0.0) -> bool:
    """Whether a sentence changes what figures mean. One that only states a place, period or day does not.

    `beside` is the evidence that the sentences beside it add to its own.
    """
    said = sentence.said
    evidence = examples.evidence(sentence.text)
    if math.isinf(evidence):
        return evidence > 0
    is_statement = bool(said.periods or said.days or said.years or said.places) and not sentence.is_negated
    is_statement &= not (said.unknown or said.outside)
    names_another = any(kind in SUSPECT for kind, _ in said.outside) or OTHER_HOTLINE.search(sentence.text.casefold())
    is_suspect = bool(names_another) and has_figures_as_subject(sentence) and not sentence.is_negated
    is_dated = bool(said.periods or said.days)
    if sentence.mark and _ABOUT_MARKED.search(sentence.text):
        return True
    if _TREND.fullmatch(sentence.text.strip()):
        return False
    names_body = said.has("organization") or said.has("other_service")
    is_by_body = names_body and not said.names_hotline and bool(_COUNTED_BY.search(sentence.text))
    if is_by_body or _SINCE_ALONE.fullmatch(sentence.text) or (said.places and _READ_FOR.match(sentence.text)):
        return True
    if _is_counted_by_another(sentence):
        return True
    if _OF_SOME_PLACES.search(sentence.text):
        return True
    if _UNSURE.search(sentence.text):
        return True
    if _VIEWED.match(sentence.text) and (said.towns or said.has("local")):
        return True
    is_of_part = bool(said.towns) or not OF_A_PART.isdisjoint(kind for kind, _ in said.outside)
    is_no_count = not _OF_NO_COUNTS.isdisjoint(kind for kind, _ in said.outside)
    if is_no_count and ABOUT_ALL.search(sentence.text) and not sentence.is_negated:
        # `To compare large and small states, every value is given per one million residents.`
        return True
    if (_NARROWED.search(sentence.text) and is_of_part) or _NARROWED_TO_SOME.match(sentence.text):
        return True
    if names_another and said.names_hotline and mentions_figures(sentence) and not _JOINED.isdisjoint(sentence.words):
        # `Numbers are reports to the National Hotline and to the state's abuse hotline added together.`
        return True
    if is_of_other_years(sentence.text):
        return True
    is_of_others = said.has("other_place") or (said.has("nation") and not said.places)
    if is_of_others and _THESE_ARE.match(sentence.text):
        return True
    if sentence.words[-1:] in (["only"], ["alone"]) and [one.kind for one in sentence.phrases[-2:-1]] == [PLACE]:
        # Whether the place is that of the figures is checked in `said`.
        return not _is_of_all_alone(sentence)
    if (is_otherwise := defines_otherwise(sentence)) is not None:
        return is_otherwise
    if is_dated and sentence.phrases[0].kind == "local":
        # The figures of a part of the state: `Eastern Ohio, January 1 through December 31, 2021.`
        return True
    if (is_dated or has_figures_as_subject(sentence)) and _OWN_SERVICE.search(sentence.text):
        return True
    if _IS_NOT.search(sentence.text) or (
        said.names_hotline and sentence.is_negated and _LEFT_OUT.search(sentence.text)
    ):
        return True
    if is_dated and not OF_A_PART.isdisjoint(kind for kind, _ in said.outside):
        # With a period, the figures must be meant: `It covers Harris County only, for January 1, 2020 through ...`
        return evidence > UNLIKELY
    names_county = ("local", "county") in {(kind, words.casefold()) for kind, words in said.outside}
    is_suspect |= (bool(said.towns) or names_county) and mentions_figures(sentence)
    # `Table 2 was printed with the numbers of another state by mistake.`
    is_suspect |= not WORDS_OF_CORRECTION.isdisjoint(sentence.words) and mentions_figures(sentence)
    # `Estimated by us, where a case named no number of victims.` has the figures as its subject without naming them.
    is_suspect |= bool(sentence.phrases) and sentence.phrases[0].kind == "estimate"
    is_caption = sentence.line.kind is BlockKind.TERM
    needed = _UNUSUAL if is_caption else _LIKELY if is_suspect else _needed_by(sentence) - beside
    is_clear = evidence > needed
    return not is_statement and (is_clear or _is_caption(sentence) or _names_one_only(sentence, examples))


def _needed_by(sentence: Sentence) -> float:
    """How much evidence a sentence needs: less if the figures are its subject, or if it names them.

    More if it names nothing of a report: `To the boys of Troop 88.`
    """
    if has_figures_as_subject(sentence) and speaks_of_figures(sentence.phrases):
        return _OF_FIGURES
    if mentions_figures(sentence):
        return _NEAR_FIGURES
    return _FAR_FROM_FIGURES if OF_REPORTS.isdisjoint(sentence.words) else _SURE


def _is_of_all_alone(sentence: Sentence) -> bool:
    """Whether a sentence names only the place of all figures: `Counts are of Tennessee only.`"""
    return {word for one in sentence.phrases[:-2] for word in one.text.casefold().split()} <= _OF_PLACE


def _is_counted_by_another(sentence: Sentence) -> bool:
    """Whether another service may have counted the figures: `Cases were identified by the state tip line`."""
    text = sentence.text.casefold()
    is_other = sentence.said.has("other_service") or bool(OTHER_HOTLINE.search(text))
    names_the_figures = mentions_figures(sentence) or has_figures_as_subject(sentence)
    return is_other and names_the_figures and not (sentence.is_negated or VERBS_OF_RECEIVING.isdisjoint(sentence.words))


def _is_caption(sentence: Sentence) -> bool:
    """Whether a sentence is a caption that changes figures: `Adults only.`, or the note of a mark, `* Labor only.`"""
    said, words = sentence.said, sentence.words
    is_joint = bool(sentence.mark) and said.has("other_service")
    is_long = len(words) > (_JOINT_FRAGMENT if is_joint else _FRAGMENT)
    if is_long or not PLAIN_VERBS.isdisjoint(words) or (not sentence.mark and is_only_a_body(sentence.line)):
        return False
    names_part = any(kind in OF_NUMBERS for kind, _ in said.kinds)
    if sentence.mark:
        return bool(said.outside or said.unknown) or any(label.category for label in said.labels)
    if said.towns:
        # A town changes figures only with a word for them or for its area: `Joplin area.`, `Jasper County data.`
        return not _OF_ITS_NUMBERS.isdisjoint(words)
    return names_part and not said.unknown and all(token.kind in _OF_CAPTION for token in sentence.tokens)


def _names_one_only(sentence: Sentence, examples: Examples) -> bool:
    """Whether a caption limits the figures to one name: `Akron only.`, `Ward 6 only.`, but not `Members only.`"""
    said, words = sentence.said, sentence.words
    names = [word for word in said.unknown if word[0].isupper() and word.casefold() not in examples.small]
    names_one = bool(names) or said.has("other_service") or said.has("local")
    names_one |= bool(OTHER_HOTLINE.search(sentence.text.casefold()))
    return words[-1:] == ["only"] and len(words) <= _JOINT_FRAGMENT and names_one


def in_another_language(
    sentences: Sequence[Sentence], figures: Sequence[Line], examples: Examples
) -> Iterator[tuple[Sentence, str]]:
    """Sentences near figures in another language, each with its first unknown word.

    Farther away they are harmless: a page may offer help in Spanish.
    """
    for sentence in sentences:
        unknown = examples.unknown(sentence.text)
        is_foreign = len(unknown) >= _FOREIGN and len(unknown) > len(sentence.words) / 2
        if is_foreign and min((sentence.line.gap_to(line) for line in figures), default=FARTHEST + 1) <= FARTHEST:
            yield sentence, unknown[0]
