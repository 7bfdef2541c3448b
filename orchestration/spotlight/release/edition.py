"""Which state of the data a release holds, as it is cited: the same on every machine that has the ledger.

Belongs here: names of the dataset and its editions, and what a citation says. Not here: the files that say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import duckdb

if TYPE_CHECKING:
    from orchestration.spotlight.release.publish import ReleaseInfo

TITLE = "National Human Trafficking Hotline: published statistics, with every revision"
PUBLISHER = "National Human Trafficking Hotline"
"""The source of the figures: most are known through others' accounts of what it published."""
COMPILER = "Spotlight warehouse"
"""The author of the data set, which is a compilation."""
DESCRIPTION = (
    "What the National Human Trafficking Hotline published on signals, cases, victims, traffickers and businesses by "
    "place and period, with every revision, and the document and line of each number. Not prevalence."
)
KEYWORDS = ("human trafficking", "hotline", "statistics", "revisions", "vintages", "United States")
LICENSE_CODE = "Apache-2.0"
LICENSE_ADDRESS = "https://www.apache.org/licenses/LICENSE-2.0"
LICENSE_TITLE = "Apache License 2.0, for this compilation. The figures are the publisher's: name it as their source."


@dataclass(frozen=True, slots=True)
class Edition:
    """The ledger's last batch in a release. The number of a release starts again after a rebuild; this does not."""

    dataset_id: str
    """Names the ledger by its first batch, as `spotlight checkpoint` does."""
    code: str
    """The number of the last batch, and the beginning of its hash."""
    ledger_sha256: str
    day: date
    """The day when the last batch was recorded (UTC)."""

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, release: ReleaseInfo) -> Self:
        """The edition that a release holds; the connection is to its database."""
        ((day,),) = connection.execute(
            # Not a parameter: binding one imports pandas, a quarter of a second.
            f"select recorded_at::date from audit.refreshes where batch = {release.batch:d}"
        ).fetchall()
        return cls(release.dataset_id, release.edition, release.ledger_sha256, day)

    @property
    def semantic_version(self) -> str:
        """The edition in the form that some formats ask for: the batch as major version, the hash as build."""
        return self.code.replace("-", ".0.0+")

    @property
    def described(self) -> dict[str, Any]:
        """The data as schema.org's Dataset, without its files."""
        return {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "name": TITLE,
            "description": DESCRIPTION,
            "identifier": self.dataset_id,
            "version": self.code,
            "license": LICENSE_ADDRESS,
            "copyrightNotice": LICENSE_TITLE,
            "creator": {"@type": "Organization", "name": COMPILER},
            "isBasedOn": {
                "@type": "CreativeWork",
                "name": "Published statistics",
                "creator": {"@type": "Organization", "name": PUBLISHER},
            },
            "datePublished": str(self.day),
            "keywords": [*KEYWORDS],
            "isAccessibleForFree": True,
            "spatialCoverage": "United States",
        }

    @property
    def citation(self) -> str:
        """The data as a whole, in one sentence."""
        return (
            f"{PUBLISHER}: published statistics, with every revision. {COMPILER}, dataset {self.dataset_id}, "
            f"edition {self.code} of {self.day}."
        )

    @property
    def bibtex(self) -> str:
        """The same as an entry of BibTeX."""
        return f"""\
@misc{{spotlight-{self.code},
  author = {{{{{COMPILER}}}}},
  title = {{{{{TITLE}}}}},
  howpublished = {{Dataset {self.dataset_id}}},
  year = {{{self.day.year}}},
  month = {{{self.day.month}}},
  note = {{Edition {self.code} of {self.day}. Source of the figures: {PUBLISHER}}}
}}"""
