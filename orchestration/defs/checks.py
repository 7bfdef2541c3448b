"""Pandera models as blocking asset checks of the ledger, and warnings for what a person should look into.

Belongs here: turning a model or an ingestion into check results. Not here: the rules themselves (`schemas`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import dagster as dg
import polars as pl

import schemas
from orchestration.defs.markdown import table
from orchestration.spotlight.domain.model import Concern, Rejection
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.ingest.refresh import Ingestion
from orchestration.spotlight.ledger.state import Removal

FIGURES = dg.AssetKey(["ledger", "figures"])
REPORTS = dg.AssetKey(["ledger", "reports"])
REJECTIONS = dg.AssetKey(["ledger", "rejections"])

DISCREPANCY_RULES = (".discrepancy_unexpected", ".discrepancy_no_longer_observed")


@dataclass(frozen=True)
class Checked:
    """Figures that were checked by every pandera model."""

    figure_count: int
    broken: Mapping[str, Sequence[Rejection]]
    """Family of rules → rejections."""


def checked(figures: Iterable[pl.DataFrame], today: date) -> Checked:
    """Check rows of `FIGURE_SCHEMA`, in parts of whole reports, with every pandera model."""
    vocabulary = load_vocabulary(REFERENCE_DIR)
    broken: dict[str, list[Rejection]] = {family: [] for family in schemas.FAMILIES}
    figure_count = 0
    for part in figures:
        figure_count += part.height
        for family, found in broken.items():
            found += schemas.check(family, part, vocabulary, today)
    return Checked(figure_count, broken)


@dataclass(frozen=True)
class Check:
    """An asset check of the ledger, evaluated by the step that appends to it."""

    spec: dg.AssetCheckSpec
    evaluate: Callable[[Ingestion, Checked], dg.AssetCheckResult]
    """Takes the ingestion, and the checked figures that are in the ledger but in no release."""


def pandera_check(family: str) -> Check:
    """Make a blocking check from a pandera model: nothing downstream runs on figures that break it."""

    def evaluate(_: Ingestion, figures: Checked) -> dg.AssetCheckResult:
        broken = figures.broken[family]
        shown = {"to_look_into": rejections_table(broken)} if broken else {}
        return dg.AssetCheckResult(
            asset_key=FIGURES,
            check_name=family,
            passed=not broken,
            severity=dg.AssetCheckSeverity.ERROR,
            metadata={"figures_checked": figures.figure_count, "failing_rows": len(broken), **shown},
        )

    description = (schemas.FAMILIES[family].__doc__ or "").strip()
    return Check(dg.AssetCheckSpec(family, asset=FIGURES, blocking=True, description=description), evaluate)


def warning_check(
    name: str, asset: dg.AssetKey, description: str, show: Callable[[Ingestion], dg.MarkdownMetadataValue | None]
) -> Check:
    """Make a check that stops nothing: it warns while there is something to show."""

    def evaluate(ingestion: Ingestion, _: Checked) -> dg.AssetCheckResult:
        shown = show(ingestion)
        return dg.AssetCheckResult(
            asset_key=asset,
            check_name=name,
            passed=shown is None,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={} if shown is None else {"to_look_into": shown},
        )

    return Check(dg.AssetCheckSpec(name, asset=asset, description=description), evaluate)


def rejections_table(rejections: Iterable[Rejection]) -> dg.MarkdownMetadataValue:
    """What was refused, where, and how to fix it."""
    return table(
        ("file", "line", "rule", "found", "message"),
        ((one.file, one.line, one.rule_code, one.offending_text, one.message) for one in rejections),
    )


def removals_table(removals: Iterable[Removal]) -> dg.MarkdownMetadataValue:
    """Removals that are not accepted and whose file has not returned."""
    return table(
        ("removal_id", "file", "report_id", "noticed_at"),
        ((one.removal_id, one.file, one.report_id, one.noticed_at) for one in removals),
    )


def warnings_table(warnings: Iterable[Concern]) -> dg.MarkdownMetadataValue:
    """Warnings for a person to look into."""
    return table(
        ("file", "line", "rule", "message"), ((one.file, one.line, one.rule_code, one.message) for one in warnings)
    )


def files_table(paths: Iterable[str]) -> dg.MarkdownMetadataValue:
    """Files that were ignored."""
    return table(("file",), ((path,) for path in paths))


def unexpected_discrepancies(ingestion: Ingestion) -> list[Concern]:
    """The warnings about totals that are not the sum of their parts."""
    return [warning for warning in ingestion.warnings if warning.rule_code.endswith(DISCREPANCY_RULES)]


CHECKS = (
    *(pandera_check(family) for family in schemas.FAMILIES),
    warning_check(
        "no_open_rejections",
        REJECTIONS,
        "No file or report is refused. A refused one is listed until it is fixed or gone.",
        lambda ingestion: rejections_table(ingestion.open) if ingestion.open else None,
    ),
    warning_check(
        "no_pending_removals",
        REPORTS,
        "No report is gone from the folder. A missing one is kept and listed until its removal is accepted.",
        lambda ingestion: removals_table(ingestion.pending_removals) if ingestion.pending_removals else None,
    ),
    warning_check(
        "no_unexpected_discrepancies",
        FIGURES,
        "Of the figures read in this refresh, every total is the sum of its parts or listed in known_discrepancies.",
        lambda ingestion: warnings_table(found) if (found := unexpected_discrepancies(ingestion)) else None,
    ),
)
