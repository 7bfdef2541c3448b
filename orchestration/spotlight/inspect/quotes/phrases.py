"""A sentence as phrases, each of a known meaning; a word that is in no phrase is kept as unknown, with why.

Belongs here: what each word does.
Not here: which number goes with which place, period and count.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.spotlight.domain.vocabulary import TOTAL
from orchestration.spotlight.inspect.quotes import english
from orchestration.spotlight.inspect.quotes.english import Hedge
from orchestration.spotlight.inspect.quotes.here import Here
from orchestration.spotlight.inspect.quotes.lexicon import NATION, Counted, Lexicon, Meaning, Role
from orchestration.spotlight.inspect.quotes.meanings import (
    NOT_KNOWN,
    WHEN_SAID,
    AsOf,
    Change,
    Meanings,
    Number,
    Phrase,
    Place,
    Plain,
    Unknown,
    Vintage,
    distinct,
    is_speech,
)
from orchestration.spotlight.inspect.quotes.numbers import read_number, starts_number
from orchestration.spotlight.inspect.quotes.periods import (
    Period,
    RelativeYear,
    Unclear,
    dates_in,
    is_year,
    period_at,
    relative_year_at,
)
from orchestration.spotlight.inspect.quotes.sentences import Token, tokens_of
from orchestration.spotlight.inspect.quotes.small_words import (
    after_short_code,
    changes_nothing,
    is_unfulfilled,
    says_none,
    vintage_at,
)

MOST_CHARACTERS = 2_000
_ANOTHER_HOTLINE = "a hotline of that place, and the national one is held"
_YEAR_OF_REPORT = "its year need not be the year of its figures"


def read_phrases(sentence: str, lexicon: Lexicon) -> tuple[Phrase, ...]:
    """Every word of a sentence, in order, as a phrase."""
    if len(sentence) > MOST_CHARACTERS:
        unknown = Unknown(f"in a sentence of more than {MOST_CHARACTERS:,} characters", is_name=True, is_number=True)
        return (Phrase("a number", "a number", unknown),)
    tokens = tokens_of(sentence)
    return tuple(_Reader(sentence, tokens, lexicon).read())


def with_relative_years(phrases: Sequence[Phrase], carried: Period | None) -> tuple[Phrase, ...]:
    """The phrases with a period for "that year" and "a year earlier", by the last year named, here or before."""
    found: list[Phrase] = []
    last = carried
    for phrase in phrases:
        meaning = phrase.meaning
        if isinstance(meaning, RelativeYear):
            meant = last.year_back(meaning.years_back) if last else None
            meaning = meant or Unknown("a year that points at one that is not named", is_period=True)
        elif isinstance(meaning, Period):
            last = meaning
        found.append(Phrase(phrase.text, phrase.norm, meaning))
    return tuple(found)


class _Reader:
    """Goes through the tokens of one sentence once."""

    def __init__(self, sentence: str, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._sentence, self._tokens, self._lexicon = sentence, tokens, lexicon
        self._dates = dates_in(sentence, tokens)
        self._year_count = sum(is_year(token) for token in tokens)
        self._here = Here(sentence, tokens, lexicon)
        self._phrases = self._here.phrases

    def read(self) -> list[Phrase]:
        position = 0
        while position < len(self._tokens):
            position = self._step(position)
        return self._phrases

    def _step(self, position: int) -> int:
        if position in self._dates:
            period, end = self._dates[position]
            return self._add_period(position, end, period)
        if position + 2 in self._dates and self._here.norms(position, 2) == ["as", "of"]:
            return self._add_as_of(position, *self._dates[position + 2])
        if self._tokens[position].norm in ("between", "from") and position + 1 in self._dates:
            period, end = self._dates[position + 1]
            return self._add_period(position, end, period)
        if (after_code := after_short_code(self._here, position)) is not None:
            return self._add(position, after_code, Plain(Role.NEUTRAL))
        if not self._is_counted_year(position) and (found := period_at(self._tokens, position)):
            return self._add_period(position, found[1], found[0])
        if (relative := relative_year_at(self._tokens, position)) is not None:
            return self._add_relative_year(position, *relative)
        kinds = [type(phrase.meaning) for phrase in self._phrases]
        # "Arkansas came to 100 cases."
        is_subject = kinds[-1:] == [Counted] or (kinds == [Place] and self._tokens[position].norm == "came")
        if is_subject and self._here.norms(position, 2) in english.AMOUNTING and self._here.begins_number(position + 2):
            # "Labor trafficking made up 22 of the cases"; "the hotline made up 22 cases" is something else.
            return self._add(position, position + 2, Plain(Role.NEUTRAL))
        if (vintage := vintage_at(self._here, position)) is not None:
            return self._add(position, position + 1, vintage)
        if (change := self._change_at(position)) is not None:
            return self._add(position, *change)
        meaning = self._lexicon.find(self._tokens, position)
        after = position + len(meaning.words) if meaning else position
        if meaning and meaning.role is Role.HEDGE:
            if starts_number(self._tokens, after):
                return self._add_number(position, after, meaning.hedge)
            if " ".join(meaning.words) in english.COMPARISONS and self._begins_compared(after):
                return self._add(position, after, Plain(Role.LINK))
            if meaning.words in (("about",), ("around",)) and self._here.begins_place(after):
                return self._add(position, after, Plain(Role.NEUTRAL))
            # "Nearly half" is a share.
            following = self._tokens[after].norm if after < len(self._tokens) else ""
            reason = english.REASONS.get(following, "it says how exact a number is, and no number follows")
            return self._add_unknown(position, reason)
        if starts_number(self._tokens, position):
            return self._add_number(position, position, Hedge.NONE)
        if self._tokens[position].norm == "times" and self._here.before(2)[:1] == ["contacted"]:
            return self._add(position, position + 1, Counted("signals", TOTAL))
        if self._tokens[position].norm == "no" and says_none(self._here, position):
            return self._add(position, position + 1, Number(0, Hedge.NONE))
        if changes_nothing(self._here, position):
            return self._add(position, position + 1, Plain(Role.NEUTRAL))
        if is_unfulfilled(self._here, position):
            return self._add_unknown(position, english.REASONS["would"])
        if meaning is None or meaning.role is Role.HEDGE_AFTER:
            return self._add_unknown(position)
        return self._add_meaning(position, after, meaning)

    def _is_counted_year(self, position: int) -> bool:
        """Whether four digits are a number: what is counted follows, and another token is the year."""
        if not is_year(self._tokens[position]) or self._year_count < 2 or position + 1 >= len(self._tokens):
            return False
        after = self._lexicon.find(self._tokens, position + 1)
        before = self._tokens[position - 1].norm if position else ""
        return after is not None and after.role is Role.COUNTED and before not in ("in", "during", "year", "of")

    def _change_at(self, position: int) -> tuple[int, Change] | None:
        """Where "rose from" or "more than doubled to" ends, and what it says, if it begins at a token."""
        hedge = self._lexicon.find(self._tokens, position)
        start = position + len(hedge.words) if hedge and hedge.role is Role.HEDGE else position
        end = start + (3 if self._here.norms(start + 1, 1) == [","] else 2)  # "more than doubled, from 59"
        end += self._here.norms(end - 1, 2) == ["from", "the"]  # "a rise from the 58 of 2023"
        words = [norm for norm in self._here.norms(start, end - start) if norm not in (",", "the")]
        if words[1:] not in (["from"], ["to"]) or not starts_number(self._tokens, end):
            return None
        if words[0] in english.TIMES:
            how = hedge.hedge if hedge and start > position else Hedge.NONE
            return end, Change(is_rise=True, times=english.TIMES[words[0]], hedge=how)
        is_plain_change = start == position and words[0] in english.CHANGES
        return (end, Change(english.CHANGES[words[0]])) if is_plain_change else None

    def _has_change_behind(self, position: int) -> bool:
        """Whether a sentence goes on with "dropped to 623": what stood by a year did not add up over years."""
        return any(self._change_at(at) for at in range(position, len(self._tokens)))

    def _add_period(self, position: int, end: int, period: Period | Unclear) -> int:
        if isinstance(period, Unclear):
            return self._add(position, end, Unknown(period.reason, is_period=True))
        before = self._here.before(2)
        verb = before[:1] if before[1:] in (["in"], ["on"], ["during"]) else before[-1:]
        if any(map(is_speech, verb)):
            return self._add(position, end, Unknown(WHEN_SAID, is_period=True))
        is_of_report = before[1:] in (["of"], ["in"], ["on"]) and before[0] in english.REPORTS
        if is_of_report or (end == position + 1 and before[-1:] and before[-1] in english.REPORTS):
            return self._add(position, end, Unknown(_YEAR_OF_REPORT, is_period=True))
        if self._phrases and isinstance(self._phrases[-1].meaning, Plain):
            preposition = self._phrases[-1].norm
            # "On July 30, 2019" is that day.
            is_day = preposition == "on" and period.start == period.end
            is_of_change = preposition == "by" and self._has_change_behind(end)
            if preposition in english.NOT_BEFORE_PERIODS and not (is_day or is_of_change):
                unknown = Unknown(f"{preposition!r} before a period", is_period=True)
                self._phrases[-1] = Phrase(self._phrases[-1].text, preposition, unknown)
        return self._add(position, end, period)

    def _add_relative_year(self, position: int, end: int, year: RelativeYear) -> int:
        """Add "a year earlier", but not in "the year before Kansas had 59" or "the report a year earlier"."""
        others = english.NOT_BEFORE_PERIODS | english.REPORTS | english.COMPARED
        is_of_other = any(one in others or is_speech(one) for one in self._here.before(1))
        after = self._tokens[end].norm if end < len(self._tokens) else "."
        is_word = after.isalpha() and after not in ("it", "there", "and")
        begins_clause = is_word and self._tokens[end - 1].norm == "before"
        if is_of_other or begins_clause:
            return self._add(position, end, Unknown(english.REASONS["since"], is_period=True))
        return self._add(position, end, year)

    def _add_as_of(self, position: int, period: Period | Unclear, end: int) -> int:
        if isinstance(period, Period) and period.start == period.end:
            return self._add(position, end, AsOf(period.start))
        return self._add(position, end, Unknown("not one day in full", is_period=True))

    def _add_number(self, position: int, start: int, hedge: Hedge) -> int:
        value, end = read_number(self._tokens, start)
        if hedge is Hedge.UP_TO:
            return self._add(position, end, Unknown("it does not say how many there were", is_number=True))
        if value is None:
            if self._tokens[start].suffix in ("st", "nd", "rd", "th"):
                return self._add(position, end, Unknown("an ordinal"))
            return self._add(position, end, Unknown("not a whole number", is_number=True))
        before = self._phrases[-1].norm if self._phrases else ""
        has_change = any(isinstance(phrase.meaning, Change) for phrase in self._phrases)
        # "From 41 cases in 2012, Louisiana went to 112 in 2013."
        is_first = before == "from" and len(self._phrases) == 1 and self._has_change_behind(end)
        if before in ("to", "from") and (has_change or is_first):
            self._phrases[-1] = Phrase(self._phrases[-1].text, before, Plain(Role.LINK))
        elif before in english.NOT_BEFORE_NUMBERS:
            return self._add(position, end, Unknown(f"a change or a range, by {before!r} before it", is_number=True))
        is_named = before in ("number", *english.REPORTS) and self._phrases[-1].meaning == Plain(Role.NOUN)
        if is_named or self._names_one():
            return self._add(position, end, Unknown("the name of one, and no count", is_number=True))
        if before == "-" and self._touches(start):
            return self._add(position, end, Unknown("not a count, by the sign before it", is_number=True))
        if end < len(self._tokens):
            after = self._lexicon.find(self._tokens, end)
            if after and after.role is Role.HEDGE_AFTER and hedge is Hedge.NONE:
                return self._add(position, end + len(after.words), Number(value, after.hedge))
            if self._tokens[end].norm in ("%", "percent", "per", "percentage"):
                return self._add(position, end + 1, Unknown(english.REASONS["%"], is_number=True))
        return self._add(position, end, Number(value, hedge))

    def _names_one(self) -> bool:
        """Whether what stands before a number is one of what is counted: "case 233"."""
        if not self._phrases:
            return False
        before = self._phrases[-1]
        is_plural = any(word.endswith("s") and not word.endswith("ss") for word in before.norm.split())
        return isinstance(before.meaning, Counted) and before.meaning.category == TOTAL and not is_plural

    def _begins_compared(self, position: int) -> bool:
        """Whether it is "the 116 recorded in 2018" or "New York's 302", with a number before it."""
        has_number = any(isinstance(phrase.meaning, Number) for phrase in self._phrases)
        # "94 cases short of Missouri's 233" is a difference.
        if not has_number or self._here.before(1)[0] not in (",", "is", "are", "was", "were"):
            return False
        place = self._lexicon.find(self._tokens, position) if self._here.begins_place(position) else None
        is_the = self._here.norms(position, 1) == ["the"]
        return self._here.begins_number(position + (len(place.words) if place and not is_the else is_the))

    def _only_number(self) -> Phrase | None:
        """The number so far, if it is the only one, is exact and has its period."""
        numbers = [phrase for phrase in self._phrases if isinstance(phrase.meaning, Number)]
        has_period = any(isinstance(phrase.meaning, Period) for phrase in self._phrases)
        is_exact = [one.hedge for one in distinct(numbers, Number)] == [Hedge.NONE] and len(numbers) == 1
        return numbers[0] if is_exact and has_period else None

    def _touches(self, position: int) -> bool:
        """Whether a sign stands right before a number, and no word right before the sign."""
        sign = self._tokens[position - 1]
        free = position == 1 or not self._sentence[sign.start - 1].isalpha()
        return free and sign.end == self._tokens[position].start

    def _add_meaning(self, position: int, end: int, meaning: Meaning) -> int:
        if meaning.role is Role.PLACE:
            return self._add_place(position, end, meaning.code)
        if meaning.counted:
            return self._add(position, end, meaning.counted)
        joined = " ".join(meaning.words)
        is_joining = self._here.begins_number(end) or (joined in english.COMPARED and self._begins_compared(end))
        is_joining |= not self._phrases and joined in english.FROM_THEM
        if joined in english.COMPARED | english.RESULTS and not is_joining:
            reason = english.REASONS.get(meaning.words[0], "joins two numbers, and no number follows")
            return self._add_unknown(position, reason)
        is_dated = end < len(self._tokens) and is_year(self._tokens[end])
        if joined in english.SAME and is_dated and (number := self._only_number()) is not None:
            self._phrases.append(number)
            return end
        if joined in english.VINTAGES and not (is_dated or self._here.norms(end, 1) == ["by"]):
            return self._add(position, end, Vintage[english.VINTAGES[joined]])
        is_loose = joined in english.COMPARISONS and not self._begins_compared(end)
        is_loose |= joined == "for its part" and self._here.norms(end, 1) != [","]
        is_loose |= joined == "in their state" and not distinct(self._phrases, Place)
        if is_loose or joined in (*english.SAME, *english.VINTAGES):
            return self._add_unknown(position)
        if meaning.words == ("but",) and self._here.before(1) == ["in all"]:
            return self._add_unknown(position, "what follows is left out")
        if meaning.role is Role.NOUN and self._phrases:
            before, noun = self._phrases[-1], " ".join(meaning.words)
            if noun == "reports" and "hotline" in before.norm and self._here.begins_number(end):
                return self._add(position, end, Plain(Role.NEUTRAL))
            # "The U.S. hotline" is the national one.
            is_of_place = isinstance(before.meaning, Place) and before.meaning.code != NATION
            is_owned = is_of_place or "state" in before.norm or before.norm in ("a", "an", "its")
            if noun in english.HOTLINES and is_owned:
                # "Missouri's hotline figures" are those of the hotline for Missouri.
                after = self._lexicon.find(self._tokens, end) if end < len(self._tokens) else None
                is_total = after is not None and after.words == ("total",)
                if after is None or not (is_total or after.role in (Role.COUNTED, Role.NOUN)):
                    return self._add_unknown(position, _ANOTHER_HOTLINE)
            if noun in english.REPORTS and isinstance(before.meaning, Period):
                return self._add_unknown(position, _YEAR_OF_REPORT)
        return self._add(position, end, Plain(meaning.role))

    def _add_place(self, position: int, end: int, code: str) -> int:
        if self._tokens[position].norm in english.CODES_AND_WORDS and self._sentence == self._sentence.upper():
            return self._add_unknown(position, "is a place or a word, and every letter is a capital")
        after = self._tokens[end].norm if end < len(self._tokens) else "."
        name = " ".join(token.text for token in self._tokens[:end])
        if position == 0 and after == "-" and name in english.CITIES_TOO:
            return self._add_unknown(position, "is a state, or the city where an article was written")
        before = self._here.before(2)
        if before[-1:] and before[-1] in english.NOT_BEFORE_PLACES:
            return self._add_unknown(position, f"{before[-1]!r} before a place")
        if before == ["on", "the"] and code != NATION:
            return self._add_unknown(position, "is a river or a road with 'on the' before it")
        # "The hotline in Missouri received …": a verb follows.
        is_object = "to" in self._here.before(4)[:2]  # "reported to the hotline in Missouri were"
        is_subject = before[1:] == ["in"] and not is_object and after.isalpha() and after not in english.AFTER_PLACES
        if before[:1] and before[0] in english.HOTLINES and (before[1:] == ["of"] or is_subject):
            return self._add_unknown(position, _ANOTHER_HOTLINE)
        return self._add(position, end, Place(code))

    def _add_unknown(self, position: int, reason: str | None = None) -> int:
        token = self._tokens[position]
        if reason is None and token.text in english.AMBIGUOUS_CODES:
            reason = english.AMBIGUOUS_CODES[token.text]
        if reason is None and "n't" in token.norm:
            reason = english.REASONS["not"]
        reason = reason or english.REASONS.get(token.norm, NOT_KNOWN)
        is_abroad = token.is_capitalised and token.norm in self._lexicon.abroad
        is_name = self._may_be_name(position) or token.norm in english.PLACE_WORDS
        is_period = reason == english.REASONS["since"]
        return self._add(position, position + 1, Unknown(reason, is_name, is_abroad, token.text.isnumeric(), is_period))

    def _may_be_name(self, position: int) -> bool:
        """Whether an unknown word may be a name. The first word of a sentence has a capital whatever it is."""
        token, following = self._tokens[position], self._tokens[position + 1 : position + 2]
        if position or not token.is_capitalised:
            return token.is_capitalised and token.norm not in english.WEEKDAYS | english.MONTHS
        is_known = token.norm in self._lexicon.towns or token.norm in self._lexicon.abroad
        is_acronym = len(token.text) > 1 and token.text.isupper()
        return is_known or is_acronym or any(one.is_capitalised or one.text == "." for one in following)

    def _add(self, position: int, end: int, meaning: Meanings) -> int:
        tokens = self._tokens[position:end]
        text = self._sentence[tokens[0].start : tokens[-1].end]
        self._phrases.append(Phrase(text, " ".join(token.norm for token in tokens), meaning))
        return end
