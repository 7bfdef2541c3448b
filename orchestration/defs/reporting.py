"""What every asset tells Dagster alike: its owner, its code, that it was made.

Belongs here: what several steps share. Not here: what is shown about one asset.
"""

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

OWNERS = ["team:warehouse"]


def code_reference(file: Path | str) -> Mapping[str, Any]:
    """Metadata that links an asset to the file that makes it."""
    with warnings.catch_warnings(action="ignore", category=dg.BetaWarning):  # Dagster's links to code are beta
        reference = dg.LocalFileCodeReference(file_path=str(file), line_number=1)
        return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[reference])}


def reported(
    context: dg.AssetExecutionContext, key: dg.AssetKey, version: str, metadata: Mapping[str, Any]
) -> Iterator[dg.MaterializeResult[None]]:
    """Report an asset that the step made or found as it was.

    `version` is the same as long as the rows are, so that Dagster calls nothing downstream out of date. A step makes
    its assets together: one that nobody selected is recorded as well, since it changed with the selected one.
    """
    if key in context.selected_asset_keys:
        yield dg.MaterializeResult(asset_key=key, data_version=dg.DataVersion(version), metadata=metadata)
    else:
        tags = {"dagster/data_version": version, "dagster/data_version_is_user_provided": "true"}
        context.log_event(dg.AssetMaterialization(key, metadata=metadata, tags=tags))
