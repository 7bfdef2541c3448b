"""`spotlight changes`: what each refresh changed, in words.

Belongs here: choosing rows of `audit.changes`. Not here: what counts as a change (ingest), its words (release/wording).
"""

from __future__ import annotations

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
        and ($jurisdiction_code is null or jurisdiction_code = $jurisdiction_code)
    order by
        batch, jurisdiction_name, period_start, period_end, new_publisher_as_of, measure, category_scheme desc, category
"""


def run(since: str | None, jurisdiction: str | None, *, as_json: bool) -> int:
    """Show the changes since a day or a refresh. Default: the last refresh."""
    parameters: dict[str, Any] = {"batch": None, "since": None, "jurisdiction_code": None}
    if jurisdiction is not None:
        code = load_vocabulary(REFERENCE_DIR).jurisdictions.get(jurisdiction.casefold())
        if code is None:
            message = f"{jurisdiction!r} is not a known place. Give a name (Missouri) or a code (MO, US-MO)."
            return refuse(message, WRONG_USAGE, as_json=as_json)
        parameters["jurisdiction_code"] = code
    with connect(Settings()) as connection:
        if since is None:
            last = rows_of(connection, "select max(batch) as batch from audit.refreshes")[0]
            parameters["batch"] = last["batch"]
        elif since.isdecimal() and len(since) < 8:
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
