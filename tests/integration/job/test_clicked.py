"""What a person materializes by a click in Dagster: one asset, a selection, a check.

Belongs here: selections of the assets. Not here: the whole job (test_refresh).
"""

from __future__ import annotations

import dagster as dg
import pytest

from orchestration.settings import Settings
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.release.publish import current_release
from tests.support.refresh_job import BREAKDOWN, evaluations, failures, report

Key = tuple[str, ...]


def clicked(definitions: dg.Definitions, instance: dg.DagsterInstance, *keys: Key) -> dg.ExecuteInProcessResult:
    job = definitions.resolve_implicit_global_asset_job_def()
    return job.execute_in_process(
        instance=instance, asset_selection=[dg.AssetKey(list(key)) for key in keys], raise_on_error=False
    )


def made(result: dg.ExecuteInProcessResult) -> set[Key]:
    return {tuple(event.asset_key.path) for event in result.get_asset_materialization_events() if event.asset_key}


@pytest.mark.parametrize(
    "keys",
    [
        [("marts", "fct_cases")],
        [("reference", "jurisdictions"), ("marts", "rpt_trend")],
        [("marts", "cases_as_of"), ("audit", "changes")],
    ],
    ids=str,
)
def test_tables_are_built_again_with_their_checks(
    definitions: dg.Definitions, released: Settings, instance: dg.DagsterInstance, keys: list[Key]
) -> None:
    result = clicked(definitions, instance, *keys)
    assert result.success, failures(result)
    assert made(result) == set(keys)
    graph = definitions.resolve_asset_graph()
    belonging = graph.get_check_keys_for_assets({dg.AssetKey(list(key)) for key in keys})
    assert set(evaluations(result)) == {key.name for key in belonging}
    again = clicked(definitions, instance, ("release",))
    assert again.success, failures(again)
    info = current_release(released)
    assert info is not None
    assert info.number == 2


def test_a_table_behind_the_ledger_is_built_with_all_that_it_stands_on(
    definitions: dg.Definitions, released: Settings, instance: dg.DagsterInstance
) -> None:
    (released.reports_dir / "more.csv").write_text(report(2017, **BREAKDOWN))
    read = clicked(definitions, instance, ("ledger", "figures"))
    assert read.success, failures(read)
    assert made(read) == {("ledger", name) for name in ("batch", "documents", "reports", "figures", "rejections")}
    assert Ledger(released.ledger_dir).last_batch() == 2
    too_early = clicked(definitions, instance, ("release",))
    assert "did not finish" in failures(too_early)["release"]

    result = clicked(definitions, instance, ("marts", "fct_cases"))
    assert result.success, failures(result)
    assert ("intermediate", "int_figure_beliefs") in made(result)
    assert clicked(definitions, instance, ("release",)).success


def test_without_a_ledger_a_table_says_what_is_missing(
    definitions: dg.Definitions, settings: Settings, instance: dg.DagsterInstance
) -> None:
    result = clicked(definitions, instance, ("marts", "fct_cases"))
    assert failures(result) == {
        "warehouse": "There is no ledger to build tables from yet. Run the job `refresh` first."
    }


def test_every_asset_says_whose_it_is_what_it_means_and_where_its_code_is(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        asset = graph.get(key)
        assert asset.owners, key
        assert asset.description, key
        assert asset.kinds, key
        if asset.is_materializable:
            assert "dagster/code_references" in asset.metadata, key
    for check in graph.asset_check_keys:
        assert graph.get_check_spec(check).description, check
    assert graph.get(dg.AssetKey(["ledger", "figures"])).parent_keys == {
        dg.AssetKey("reports_folder"),
        dg.AssetKey("source_polls"),
    }
