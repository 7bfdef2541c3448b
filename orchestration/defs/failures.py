"""How a fault that a person has to mend ends a step.

Belongs here: from the message to Dagster's failure. Not here: the messages.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.spotlight.errors import UserError


@contextmanager
def told_to_people() -> Iterator[None]:
    """End the step with the message of a `UserError` alone: a traceback tells nothing, trying again mends nothing."""
    try:
        yield
    except UserError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
