"""What a batch did to a figure, as a sentence for people.

Belongs here: the words, which `spotlight changes` and the feeds share. Not here: what counts as a change (ingest).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.spotlight.domain.naming import day_name, figure_name, period_name, value_name


def in_words(change: Mapping[str, Any]) -> str:
    """A figure of a batch as a sentence: a row with the columns of `audit.changes` and the name of its place."""
    what = (
        f"{change['jurisdiction_name']} {period_name(change['period_start'], change['period_end'])} "
        f"{figure_name(change['measure'], change['category'])}"
    )
    old = value_name(change["old_value"], change["old_value_status"])
    new = value_name(change["new_value"], change["new_value_status"])
    as_of = day_name(change["new_publisher_as_of"], change["new_publisher_as_of_basis"])
    was_as_of = day_name(change["old_publisher_as_of"], change["old_publisher_as_of_basis"])
    match change["change_kind"]:
        case "new" | "restated" if _displaces_later(change):
            return f"{what}: {old} → {new}, the publisher's own of {as_of} outranks a secondary account of {was_as_of}"
        case "restated" if change["old_publisher_as_of"] is not None:
            return f"{what}: {old} → {new}, restated {as_of}, was {was_as_of}"
        case "restated":
            return f"{what}: {new}, first stated {as_of}"
        case "corrected" if change["new_value_status"] is None:
            return f"{what}: {old} withdrawn, a publisher's document of {was_as_of} states otherwise"
        case "corrected" if change["old_value_status"] is None:
            return f"{what}: {new}, added to the report of {as_of}"
        case "corrected":
            return f"{what}: {old} → {new}, our record of the report of {as_of} corrected"
        case "removed":
            return f"{what}: {old} of {was_as_of} removed"
        case None:
            return f"{what}: {new}, now shown from another document, as of {as_of}"
        case kind:
            return f"{what}: {new}, {kind}, as of {as_of}"


def _displaces_later(change: Mapping[str, Any]) -> bool:
    """Whether the old value is of a later account: only the publisher's own statement takes its place (rule 5)."""
    return change["old_publisher_as_of"] is not None and change["old_publisher_as_of"] > change["new_publisher_as_of"]
