"""How much each feature of a text tells of its kind, all features together: logistic regression.

Belongs here: learning the weights. Not here: which features a text has, and what is done with their sum (examples).

Counting each feature for itself (naive Bayes) takes two words that always stand together for two proofs. Here the
weights are found together, so that they explain all examples at once: the logarithm of their probability is made as
large as it gets, less a penalty on large weights (Hastie, Tibshirani and Friedman, The Elements of Statistical
Learning, chapter 4.4). Each step goes along the gradient with momentum (Nesterov), and is shorter for features that
many texts have. The same examples always give the same weights.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

Feature = tuple[str, ...]

_STEPS = 30
"""After so many, unknown sentences are judged as well as after twice as many."""
_MOMENTUM = 0.9
_STEEPEST = 4.0
"""A bound for how fast the gradient of one feature changes, for each text that has it. With 2.0 the steps go astray."""


def weights_of(texts: Sequence[Collection[Feature]], are_positive: Sequence[bool]) -> dict[Feature, float]:
    """The weight of each feature, for texts given by their features: above 0 if it speaks for the positive kind.

    None if all texts are of one kind.
    """
    if len(set(are_positive)) < 2:
        return {}
    numbers: dict[Feature, int] = {}
    places = [numbers.setdefault(feature, len(numbers)) for features in texts for feature in features]
    lengths = pl.Series([len(features) for features in texts], dtype=pl.UInt32)
    of_text = pl.DataFrame({"text": range(len(texts)), "length": lengths}).select(pl.col("text").repeat_by("length"))
    table = pl.DataFrame({"feature": pl.Series(places, dtype=pl.UInt32), "text": of_text.explode("text")["text"]})
    by_feature = table.sort("feature", maintain_order=True)
    counts = by_feature.group_by("feature", maintain_order=True).len()["len"]
    ends_of_texts, ends_of_features = _ends(lengths), _ends(counts)
    kinds = pl.Series(are_positive).cast(pl.Float64)
    # Both kinds weigh the same, however many texts there are of each.
    balance = kinds * (len(texts) / (2 * kinds.sum())) + (1 - kinds) * (len(texts) / (2 * (1 - kinds).sum()))
    step = 1 / (1 + _STEEPEST * counts.cast(pl.Float64))
    weights = pl.zeros(len(numbers), eager=True)
    motion = pl.zeros(len(numbers), eager=True)
    for _ in range(_STEPS):
        ahead = weights + _MOMENTUM * motion
        sums = _sums(ahead.gather(table["feature"]), ends_of_texts)
        errors = balance * (1 / (1 + (-sums).exp()) - kinds)
        gradient = _sums(errors.gather(by_feature["text"]), ends_of_features) + ahead
        motion = _MOMENTUM * motion - step * gradient
        weights = weights + motion
    return dict(zip(numbers, weights, strict=True))


def _ends(lengths: pl.Series) -> pl.Series:
    """The place of the last value of each group, for groups of these lengths that stand behind each other."""
    return lengths.cast(pl.Int64).cum_sum() - 1


def _sums(values: pl.Series, ends: pl.Series) -> pl.Series:
    """The sum of each group of values."""
    totals = values.cum_sum().gather(ends)
    return totals - totals.shift(1, fill_value=0)
