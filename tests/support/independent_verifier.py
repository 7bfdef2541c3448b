"""The verifier of checkpoints in `docs/`, which uses nothing of this project, as a module.

Belongs here: loading it. Not here: what it says.
"""

from __future__ import annotations

import importlib.util
from types import ModuleType

from orchestration.spotlight.domain.places import PROJECT_DIR


def independent_verifier() -> ModuleType:
    """`docs/verify_checkpoint.py`, as it is."""
    spec = importlib.util.spec_from_file_location("verify_checkpoint", PROJECT_DIR / "docs" / "verify_checkpoint.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
