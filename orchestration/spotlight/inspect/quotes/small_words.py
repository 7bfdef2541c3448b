"""Small words whose meaning hangs on where they stand: "only 22", "no cases", "were to be identified".

Belongs here: one rule for each such word.
Not here: words that mean the same everywhere (`lexicon`), numbers, periods and places (`phrases`).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, takewhile

from orchestration.spotlight.inspect.quotes import english
from orchestration.spotlight.inspect.quotes.here import Here
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Role
from orchestration.spotlight.inspect.quotes.meanings import Number, Place, Plain, Vintage, distinct, is_hotline
from orchestration.spotlight.inspect.quotes.periods import is_year

_NOUN = Plain(Role.NOUN)


def _is_before_number(here: Here, position: int) -> bool:
    return here.begins_number(position + 1)


def _is_before_counted(here: Here, position: int) -> bool:
    return here.begins_counted(position + 1)


def _is_behind_hotline(here: Here) -> bool:
    return any(map(is_hotline, here.phrases[-1:]))


def _is_listing(here: Here, position: int) -> bool:
    """Whether it is "the hotline's website shows", or "the hotline lists"; "list" may be "the figures list" too."""
    if not _is_behind_hotline(here):
        return here.tokens[position].norm in english.INCLUDING and _is_behind_noun(here, position)
    after = here.norms(position + 1, 1)
    return after == [] or after[0] in english.AFTER_LISTINGS


def _is_contacting(here: Here, position: int) -> bool:
    """Whether it is "the hotline was contacted 641 times"."""
    is_of_hotline = here.before(1) == ["was"] and any(map(is_hotline, here.phrases[-2:-1]))
    return is_of_hotline and here.norms(position + 2, 1) == ["times"]


def _is_staff(here: Here, position: int) -> bool:
    return _is_behind_hotline(here) and not english.STAFF_DO.isdisjoint(here.norms(position + 1, 1))


def _is_behind_noun(here: Here, _: int) -> bool:
    return any(phrase.meaning == _NOUN for phrase in here.phrases)


def _is_including(here: Here, position: int) -> bool:
    """Whether it is "the figures include seven traffickers" or "the signals included 438 phone calls"."""
    if not here.begins_number(position + 1):
        return False
    if distinct(here.phrases, Counted):
        return any(map(here.begins_counted, (position + 2, position + 3)))
    # "Missouri's own data included 233 cases" are not the hotline's.
    data = (isinstance(one.meaning, Place) and noun.meaning == _NOUN for one, noun in pairwise(here.phrases))
    return _is_behind_noun(here, position) and (any(map(is_hotline, here.phrases)) or not any(data))


def _is_undated(here: Here, position: int) -> bool:
    """Whether it is "(Polaris, n.d.)", and not North Dakota."""
    return here.tokens[position].text == "n.d." and here.before(1) == [","] and here.norms(position + 1, 1) == [")"]


def _is_before_at(here: Here, position: int) -> bool:
    """Whether it is "put the cases at 233" or "first put at 233", not "put at 233 the cases that Missouri saw"."""
    is_first = any(isinstance(phrase.meaning, Vintage) for phrase in here.phrases[-1:])
    ends = range(position + (1 if is_first else 2), len(here.tokens))
    return any(here.tokens[at].norm == "at" and here.begins_number(at + 1) for at in ends)


def _is_reaching(here: Here, position: int) -> bool:
    """Whether it is "Ohio hit 233", not "the hotline reached 233", "117 traffickers reached 423"."""
    number = position + 2 if here.norms(position + 1, 1) == ["exactly"] else position + 1
    clause = list(takewhile(lambda one: one.meaning != Plain(Role.LINK), reversed(here.phrases)))
    is_by_counted = any(one.measure in english.PERSONS for one in distinct(clause, Counted)) or distinct(clause, Number)
    return not is_by_counted and not _is_behind_hotline(here) and here.begins_number(number)


def _is_before_year(here: Here, position: int) -> bool:
    return position + 1 < len(here.tokens) and is_year(here.tokens[position + 1])


def _is_publication(here: Here, position: int) -> bool:
    """Whether it is "originally published as 249"."""
    return here.begins_number(position + 1) and any(isinstance(one.meaning, Vintage) for one in here.phrases)


def _is_opening(here: Here, _: int) -> bool:
    return not here.phrases or here.before(1)[0] in (",", ";", '"')


def _is_neighbor(here: Here, position: int) -> bool:
    is_first = not here.phrases or here.before(1)[0] in english.BEFORE_NEIGHBORING
    return is_first and here.begins_place(position + 1)


def _is_bracket_of_words(here: Here, position: int) -> bool:
    is_of_year = _is_before_year(here, position) and here.norms(position + 2, 1) == [":"]  # "(2023: 29)"
    return here.norms(position + 2, 1) == [")"] or not (here.begins_number(position + 1) or is_of_year)


def _is_closing_tag(here: Here, position: int) -> bool:
    """Whether a token is a tag that is no name in the sentence, and nothing but tags follows."""
    before = here.before(1)
    is_no_name = not before or before[0] not in english.BEFORE_NAMES
    is_tag = here.sentence[max(0, here.tokens[position].start - 1)] == "#"
    return is_no_name and is_tag and english.SLOGANS.issuperset(one.norm for one in here.tokens[position:])


_RULES: dict[str, Callable[[Here, int], bool]] = {
    # "List" is in the first two: the later rule holds.
    **dict.fromkeys(english.INCLUDING, _is_including),
    **dict.fromkeys(english.LISTINGS, _is_listing),
    **dict.fromkeys(english.EMPHASIS, _is_before_number),
    **dict.fromkeys(english.STAFF, _is_staff),
    **dict.fromkeys(english.PUTS, _is_before_at),
    **dict.fromkeys(english.REACHING, _is_reaching),
    **dict.fromkeys(english.ENDINGS, _is_before_year),
    **dict.fromkeys(english.OPENERS, _is_opening),
    **dict.fromkeys(english.ISLANDS, lambda here, at: here.before(1) == ["the"] and here.norms(at + 1, 1) != ["of"]),
    **dict.fromkeys(english.POTENTIAL, _is_before_counted),
    **dict.fromkeys(english.SLOGANS, _is_closing_tag),
    "contacted": _is_contacting,
    # "Were both reported by the hotline."
    "both": lambda here, at: here.before(1) == ["were"] and not english.NONE_DONE.isdisjoint(here.norms(at + 1, 1)),
    # "Among the 233 cases, 183 were sex trafficking."
    "among": lambda here, at: not here.phrases and here.norms(at + 1, 1) == ["the"] and here.begins_number(at + 2),
    "another": _is_before_number,
    "concerned": _is_before_counted,
    "n.d.": _is_undated,
    "as": _is_publication,
    "all": lambda here, _: here.before(1) == ["of"],
    # "Identified 73 again in 2023."
    "again": lambda here, _: [type(phrase.meaning) for phrase in here.phrases[-1:]] == [Number],
    "neighboring": _is_neighbor,
    "(": _is_bracket_of_words,
}
"""Each small word, and where it changes nothing."""


def changes_nothing(here: Here, position: int) -> bool:
    """Whether a word or a sign needs no reading where it stands: "only 22", "likely victims", "(2019)", a link."""
    token = here.tokens[position]
    rule = _RULES.get(token.norm)
    return rule(here, position) if rule else token.kind in ("link", "phone")


def says_none(here: Here, position: int) -> bool:
    """Whether "no" says that there were none: "No cases were identified", not "no one", "no 233 cases"."""
    is_first = not here.phrases or here.before(1)[0] in english.BEFORE_NONE
    norms = here.norms(0, len(here.tokens))
    is_of_none = english.NOT_OF_NONE.isdisjoint(norms) and sum(norm in english.NONE_DONE for norm in norms) < 2
    is_of_kind = any(pair in (("were", "of"), ("were", "human")) for pair in pairwise(norms))
    return is_first and is_of_none and not is_of_kind and here.begins_counted(position + 1)


def is_unfulfilled(here: Here, position: int) -> bool:
    """Whether it is "were to be identified", "Had the hotline identified" or "Who says", which state nothing."""
    if position == 0:
        return here.norms(0, 1) == ["had"] or here.norms(0, 2) == ["who", "says"]
    return here.before(1) == ["to"] and here.tokens[position].norm in ("be", "have")


def after_short_code(here: Here, position: int) -> int | None:
    """Where words end that ask for a text to the hotline: "text 233733", "text BeFree (233733)"."""
    if here.tokens[position].norm in ("text", "texting"):
        for end, token in enumerate(here.tokens[position + 1 : position + 5], start=position + 2):
            if token.text == english.SHORT_CODE:
                return None if here.begins_counted(end) else end
            if token.norm not in english.TO_SHORT_CODE:
                break
    return None


def vintage_at(here: Here, position: int) -> Vintage | None:
    """Whether "first" or "now" says which number it is: "the hotline first reported 135", "first given as 135"."""
    verb, after = ([*here.norms(position + 1, 2), "", ""])[:2]
    is_published = verb in english.PUBLISHING and (after in ("as", "at", "by") or here.begins_number(position + 2))
    is_own = not here.phrases or here.before(1)[0] in english.BEFORE_VINTAGES or is_hotline(here.phrases[-1])
    norm = here.tokens[position].norm
    is_published |= norm == "now" and here.begins_number(position + 1)  # "is now 272"
    if not is_published or not is_own:
        return None
    return Vintage.FIRST if norm in english.FIRST else Vintage.NOW if norm in english.NOW else None
