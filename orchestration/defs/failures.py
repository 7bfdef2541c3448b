"""How a fault that a person has to mend ends a step.

Belongs here: from the message to Dagster's failure. Not here: the messages.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.spotlight.domain.errors import UserError, refused_by_the_disk


@contextmanager
def as_dagster_failure() -> Iterator[None]:
    """End the step with the message of a `UserError` alone: a traceback tells nothing, trying again mends nothing.

    What the disk refuses (full, read-only, no rights) is such a fault too. An interrupt goes on as Dagster's own.
    """
    try:
        yield
    except UserError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    except OSError as error:
        raise dg.Failure(str(refused_by_the_disk(error)), allow_retries=False) from error
    except KeyboardInterrupt as interrupt:
        raise dg.DagsterExecutionInterruptedError from interrupt
