"""A pipeline whose build file is published as the job `refresh` does it, without Dagster.

Belongs here: releases with everything noted beside them. Not here: the job.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.spotlight.changed import gate
from orchestration.spotlight.changed.versions import (
    dbt_version,
    presentation_version,
    reading_version,
    reference_version,
)
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.polls import PollRecord
from orchestration.spotlight.release.exports import write_exports
from orchestration.spotlight.release.publish import Origin, ReleaseInfo, publish
from tests.support.dbt_build import MODELS_ONLY, build
from tests.support.made_once import MadeOnce
from tests.support.pipeline import Pipeline, cases

PARTS = {"sex": 58, "labor": 4, "sex_and_labor": 1, "not_specified": 4}


def publish_build(pipeline: Pipeline) -> ReleaseInfo:
    """Put the build file in place as it is."""
    ledger = Ledger(pipeline.settings.ledger_dir)
    head = ledger.head()
    origin = Origin(
        batch=head.batch,
        ledger_sha256=head.sha256,
        dataset_id=ledger.dataset_id(),
        code_version=reading_version(),
        reference_version=reference_version(),
        dbt_version=dbt_version(),
        presentation_version=presentation_version(),
        polls=PollRecord(pipeline.settings.ledger_dir).last_number(),
    )
    info = publish(pipeline.settings, origin, write_exports)
    gate.mark_published(pipeline.settings.warehouse_dir)
    return info


def two_releases(made_once: MadeOnce) -> Pipeline:
    """Three batches with a restatement, a correction and a secondary report that is outranked; two releases."""
    return Pipeline(made_once("two-releases", _make_two_releases), looks=3)


def _make_two_releases(folder: Path) -> None:
    pipeline = Pipeline(folder)
    pipeline.write("may.csv", cases("MO", 2015, "2016-05-27", "publisher", total=67, **PARTS))
    pipeline.write("others.csv", cases("KS", 2015, "2016-01-28", "secondary", total=20))
    pipeline.look()
    build(pipeline.settings.warehouse_dir, *MODELS_ONLY)
    publish_build(pipeline)
    pipeline.write("later.csv", cases("MO", 2015, "2017-05-03", "publisher", total=96))
    pipeline.look()
    pipeline.write("later.csv", cases("MO", 2015, "2017-05-03", "publisher", total=69))
    pipeline.write("told.csv", cases("MO", 2015, "2018-02-01", "secondary", total=70))
    pipeline.look()
    build(pipeline.settings.warehouse_dir, *MODELS_ONLY)
    publish_build(pipeline)
