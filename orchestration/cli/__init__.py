"""The `spotlight` command.

Belongs here: the entry point, and how a fault ends it. Not here: the commands (`app`) or what they do.
"""

from __future__ import annotations

import sys

from orchestration.cli.output import FAILED, WRONG_USAGE, complain, refuse
from orchestration.spotlight.domain.errors import UserError, refused_by_the_disk


def main() -> None:
    """Run the command; a fault that a person can mend ends with its message, never with a traceback."""
    as_json = "--json" in sys.argv
    try:
        # What schedules call mostly ends here: settings and the parser of arguments take longer to import than a look.
        if sys.argv[1:] in (["refresh"], ["refresh", "--json"]):
            from orchestration.cli.refresh import nothing_new_as_before

            if (code := nothing_new_as_before(as_json=as_json)) is not None:
                sys.exit(code)
        _run_command()
    except UserError as error:
        sys.exit(refuse(str(error), FAILED, as_json=as_json))
    except OSError as error:
        sys.exit(refuse(str(refused_by_the_disk(error)), FAILED, as_json=as_json))


def _run_command() -> None:
    from pydantic import ValidationError

    from orchestration.cli.app import app

    try:
        app()
    except ValidationError as error:
        for fault in error.errors():
            name = str(fault["loc"][0]).upper()
            name = name if name == "DAGSTER_HOME" else f"SPOTLIGHT_{name}"
            complain(f"The setting {name} cannot be used: {fault['msg']}. See .env.example.")
        sys.exit(WRONG_USAGE)
