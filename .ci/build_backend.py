"""How the package is built: by setuptools, leaving no folder beside the sources.

Belongs here: clearing away. Not here: what is packaged (pyproject.toml).
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from setuptools import build_meta

get_requires_for_build_editable = build_meta.get_requires_for_build_editable
get_requires_for_build_sdist = build_meta.get_requires_for_build_sdist
get_requires_for_build_wheel = build_meta.get_requires_for_build_wheel
build_editable = build_meta.build_editable
build_sdist = build_meta.build_sdist


def build_wheel(
    wheel_directory: str, config_settings: dict[str, str] | None = None, metadata_directory: str | None = None
) -> str:
    """Build a wheel. What an earlier build left would go into it, and what this one leaves is cleared away."""
    _clear()
    try:
        return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))
    finally:
        _clear()


def _clear() -> None:
    build = Path("build")
    for folder in (build / "lib", *build.glob("bdist.*"), *Path().glob("*.egg-info")):
        shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):  # it is not there, or holds something else
        build.rmdir()
