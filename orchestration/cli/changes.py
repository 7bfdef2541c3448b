"""`spotlight changes`: what each refresh changed, in words.

Belongs here: choosing rows of `audit.changes`. Not here: what counts as a change (ingest), its words (release/wording).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from orchestration.cli.output import PUBLISHED, WRONG_USAGE, print_json, refuse, screen, shown
from orchestration.settings import Settings
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.release.current import connect, rows_of
from orchestration.spotlight.release.wording import in_words

_QUERY = """
    select changes.*, jurisdictions.jurisdiction_name
    from audit.changes
    inner join marts.dim_jurisdiction as jurisdictions using (jurisdiction_code)
    where
        ($batch is null or batch >= $batch)
        and ($since is null or changed_at >= $since)
        and ($jurisdiction_codes is null or list_contains($jurisdiction_codes, jurisdiction_code))
    order by
        batch, jurisdiction_name, period_start, period_end, new_publisher_as_of, measure, category_scheme desc, category
"""


def run(since: str | None, jurisdictions: Sequence[str], *, as_json: bool) -> int:
    """Show the changes since a day or a refresh, of some places or all. Default: the last refresh."""
    parameters: dict[str, Any] = {"batch": None, "since": None, "jurisdiction_codes": None}
    if jurisdictions:
        known = load_vocabulary(REFERENCE_DIR).jurisdictions
        for place in jurisdictions:
            if place.casefold() not in known:
                message = f"{place!r} is not a known place. Give a name (Missouri) or a code (MO, US-MO)."
                return refuse(message, WRONG_USAGE, as_json=as_json)
        parameters["jurisdiction_codes"] = [known[place.casefold()] for place in jurisdictions]
    with connect(Settings()) as connection:
        last = rows_of(connection, "select max(batch) as batch from audit.refreshes")[0]["batch"]
        if since is None:
            parameters["batch"] = last
        elif since.isdecimal() and len(since) < 8:
            if int(since) > last:
                message = f"--since {since}: there is no such refresh yet. There are the refreshes 1 to {last}."
                return refuse(message, WRONG_USAGE, as_json=as_json)
            parameters["batch"] = int(since)
        else:
            try:
                parameters["since"] = date.fromisoformat(since)
            except ValueError:
                message = f"--since {since}: expected a day such as 2026-11-25, or the number of a refresh."
                return refuse(message, WRONG_USAGE, as_json=as_json)
        changes = rows_of(connection, _QUERY, parameters)
    for change in changes:
        change["words"] = in_words(change)
    if as_json:
        print_json({"changes": changes})
        return PUBLISHED
    for (batch, changed_at), of_batch in groupby(changes, lambda change: (change["batch"], change["changed_at"])):
        screen.print(f"[bold]Refresh {batch}[/], {changed_at:%Y-%m-%d %H:%M} UTC")
        for change in of_batch:
            screen.print(f"  {shown(change['words'])}")
    if not changes:
        screen.print("No figure changed.")
    return PUBLISHED
