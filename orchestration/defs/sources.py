"""What the warehouse is made from: the head of the lineage. Nobody materializes it; people and publishers change it.

Belongs here: assets that are only watched. Not here: what reads them (`ingest`, `polling`).
"""

import dagster as dg

from orchestration.defs.reporting import OWNERS, code_reference
from orchestration.spotlight.domain.places import REFERENCE_DIR

REPORTS_FOLDER = dg.AssetKey("reports_folder")
WATCHED_PAGES = dg.AssetKey("watched_pages")


@dg.definitions
def sources() -> dg.Definitions:
    return dg.Definitions(
        assets=[
            dg.AssetSpec(
                REPORTS_FOLDER,
                group_name="sources",
                owners=OWNERS,
                kinds={"file"},
                description="The published reports in SPOTLIGHT_REPORTS_DIR. A change here starts a refresh.",
            ),
            dg.AssetSpec(
                WATCHED_PAGES,
                group_name="sources",
                owners=OWNERS,
                kinds={"html"},
                metadata=code_reference(REFERENCE_DIR / "sources.csv"),
                description="The publisher's pages in data/seeds/reference/sources.csv, fetched when they are due.",
            ),
        ]
    )
