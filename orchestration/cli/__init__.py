"""The `spotlight` command.

Belongs here: the entry point, and how a fault ends it. Not here: the commands (`app`) or what they do.
"""

from __future__ import annotations

import sys

from orchestration.cli.output import FAILED, WRONG_USAGE, OutputRefused, complain, guarded_output, refuse
from orchestration.spotlight.domain.errors import UserError, WrongUsage, refused_by_the_disk
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR, PROJECT_DIR


def main() -> None:
    """Run the command; a fault that a person can fix ends with its message, never with a traceback."""
    try:
        with guarded_output():
            _run(as_json="--json" in sys.argv)
    except OutputRefused as error:
        complain(str(error))
        sys.exit(FAILED)


def _run(*, as_json: bool) -> None:
    try:
        _refuse_a_copy()
        # Most scheduled calls end here: importing the argument parser takes longer than the gate takes to answer.
        if sys.argv[1:] in (["refresh"], ["refresh", "--json"]):
            from orchestration.cli.refresh import nothing_new

            if (code := nothing_new(as_json=as_json)) is not None:
                sys.exit(code)
        from orchestration.cli.app import app

        app()
    except WrongUsage as error:
        sys.exit(refuse(str(error), WRONG_USAGE, as_json=as_json))
    except UserError as error:
        sys.exit(refuse(str(error), FAILED, as_json=as_json))
    except OSError as error:
        sys.exit(refuse(str(refused_by_the_disk(error)), FAILED, as_json=as_json))


def _refuse_a_copy() -> None:
    """Without its project folder the command would look for the warehouse where Python keeps packages."""
    if not DBT_PROJECT_DIR.is_dir():
        raise UserError(
            f"{PROJECT_DIR}: expected the project here, and found no folder {DBT_PROJECT_DIR.name}. This command is a "
            "copy of the code, as `pip install` without --editable makes one. In the project's folder, run "
            "`rm -f .venv/.run-*` and then `make dbt_project/target/manifest.json`: this installs the project in place."
        )
