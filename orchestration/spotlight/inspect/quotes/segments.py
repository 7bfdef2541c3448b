"""A sentence cut into one part for each of its numbers.

Belongs here: where it is cut, and what is asked of a part.
Not here: which place, period and count a part takes from the others (`binding`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from orchestration.spotlight.inspect.quotes import english
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Role
from orchestration.spotlight.inspect.quotes.meanings import Change, Number, Phrase, Place, distinct, is_plain
from orchestration.spotlight.inspect.quotes.periods import Period

# A sentence with lists is read as one letter for each phrase: N number, P place, Y period, M comma,
# A "and", I "in", B "both", R "respectively", X anything else.
_LETTERS = {Number: "N", Place: "P", Period: "Y"}
_LETTERS_OF = {",": "M", "and": "A", "in": "I", "both": "B", "respectively": "R"}
_LISTED = re.compile(r"B?([NPY])(?:M\1)*M?A\1")
"""Numbers, places or periods with commas and an "and": "both 2019 and 2020"."""


class Refusal(Exception):
    """A sentence that cannot be read in one way only."""

    def __init__(self, reason: str, word: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.word = reason, word


@dataclass(frozen=True)
class Segment:
    """The part of a sentence that belongs to one of its numbers."""

    phrases: Sequence[Phrase]

    @cached_property
    def _at(self) -> int:
        return next(position for position, phrase in enumerate(self.phrases) if isinstance(phrase.meaning, Number))

    @property
    def number(self) -> Phrase:
        return self.phrases[self._at]

    @property
    def after(self) -> Sequence[Phrase]:
        return self.phrases[self._at + 1 :]

    @cached_property
    def counted(self) -> list[Counted]:
        return distinct(self.phrases, Counted)

    @cached_property
    def whole(self) -> list[Counted] | None:
        """What the number is a part of ("of Ohio's cases, 200 …"); empty if it is the whole ("of the 233 cases")."""
        before = self.phrases[: self._at]
        norms = [phrase.norm for phrase in before]
        return distinct(before, Counted) if norms[:1] in (["of"], ["among"]) or norms[-2:] == ["of", "the"] else None

    @property
    def is_about_trafficking(self) -> bool:
        """Whether what it counts "involved" something, or "human trafficking" stands after it."""
        at = max((at for at, phrase in enumerate(self.phrases) if isinstance(phrase.meaning, Counted)), default=0)
        is_involving = any(phrase.norm.startswith("involv") for phrase in self.phrases)
        return is_involving or any(phrase.norm in ("trafficking", "human trafficking") for phrase in self.phrases[at:])

    @property
    def is_from_place(self) -> bool:
        """Whether it is "from Missouri", "from across Missouri"."""
        at = (at for at, phrase in enumerate(self.phrases) if phrase.norm.endswith("from"))
        behind = (next((one for one in self.phrases[one + 1 :] if not is_plain(one)), None) for one in at)
        return any(one is not None and isinstance(one.meaning, Place) for one in behind)

    @property
    def begins_clause(self) -> bool:
        return self.phrases[0].norm in english.CLAUSES

    @property
    def is_part_of(self) -> bool:
        """Whether it is "183 of the", and a number follows."""
        return bool(self.after) and self.after[0].norm == "of" and all(map(is_plain, self.after))

    @property
    def reports_before(self) -> Sequence[Phrase]:
        """Reports before the number: "Records in 2024: 334"."""
        return [phrase for phrase in self.phrases[: self._at] if phrase.norm in ("reports", "records")]

    @property
    def is_involved_in_cases(self) -> bool:
        """Whether it says how many the cases involved: "Ohio's 2019 cases involved 812 victims"."""
        before = self.phrases[: self._at]
        is_all = english.RELATIVES.isdisjoint(phrase.norm for phrase in before)
        return bool(distinct(before, Counted)) and before[-1].norm in ("involved", "involve") and is_all

    @property
    def is_found_in_cases(self) -> bool:
        """Whether it says how many there were in all cases: "812 victims were identified in the cases"."""
        norms = [one.norm for one in self.after if one.norm != "the" and not isinstance(one.meaning, Place)]
        cases = ("cases", "human trafficking cases")
        # "In its cases" may be those of a place.
        ins = ("in", "in its") if any("hotline" in phrase.norm for phrase in self.phrases) else ("in",)
        is_in_them = any(before in ins and word in cases for before, word in pairwise(norms))
        return is_in_them and english.RELATIVES.isdisjoint(norms)

    @property
    def is_another(self) -> bool:
        return any(phrase.norm == "another" for phrase in self.phrases[: self._at])

    @property
    def is_of_place(self) -> bool:
        """Whether it is a place's part of the nation's: "Idaho accounted for 32 of the cases"."""
        before = [phrase for phrase in self.phrases[: self._at] if phrase.norm != "alone"]
        norms = [",", *(phrase.norm for phrase in before)]
        is_subject = len(before) > 1 and isinstance(before[-2].meaning, Place) and norms[-3] in (",", "that", ":")
        return is_subject and norms[-1] == "accounted for" and not distinct(before, Counted)

    def is_after_number(self, position: int) -> bool:
        """Whether a phrase stands behind the number."""
        return self._at < position

    def has_comma_before(self, position: int) -> bool:
        """Whether a comma stands between the number and a later phrase."""
        return any(phrase.norm == "," for phrase in self.phrases[self._at : position])

    @property
    def is_divided(self) -> bool:
        """Whether a comma or a joining word stands between what is counted first and last."""
        at = [position for position, phrase in enumerate(self.phrases) if isinstance(phrase.meaning, Counted)]
        between = self.phrases[at[0] : at[-1]]
        return any(phrase.norm == "," or is_plain(phrase, Role.LINK) for phrase in between)


def statements_of(phrases: Sequence[Phrase]) -> list[Sequence[Phrase]]:
    """The sentence once for each of its statements: "in both 2019 and 2020", "A and B had 14 and 73 respectively"."""
    letters = "".join(_LETTERS_OF.get(one.norm) or _LETTERS.get(type(one.meaning), "X") for one in phrases)
    lists = list(_LISTED.finditer(letters))
    # As many numbers as places or periods, and no others beside them.
    lengths = {count for found in lists for count in (letters.count(found[1]), found[0].count(found[1]))}
    is_each = sorted(found[1] for found in lists) in (["N", "P"], ["N", "Y"]) and len(lengths) == 1
    # One number, in both periods. "With both" and "both had" may say a sum.
    is_both = "IBYAY" in letters and len(lists) == 1 and (letters.count("N"), letters.count("Y")) == (1, 2)
    if "R" in letters and not (is_each and letters.count("R") == 1):
        raise Refusal("two lists of the same length do not stand before it", "respectively")
    if not (is_both or "R" in letters):
        return [phrases]
    # Each statement is what stands beside the lists, with one thing of each list.
    listed = {at for found in lists for at in range(*found.span())}
    beside = [at for at, letter in enumerate(letters) if at not in listed and letter != "R"]
    for plain in (phrases[at] for at in beside if is_plain(phrases[at])):
        if plain.norm not in english.BESIDE_LISTS and "hotline" not in plain.norm:
            raise Refusal("beside two statements in one, and it may be said of both together", plain.text)
    things = ([at for at in range(*found.span()) if letters[at] == found[1]] for found in lists)
    return [[phrases[at] for at in sorted((*beside, *of_one))] for of_one in zip(*things, strict=True)]


def segments_of(phrases: Sequence[Phrase]) -> list[Segment]:
    """The sentence cut between its numbers: at the one word that joins them, else at the first comma."""
    at = [position for position, phrase in enumerate(phrases) if isinstance(phrase.meaning, Number)]
    several = any(len(distinct(phrases, kind)) > 1 for kind in (Place, Period))
    cuts = [0]
    for first, second in pairwise(at):
        between = range(first + 1, second)
        links = [position for position in between if _is_link(phrases[position])]
        commas = [position for position in between if phrases[position].norm == ","]
        middle = phrases[first + 1 : second]
        is_part_of = all(map(is_plain, middle)) and any(phrase.norm == "of" for phrase in middle)
        if not (links or commas or is_part_of or bool(distinct(middle, Counted))):
            raise Refusal("a second number, and nothing says how the two belong together", phrases[second].text)
        # "117 traffickers identified 423 victims".
        is_done = len(middle) < 3 and phrases[second - 1].norm.rpartition(" ")[2] in english.NONE_DONE
        if is_done and not commas and all(phrase.norm != "of" for phrase in phrases[:first]):
            raise Refusal("what is counted does it, and only the hotline identifies", phrases[second - 1].text)
        if several and len(links) > 1:
            raise Refusal("joins more than two things, and it is not clear which", phrases[links[1]].text)
        cuts.append(links[0] if links else commas[0] if commas else second)
    return [Segment(phrases[start:end]) for start, end in zip(cuts, [*cuts[1:], len(phrases)], strict=True)]


def _is_link(phrase: Phrase) -> bool:
    return is_plain(phrase, Role.LINK) or isinstance(phrase.meaning, Change)
