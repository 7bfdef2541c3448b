"""The `spotlight` command.

Belongs here: the entry point, and how a fault ends it. Not here: the commands (`app`) or what they do.
"""

from __future__ import annotations

import sys

from orchestration.cli.output import FAILED, WRONG_USAGE, refuse
from orchestration.settings import WrongSetting
from orchestration.spotlight.errors import UserError


def main() -> None:
    """Run the command; a fault that a person can mend ends with its message, never with a traceback."""
    try:
        # What schedules call goes past the parser of arguments, whose import costs more than a look at the inputs.
        if sys.argv[1:] in (["refresh"], ["refresh", "--json"]):
            from orchestration.cli.refresh import run

            sys.exit(run(False, (), False, as_json="--json" in sys.argv))
        from orchestration.cli.app import app

        app()
    except UserError as error:
        sys.exit(refuse(str(error), FAILED, as_json="--json" in sys.argv))
    except WrongSetting as error:
        sys.exit(refuse(str(error), WRONG_USAGE, as_json="--json" in sys.argv))
