"""The counts that one sentence states: each number with the label or unit that it counts.

`The Hotline received 241 signals, including 139 phone calls; of these cases, 12 were labor trafficking.`

Belongs here: the words that such a sentence may have, and which number belongs to which label. Not here: which
sentences state the publisher's figures, where and when (told), what is a part of what (tally).

A sentence is rewritten: each way to say who counted, where and when becomes a letter. If any word is left that is not
one of a few joining words, such as `about`, `not`, `police` or `the state`, the sentence is not understood. Otherwise
it is cut at its signs and joining words, and each piece with a number must have one label or unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.number_words import value_of_word
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.grammar.words import VERBS_OF_COUNTING
from orchestration.spotlight.readers.tree.running_text import begins_item

# What the letters stand for. Before rewriting: a number (N), label (L), unit (U), place (P), time (T), share in per
# cent (S), day as of which figures are accurate (A). After it: the Hotline (H), where (W; w without a name), when (t),
# by or according to the Hotline (B), counting by the Hotline (C), by `it` (D), by a state that has the cases (G), by
# nobody who is named (c), other verbs (v), what was counted before (R with its unit, r without, i for `in them`), what
# is left of it (O), more of it (M), by a channel (b), from what was counted last (f), as somebody said (s).
_SIGNS = {Kind.NUMBER: "N", "figure": "L", "short": "L", "sentence": "L", "unit": "U", PLACE: "P"}
_RECOGNISED = {What.PERIOD: "T", What.YEAR: "T", What.SHARE: "S", What.ACCURACY: "A"}
DATA = r"(?:data|figures|numbers|statistics)"
_ONE_WORD = "|".join(sorted(VERBS_OF_COUNTING - {"heard", "learned"}))
_FINDS = "documented|found|took"
"""Verbs that count only with the Hotline, or `it`, as their subject: anybody may find or take something."""
_VERB = rf"(?:{_ONE_WORD}|(?:heard|learned) (?:about|of)|received reports of|report(?:ed|s)|responded to)"
_CENTER = "national human trafficking resource center"
_SAYS = r"(?:added|explained|noted|reported|said|says|stated)"
_TITLE = r"(?:capt|chief|director|dr|lt|mr|mrs|ms|rep|representative|sen|senator|sgt|sheriff)"
_OFFICE = (
    r"the (?:[a-z]+ ){0,4}(?:attorney general|coalition|commission|council|department|network|office|task force) said"
    r"(?: today| [a-z]+day)?(?: in a (?:(?:news|press) )?(?:release|statement))?"
)
_MONTHS = r"(?:three|six|nine|twelve)"
_COMMITTEE = r"(?:board|commission|committee|council|hearing|panel) (?:heard|was told)"
_FORMS = tuple(
    (letter, re.compile(rf"(?<!\S)(?:{form})(?!\S)"))
    for letter, form in (
        ("", rf"^whereas(?: ,)?|^(?:but|yet)|\( S \)|all told|(?:also|further)(?= {_VERB})"),
        ("f", r"^(?:from|out of) (?:these|them|those)(?= (?:,|it|the) )"),
        ("", r"^for comparison ,"),
        ("H", rf"(?:the )?(?:(?:national )?(?:human )?(?:trafficking )?hotline|{_CENTER}|nhtrc|nhth)"),
        # A speaker is dropped only before what the Hotline counted, or before a part of what was counted already.
        ("", rf"^(?:he|she|{_TITLE}(?: \.)? [a-z]+) {_SAYS} that(?: ,)?(?= .*(?:\bH\b|\bN of the ))"),
        ("", rf"(?<=\bH ), (?:he|she) {_SAYS} ,|, H {_SAYS}(?= \.)|H says(?= it )"),
        ("s", rf", the {DATA} (?:say|show)(?= \.)|(?<=T ), {_OFFICE}(?= \.)"),
        (
            "W",  # `from Ohio`, `in the state of Ohio`, `that referenced Ohio`
            r"(?:about|across|concerning|for|from(?: or about)?|in|referencing|regarding|throughout"
            r"|that (?:were about|came from|concerned|mention(?:ed)?|referenced?)) (?:the )?(?:state of )?P",
        ),
        ("w", r"(?:in|from|across|throughout|for) (?:the|our|that) (?:commonwealth|state)|statewide(?! H)"),
        ("t", r"(?:(?:in|during|for|from|over|between) )?(?:the )?(?:calendar )?(?:year |period )?T"),
        ("t", r"(?:(?:in|during|for|over) )?(?:that|the same|that same) (?:calendar )?(?:year|period)"),
        ("t", rf"(?:during|in|over) (?:the same|these|those) {_MONTHS} months"),
        ("H", rf"H , whose {DATA}(?: W)? (?:are|were) A ,"),
        (
            "B",  # `according to the Hotline`, `as identified by the Hotline`, `reported to the Hotline`
            rf"(?:, )?according to (?:H(?: own)?(?: {DATA})?|(?:the )?{DATA} (?:that )?H (?:has )?published"
            rf"|{DATA} that H (?:describes as|says are) A"
            rf"|{DATA} (?:from|of|by|published by) H)(?: W| w)?(?: , whose {DATA} are A)?",
        ),
        ("B", rf"(?:, )?(?:that were )?(?:as )?(?:{_VERB} )?(?:by|to) H"),
        ("C", rf"H (?:{_VERB}|{_FINDS})|people W (?:made|reached H(?: t)? through)"),
        ("D", rf"it (?:{_VERB}|{_FINDS})"),
        ("G", r"(?:^|(?<=^t , ))P had"),
        ("c", rf"{_VERB}|sent it"),
        ("s", rf", a (?:[a-z]+ ){{0,3}}{_COMMITTEE} [a-z]+day"),
        ("s", rf", according to its (?:own )?(?:state )?(?:page|report|spotlight|web ?site|{DATA})"),
        ("s", rf", according to (?:the )?{DATA} (?:listed|posted|published) on its (?:page|site|web ?site)"),
        ("", r"a total of|(?:^|divided )by type(?: of (?:human )?trafficking)? ,|as follows|as well(?! as)"),
        ("", r"that (?:are|were)(?= L)|a combination of(?= L)"),
        ("including", r"^(?:these|they|those) included?"),
        ("", r"(?<=[UL] )in (?:all|total)|reached H(?= (?:by|through|via) )"),
        ("", rf"(?<=\( ){DATA}(?= A)|(?<=N )with(?= (?:the |an? )?L)"),
        ("", r"of human trafficking|together(?= for N)"),
        ("A", r"(?:, )?(?:and )?A(?: ,)?"),
        ("O", r"the (?:last|other|remaining)(?= N)"),
        ("M", r"another(?= N)|(?<=N )more"),
        ("b", r"(?:by|through|via)(?: (?:an?|its|the))?(?= L)"),
        ("and", r"as well as|plus"),
        ("", r"(?<=N [UL] )involving(?= (?:both )?L)"),
        ("with", r"along with|together with|involving"),
        (
            "v",
            r"accounted for|came to|made up|numbered|divided? into|(?:(?:there|it) )?(?:are|was|were)|involved"
            r"|concerned|had",
        ),
    )
)
"""Ways to say who counted, where and when, and the letter that stands for each, in this order."""
_REFERENCE = re.compile(
    r"(?<!\S)(?:(?:(?P<prep>(?:of|in|among|for|from|out of) )?(?:all )?(?:these|those|the)(?: same)?|(?P<own>of P))"
    r"(?: (?P<number>N))? (?P<unit>[UL])(?: t(?= ,))?|(?:of|among|in) (?:the|these|those) (?P<bare>N)(?= ,)"
    r"|(?P<them>(?:of|among) (?:them|which|whom|these|those))"
    r"|(?P<inside>in (?:them|these|those)|(?<!N )in which(?! (?:the )?L))"
    r"|(?P<defined>(?<=[UW] )\( L(?: ,| and| , and| L){1,9} L \)))"
    r"(?!\S)"
)
"""`of the 161 cases`, `in these cases`, `of the 161,`, `of them`: what was counted before. Also what signals are, in
brackets behind them: `(phone calls, texts and webchats)`."""
_FEWEST_CHANNELS = 4
_LABELLED = re.compile(
    r"(?<!\S)(?:in which|where|whose|came|of|the|of the|both|(?:came in |came )?as"
    r"|(?:the )?(?:type|form|kind|trafficking type)(?: of trafficking)?(?: v)?)(?= (?:the |both )?L)"
)
"""Words before a label that say nothing: `of sex trafficking`, `whose type was not specified`."""
_LEADS_IN = re.compile(r"(?:here is how )?(?:R|r)(?: t| W| w)*(?: break down| v)? :")
_BREAKS_DOWN = re.compile(rf"^(?:H {DATA}(?: A)? break R down(?: by (?:form|type))?|(?:by )?(?:form|type) R)(?= :)")
"""`The Hotline's figures break the cases down by type: 38 sex trafficking, ...`, `Type of the cases: 38 ...`"""
_NUMBER_BEHIND = re.compile(r" :(?= N(?: [.;)]|$))")
"""`Phone calls received from Ohio that year: 724.`"""
_LEFT = frozenset("NLUWwtBCDGcvORrifMAbs,;:().-") | frozenset(
    ("and", "for", "in", "including", "of", "to", "while", "with")
)
_BEHIND_ONE = frozenset(("involved", "labor", "sex", "was"))
_PARTED = frozenset(";:()")
_JOINED = frozenset((",", "-", "and", "including", "while", "with"))
_PLAIN_LETTER = re.compile(r"(?<!\S)[b-z](?!\S)")
"""A letter of the document itself, as in `(i)`, which must not be taken for one of the letters above."""
NATIONAL = re.compile(rf"\b(?:national (?:human )?(?:trafficking )?hotline|{_CENTER}|nhtrc|nhth)\b")


@dataclass(frozen=True)
class Count:
    """A number, what it counts, and the words that may make it a part of another count."""

    number: Phrase
    label: Phrase
    """Its label, else its unit: the total of a measure."""
    units: tuple[Phrase, ...]
    of: tuple[Phrase, ...]
    """The units of which it is stated to be a part: `of the cases`."""
    before: frozenset[str]
    """The words and letters between its piece and that of the count before it."""
    own: frozenset[str]
    """The words and letters of its piece."""

    @property
    def words(self) -> frozenset[str]:
        return self.before | self.own

    @property
    def of_them(self) -> bool:
        """It is stated to be a part of what was counted last."""
        return not self.words.isdisjoint(("including", "r"))

    @property
    def in_them(self) -> bool:
        """`39 victims were involved in them`."""
        return "i" in self.words

    @property
    def is_beside(self) -> bool:
        """`with 221 victims`: it belongs to what was counted last."""
        return "with" in self.words

    @property
    def is_more(self) -> bool:
        """`another 3`: it adds to a count before it."""
        return "M" in self.words

    @property
    def is_counted(self) -> bool:
        """It has a verb or a subject of its own."""
        return not self.words.isdisjoint("BCDcG")

    @property
    def is_from_them(self) -> bool:
        """`From these it identified 61 cases`: of what was counted last, which must be a total."""
        return "f" in self.words

    @property
    def is_by_channel(self) -> bool:
        """`251 by phone`, which may be a part of whatever was counted last."""
        return "b" in self.words or self.label.text.casefold().startswith("by ")

    @property
    def names_place(self) -> bool:
        return not self.words.isdisjoint("WG")


@dataclass(frozen=True)
class Counts:
    """What a sentence states."""

    counts: tuple[Count, ...]
    wholes: tuple[tuple[Phrase, Phrase | None], ...]
    """Numbers that it repeats, `of the 161 cases`, and their unit if it is named."""
    names_rest: bool
    """It states what the parts before it leave: `the remaining 13`."""
    names_hotline: bool
    """It says that the Hotline counted, under whatever name."""
    names_national: bool
    is_of_one_place: bool
    """The place that it names is said of all of them, wherever it stands."""
    words: str


def with_written_numbers(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a sentence, digits in place of `five`; `one` may be anybody, except in `one was both`."""
    found = []
    for token, after in zip(tokens, [*tokens[1:], None], strict=False):
        value = value_of_word(token.text) if token.kind is Kind.WORD else None
        behind = after.text.casefold() if after is not None else ""
        is_number = value is not None and behind != "months" and (value > 1 or behind in _BEHIND_ONE)
        found.append(replace(token, kind=Kind.NUMBER, text=str(value)) if is_number else token)
    return found


def counts_of(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> Counts | None:
    """What a sentence states; None if a word or a number of it is not understood."""
    _, counted = _worded(tokens, phrases)
    text, words = rewritten(tokens, phrases)
    text, counted, references = _without_references(text, counted)
    text = _BREAKS_DOWN.sub("D R", text)
    text = _NUMBER_BEHIND.sub("", " ".join(_LABELLED.sub("", text).split()))
    wholes = tuple((number, unit) for number, unit in references if number is not None)
    if _LEADS_IN.fullmatch(text) and wholes:
        return Counts((), wholes, False, False, False, True, words)
    if not _LEFT.issuperset(text.split()):
        return None
    counts, behind = _counts(text, counted, [unit for _, unit in references])
    said_by_somebody = "s" in text.split() and counts != [] and counts[0].words.isdisjoint("BC")
    if not counts or said_by_somebody:
        return None
    agents = counts[0].words | (counts[1].before if len(counts) > 1 else behind)
    if "G" in counts[0].words and "B" not in agents:
        # `Ohio had 134 cases` may be what anybody counted.
        return None
    names_hotline = "C" in counts[0].words or "B" in agents
    is_national = names_hotline and bool(NATIONAL.search(words))
    is_of_one_place = _is_of_one_place(counts, behind)
    return Counts(tuple(counts), wholes, "O" in text.split(), names_hotline, is_national, is_of_one_place, words)


def rewritten(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> tuple[str, str]:
    """A sentence with letters for who counted, where and when, and its wording without these letters."""
    text = words = _worded(tokens, phrases)[0]
    for letter, form in _FORMS:
        text = " ".join(form.sub(letter, text).split())
    return text, words


def _without_references(
    text: str, counted: Sequence[Phrase]
) -> tuple[str, list[Phrase], list[tuple[Phrase | None, Phrase | None]]]:
    """The text with `R`, `r`, `i` for what was counted before, the other phrases, number and unit of each reference."""
    at = {one.start(): phrase for one, phrase in zip(re.finditer(r"(?<!\S)[NLU](?!\S)", text), counted, strict=True)}
    references: list[tuple[Phrase | None, Phrase | None]] = []
    gone: set[int] = set()

    def replaced(found: re.Match[str]) -> str:
        unit = at[found.start("unit")] if found["unit"] else None
        if unit is not None and (found["prep"] or "").startswith(("from", "out")) and measure_of(unit) != "signals":
            # `60 signals from the victims`
            return found[0]
        is_label = unit is not None and found["unit"] == "L"
        if (
            unit is not None
            and is_label
            and (category_of(unit) != "total" or not (found["prep"] or found["own"] or found["number"]))
        ):
            # `the type was not specified`, `the number of victims identified`: no references.
            return found[0]
        inside = [start for start in at if found.start() <= start < found.end()]
        if found["defined"]:
            channels = {category_of(at[start]) for start in inside if measure_of(at[start]) == "signals"}
            if not _FEWEST_CHANNELS <= len(channels) == len(inside):
                # `(sex and labor trafficking)`, `(calls and texts)`: not all.
                return found[0]
            gone.update(inside)
            return ""
        gone.update(inside)
        name = "number" if found["number"] else "bare"
        references.append((at[found.start(name)] if found[name] else None, unit))
        return "R" if unit is not None else "i" if found["inside"] else "r"

    text = _REFERENCE.sub(replaced, text)
    return text, [phrase for start, phrase in at.items() if start not in gone], references


def _counts(
    text: str, counted: Sequence[Phrase], references: Sequence[Phrase | None]
) -> tuple[list[Count], frozenset[str]]:
    """Each number with what it counts (none if one of them is unclear), and the words after the last."""
    phrases, units_of = iter(counted), iter(references)
    counts: list[Count] = []
    before: set[str] = set()
    of: list[Phrase] = []
    for joint, piece in _pieces(text.split()):
        before.update(joint)
        inside = [(word, next(phrases)) for word in piece if word in ("N", "L", "U")]
        of += [unit for word in piece if word in ("R", "r", "i") and (unit := next(units_of)) is not None]
        if not inside:
            before.update(piece)
            continue
        numbers, labels, units = ([phrase for word, phrase in inside if word == letter] for letter in "NLU")
        if len(numbers) != 1 or len(labels) > 1 or len(units) > 1 or not (labels or units):
            return [], frozenset()
        label = labels[0] if labels else units[0]
        own = tuple(units if labels else ())
        counts.append(Count(numbers[0], label, own, tuple(of), frozenset(before), frozenset(piece)))
        before, of = set(), []
    return counts, frozenset(before)


def _pieces(words: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """For each piece of a sentence, the words that join it to the piece before, and its own words."""
    for joint, group in _cut(words, _PARTED):
        if group.count("N") == 1 == (group.count("L") or group.count("U")):
            # `sex trafficking, 107;`
            yield joint, group
        else:
            yield from ((joint + inner, piece) for inner, piece in _cut(group, _JOINED))


def _cut(words: Sequence[str], signs: frozenset[str]) -> Iterator[tuple[list[str], list[str]]]:
    joint: list[str] = []
    piece: list[str] = []
    for word in words:
        if word not in signs:
            piece.append(word)
            continue
        if piece:
            yield joint, piece
            joint, piece = [], []
        joint.append(word)
    yield joint, piece


def _is_of_one_place(counts: Sequence[Count], behind: frozenset[str]) -> bool:
    """Whether the place that a sentence names applies to its first count too.

    Not in `51,073 signals, and 134 cases in Ohio`, but in `402 phone calls, 58 texts and 21 emails from Ohio`.
    """
    named = next((at for at, one in enumerate(counts) if one.names_place), len(counts) - 1 if "W" in behind else 0)
    first = measure_of(counts[0].label)
    return all(
        not one.is_counted and measure_of(one.label) == first and category_of(one.label) != "total"
        for one in counts[1 : named + 1]
    )


def _worded(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> tuple[str, list[Phrase]]:
    """A sentence with letters for its phrases, and the phrases of its numbers, labels and units, in order."""
    phrase_of = {id(token): phrase for phrase in phrases for token in phrase.tokens}
    parts: list[str] = []
    counted: list[Phrase] = []
    for token in tokens[1:] if begins_item(tokens) else tokens:
        phrase = phrase_of.get(id(token))
        if phrase is not None and token is not phrase.tokens[0]:
            continue
        # `other` in `In the other 3 cases` is not the label of the same name.
        is_plain = phrase is None or phrase.text.casefold() == "other"
        sign = "" if is_plain or phrase is None else sign_of(phrase)
        text = sign or " ".join(one.text for one in (phrase.tokens if phrase else (token,))).casefold()
        parts.append(sign or _PLAIN_LETTER.sub("?", text.replace("'s", "")))
        if phrase is not None and sign in ("N", "L", "U"):
            counted.append(phrase)
    return " ".join(parts), counted


def sign_of(phrase: Phrase) -> str:
    """The letter that stands for a phrase in a rewritten sentence, or an empty text."""
    of = phrase.of
    if phrase.kind == Kind.RECOGNISED and of is not None:
        return _RECOGNISED.get(of.what, "") if of.what is not What.PERIOD or of.period is not None else ""
    return _SIGNS.get(phrase.kind, "")


def measure_of(phrase: Phrase) -> str | None:
    """The measure of a label or unit."""
    if phrase.label is not None and phrase.label.measure:
        return phrase.label.measure
    return phrase.entry.meaning if phrase.entry is not None else None


def category_of(phrase: Phrase) -> str:
    """The category of a label; a unit counts the total."""
    return (phrase.label.category if phrase.label is not None else None) or "total"
