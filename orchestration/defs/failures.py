"""How a fault that a person has to fix ends a step, and who is told.

Belongs here: turning the message into Dagster's failure and into an alert. Not here: the messages.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.settings import Settings
from orchestration.spotlight.alerts import outbox
from orchestration.spotlight.domain.errors import UserError, innermost_reason, refused_by_the_disk


@contextmanager
def as_dagster_failure(settings: Settings, step: str) -> Iterator[None]:
    """End the step with only the message of a `UserError`: neither a traceback nor a retry would help.

    Errors of the disk (full, read-only, no rights) are treated alike. An interrupt becomes Dagster's own. Every failure
    but an interrupt is noted for the alerts, by the run itself: whatever started it, people are told.
    """
    try:
        yield
    except UserError as error:
        outbox.report_failure(settings, step, f"{step} failed: {error}")
        raise dg.Failure(str(error), allow_retries=False) from None
    except OSError as error:
        outbox.report_failure(settings, step, f"{step} failed: {refused_by_the_disk(error)}")
        raise dg.Failure(str(refused_by_the_disk(error)), allow_retries=False) from error
    except KeyboardInterrupt as interrupt:
        raise dg.DagsterExecutionInterruptedError from interrupt
    except dg.DagsterExecutionInterruptedError:
        raise
    except Exception as error:
        message = error.description if isinstance(error, dg.Failure) else innermost_reason(error)
        outbox.report_failure(settings, step, f"{step} failed: {message}")
        raise
    outbox.report_success(settings, step)
