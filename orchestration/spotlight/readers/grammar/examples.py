"""Whether a sentence makes something else of figures, judged by the examples of `sentences.csv`.

Belongs here: learning from the examples, and weighing a sentence. Not here: which sentences are weighed (remarks).

There are endless ways to say that numbers are estimates, or that they cover one county or three years, and every word
used for it has innocent uses. So no rule decides. Each word and sequence of words is weighed in two ways, which are
wrong about different sentences: by how often it occurs in examples of both kinds, the logarithms of these ratios added
up (naive Bayes; Manning, Raghavan and Schütze, Introduction to Information Retrieval, chapter 13), and together with
all others (weights). All years count as the same word, and so do all places and all numbers, so that an example about
Ohio teaches something about Iowa.
"""

from __future__ import annotations

import math
import re
from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from orchestration.spotlight.domain.vocabulary import CHANGES, Vocabulary
from orchestration.spotlight.readers.grammar.characters import MARKS, clean
from orchestration.spotlight.readers.grammar.lexicon import Version, stem_of
from orchestration.spotlight.readers.grammar.weights import Feature, weights_of

_RARE = 0.3
"""Added to each count, so that a word which occurs in examples of one kind only is not proof."""
_TOGETHER = 1 / 3
"""The share of what the features tell together. Of 668 unknown sentences that change figures, 75 % are noticed without
it and 79 % with it, where 3 % of the others are refused."""
_LEVEL = 0.23
"""Makes up for the lower sums of the features together, so that bounds mean the same for both."""
_SHORTEST_NAME = 4
"""Letters in the name of a place: `us`, `me` and `or` are words, and codes of places too."""
_CLASSES = {
    word: name
    for name, words in {
        "<figures>": "amounts chart column columns count counts data digits figure figures list number numbers "
        "numerals row rows sheet statistics stats table tallies tally total totals values",
        "<counted>": "businesses calls cases contacts emails reports signals situations texts tips traffickers "
        "victims webchats webforms",
        "<no>": "aren't don't doesn't except excluding isn't neither never no nor not without",
        "<some>": "one two three four five six seven eight nine ten twelve dozen twenty several <number>",
        "<this>": "it they these this those",
        "<we>": "i me my our somebody someone staff us volunteers we",
    }.items()
    for word in words.split()
}
"""Word → the name of a class of words that may replace each other in a sequence."""
_LONGEST = 2_000
"""Characters. No sentence is longer: a longer text is weighed in parts, and the most telling part decides."""
_CLAUSES = re.compile(r"[;:]|, (?:and|but|so|because|which|while|though|although)\b")
_SHORTEST_CLAUSE = 4
_DOUBT = 0.5
"""How much more evidence a clause needs: it is short, so that chance has more influence."""
_TELLING = 3
"""How many words a message names."""


@dataclass(frozen=True)
class Examples:
    """What the examples teach. A feature above 0 speaks for a change of figures, one below 0 against it."""

    alone: Mapping[Feature, float]
    """What each feature tells by itself."""
    together: Mapping[Feature, float]
    """What each feature tells together with all others."""
    exact: Mapping[str, bool]
    """Each example, in the form in which it is compared → whether it changes figures."""
    classes: Mapping[str, str]
    places: re.Pattern[str]
    words: frozenset[str]
    """All words of the examples."""
    small: frozenset[str]
    """The words that some example writes in small letters; other words may be names."""

    def evidence(self, text: str) -> float:
        """How strongly a sentence makes something else of figures: above 0 if that is more likely than not.

        One clause may say what the others do not, so clauses are weighed by themselves too, and the highest counts.
        """
        plain = _plain(text)
        known = self.exact.get(_compared(plain))
        if known is not None:
            return math.inf if known else -math.inf
        clauses = [one for one in _CLAUSES.split(plain) if len(one.split()) >= _SHORTEST_CLAUSE]
        parts = (self._of_part(part) for part in _parts(plain))
        return max(chain(parts, (self._of_part(one) - _DOUBT for one in clauses if len(one) <= _LONGEST)), default=0.0)

    def _of_part(self, text: str) -> float:
        """What the features tell one by one, divided by the root of their number, so that length alone is not evidence,
        and what they tell together, on one level.
        """
        features = dict.fromkeys(chain.from_iterable(_features(_tokens(text, self.places), self.classes)))
        alone = sum(self.alone.get(feature, 0.0) for feature in features) / math.sqrt(len(features) or 1)
        together = sum(self.together.get(feature, 0.0) for feature in features)
        return (1 - _TOGETHER) * alone + _TOGETHER * together + _LEVEL

    def telling(self, text: str) -> list[str]:
        """The words of a sentence that are the strongest evidence for a change."""
        tokens = dict.fromkeys(_tokens(_plain(text), self.places))
        return sorted(tokens, key=lambda word: -self.alone.get((word,), 0.0))[:_TELLING]

    def unknown(self, text: str) -> list[str]:
        """The words of a sentence that no example has."""
        return [word for word in _tokens(_plain(text), self.places) if word not in self.words]


def examples_of(vocabulary: Vocabulary) -> Examples:
    """What the examples of sentences teach, for one version of the reference seeds."""
    return _learnt(Version(vocabulary.fingerprint, vocabulary), ("sentences",))


def examples_of_headings(vocabulary: Vocabulary) -> Examples:
    """What the examples of headings teach."""
    return _learnt(Version(vocabulary.fingerprint, vocabulary), ("heading_examples",))


def examples_of_leads(vocabulary: Vocabulary) -> Examples:
    """What the examples of headings and leads teach about a sentence that announces figures: `The Hotline counted:`."""
    return _learnt(Version(vocabulary.fingerprint, vocabulary), ("heading_examples", "lead_examples"))


@lru_cache(maxsize=6)
def _learnt(version: Version, seeds: tuple[str, ...]) -> Examples:
    vocabulary = version.vocabulary
    examples = [example for seed in seeds for example in getattr(vocabulary, seed)]
    classes = _classes(vocabulary)
    places = _places(vocabulary.jurisdictions)
    texts = _plain("\n".join(example.text for example in examples))
    found: dict[bool, Counter[Feature]] = {True: Counter(), False: Counter()}
    number = Counter[bool]()
    texts_of_features: list[tuple[Feature, ...]] = []
    exact: dict[str, bool] = {}
    words: set[str] = set()
    # All lines at once: seven thousand searches of one line each take longer than one search.
    marked = _with_placeholders(texts, places).split("\n")
    for example, text, with_placeholders in zip(examples, texts.split("\n"), marked, strict=True):
        tokens, changes = _TOKENS.findall(with_placeholders), example.effect == CHANGES
        key = _compared(text)
        # Of two examples that differ only in the mark of a note, the one that changes figures counts.
        exact[key] = changes or exact.get(key, False)
        words.update(tokens)
        # In the order of the text, so that the weights are the same each time.
        texts_of_features.append(tuple(dict.fromkeys(chain.from_iterable(_features(tokens, classes)))))
        found[changes].update(texts_of_features[-1])
        number[changes] += 1
    # There are not as many examples of one kind as of the other.
    balance = math.log((number[False] + 2 * _RARE) / (number[True] + 2 * _RARE))
    changing, harmless = found[True], found[False]
    alone = {one: math.log((changing[one] + _RARE) / (harmless[one] + _RARE)) + balance for one in changing | harmless}
    together = weights_of(texts_of_features, [example.effect == CHANGES for example in examples])
    small = _small(vocabulary)
    return Examples(alone, together, exact, classes, places, frozenset(words), small)


def _small(vocabulary: Vocabulary) -> frozenset[str]:
    texts = (example.text for example in (*vocabulary.sentences, *vocabulary.heading_examples))
    return frozenset(word for text in texts for word in _WORDS.findall(text) if word.islower())


def _classes(vocabulary: Vocabulary) -> dict[str, str]:
    """Word → the name of its class; for a word of the seeds that is its kind."""
    labels = {one.label.casefold(): f"<{one.kind}>" for one in vocabulary.labels}
    headings = {one.wording.casefold(): f"<{one.kind}>" for one in vocabulary.headings if one.kind != "neutral"}
    return labels | headings | _CLASSES


def _places(jurisdictions: Mapping[str, str]) -> re.Pattern[str]:
    names = sorted((re.escape(name) for name in jurisdictions if len(name) >= _SHORTEST_NAME), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})\b(?:'s)?")


def _plain(text: str) -> str:
    """The text in small letters, without telephone numbers in brackets and the mark of a note before each line."""
    return _MARK.sub("", _BRACKETED.sub("", clean(text).casefold()))


def _parts(plain: str) -> Iterator[str]:
    """The text, cut where it is longer than any sentence."""
    while len(plain) > _LONGEST:
        end = plain.rfind(" ", 1, _LONGEST)
        end = end if end > 0 else _LONGEST
        yield plain[:end]
        plain = plain[end:]
    yield plain


def _compared(plain: str) -> str:
    """A sentence in the form in which it is compared with the examples."""
    return " ".join(plain.split())


_MARK = re.compile(rf"^[ {MARKS}]*(?:[\[(]\w{{1,2}}[\])] *)?", re.MULTILINE)
_LINKS = re.compile(r"https?://\S+|www\.\S+|\S{1,64}@\S+")
_TELEPHONES = re.compile(r"\b1?[-. (]{0,3}\d{3}[-.) ]{1,3}\d{3}[-. ]\d{4}\b")
_BRACKETED = re.compile(rf" ?\({_TELEPHONES.pattern}\)")
_MONEY = re.compile(r"\$ ?\d[\d,.]*")
_MONTHS = "|".join(name.casefold() for name in month_name if name not in ("", "May"))
_DATES = re.compile(rf"\b(?:{_MONTHS}|may(?= \d))\b(?: \d{{1,2}}\b)?,? (?:19|20)\d\d")
"""Dates without a year stay as words: `from July 1 to June 30`."""
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBERS = re.compile(r"\b\d[\d,.-]*")
_WORDS = re.compile(r"[^\W\d_][\w']*")
_TOKENS = re.compile(r"<\w+>|[^\W\d_][\w']*|[%:;?!×=+*]")


def _with_placeholders(plain: str, places: re.Pattern[str]) -> str:
    """The text with placeholders for links, telephone numbers, dates, places and numbers."""
    text = places.sub("<place>", _LINKS.sub(" <link> ", plain))
    text = _MONEY.sub("<money>", _TELEPHONES.sub("<telephone>", _DATES.sub("<date>", text)))
    return _NUMBERS.sub("<number>", _YEARS.sub("<year>", text))


def _tokens(plain: str, places: re.Pattern[str]) -> list[str]:
    return _TOKENS.findall(_with_placeholders(plain, places))


_stem = lru_cache(maxsize=20_000)(stem_of)


def _features(tokens: Sequence[str], classes: Mapping[str, str]) -> Iterator[Iterable[Feature]]:
    """Words, stems or classes, pairs of neighbours, pairs with one word between them, and sequences of classes."""
    yield ((word,) for word in tokens)
    roots = ["^", *(classes.get(word) or _stem(word) for word in tokens), "$"]
    yield (("~", root) for root in roots)
    yield (("2", *two) for two in pairwise(roots))
    yield (("3", one, other) for one, other in zip(roots, roots[2:], strict=False))
    named = [classes[word] for word in tokens if word in classes]
    yield (("4", *two) for two in pairwise(named))
    yield (("5", *three) for three in zip(named, named[1:], named[2:], strict=False))
    yield [("6", *named[:2])]
