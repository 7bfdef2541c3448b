"""How a fault that a person has to fix ends a step.

Belongs here: turning the message into Dagster's failure. Not here: the messages.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.spotlight.domain.errors import UserError, refused_by_the_disk


@contextmanager
def as_dagster_failure() -> Iterator[None]:
    """End the step with only the message of a `UserError`: neither a traceback nor a retry would help.

    Errors of the disk (full, read-only, no rights) are treated alike. An interrupt becomes Dagster's own.
    """
    try:
        yield
    except UserError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    except OSError as error:
        raise dg.Failure(str(refused_by_the_disk(error)), allow_retries=False) from error
    except KeyboardInterrupt as interrupt:
        raise dg.DagsterExecutionInterruptedError from interrupt
