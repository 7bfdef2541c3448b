"""How to cite the release: `CITATION` for people, `CITATION.cff` for programs.

Belongs here: the two files. Not here: what the data are called (release/edition).
"""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

import duckdb
import yaml

from orchestration.spotlight.release.edition import (
    COMPILER,
    KEYWORDS,
    LICENSE_CODE,
    LICENSE_TITLE,
    PUBLISHER,
    TITLE,
    Edition,
)

if TYPE_CHECKING:
    from orchestration.spotlight.release.publish import ReleaseInfo


def write_citation(connection: duckdb.DuckDBPyConnection, edition: Edition, release: ReleaseInfo, target: Path) -> None:
    """Write how to cite the data and a figure."""
    example = connection.execute(
        "select citation from marts.dim_report order by source_kind, publisher_as_of desc, report_id limit 1"
    ).fetchone()
    in_this_edition = f"{edition.citation.partition('. ')[2]}"
    text = f"""\
{TITLE}
Dataset {edition.dataset_id}
Edition {edition.code} of {edition.day}

To cite the whole:

    {edition.citation}

{indent(edition.bibtex, "    ")}

To cite a figure, name its place, its period and the day up to which the publisher says that it is accurate: the same
figure is published again and again, with other numbers. The table dim_report has a citation ready for every report,
and each figure has its report_id. A date with ≤ is the latest day it can have been: no accuracy date is printed.
"""
    if example is not None:
        text += f"For example:\n\n    {' '.join(str(example[0]).split())}\n    {in_this_edition}\n"
    text += f"""
An edition is a batch of the ledger and the beginning of its SHA-256 hash, which stands for all batches before it:

    {edition.ledger_sha256}

A ledger that is rebuilt, moved or restored elsewhere has the same editions. Figures and their history come from it
alone; rates, ranks and other derived columns also depend on the tables' version, here
{release.dbt_version.partition(" ")[0]} with the reference seeds {release.reference_version}.
Here it is release {release.number}, of {release.created_at[:10]}. To keep that folder: spotlight pin {release.number}
"""
    target.write_text(text, encoding="utf-8")


def write_citation_file(edition: Edition, target: Path) -> None:
    """Write the same in the Citation File Format 1.2.0 (https://citation-file-format.github.io)."""
    cited = {
        "cff-version": "1.2.0",
        # The licence is a code of a list, which cannot say what it covers.
        "message": "Cite the data as below, and a figure as the table dim_report says. CITATION beside this explains. "
        f"Licence: {LICENSE_TITLE}",
        "type": "dataset",
        "title": TITLE,
        "abstract": edition.citation,
        "authors": [{"name": COMPILER}],
        "references": [{"type": "data", "title": "Published statistics", "authors": [{"name": PUBLISHER}]}],
        "version": edition.code,
        "date-released": edition.day,
        "identifiers": [
            {"type": "other", "value": edition.dataset_id, "description": "The dataset, in every edition."},
            {"type": "other", "value": edition.ledger_sha256, "description": "SHA-256 of the ledger's last batch."},
        ],
        "keywords": [*KEYWORDS],
        "license": LICENSE_CODE,
    }
    target.write_text(yaml.safe_dump(cited, sort_keys=False, allow_unicode=True), encoding="utf-8")
