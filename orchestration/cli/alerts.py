"""Telling people of troubles after a command that changes the warehouse.

Belongs here: when they are told. Not here: what is told (inspect/status) and how (`spotlight.alerts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from orchestration.cli.output import complain
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError, innermost_reason, refused_by_the_disk


@contextmanager
def told(settings: Settings) -> Iterator[None]:
    """Afterwards send what is new among the open troubles, the failure of the command itself included."""
    if not settings.alert_urls:
        yield
        return
    from orchestration.spotlight.alerts import outbox
    from orchestration.spotlight.alerts.sending import unusable
    from orchestration.spotlight.inspect.status import status

    try:
        yield
    except Exception as error:
        known = refused_by_the_disk(error) if isinstance(error, OSError) else error
        message = str(known) if isinstance(known, UserError) else innermost_reason(error)
        outbox.report_failure(settings, "command", message)
        raise
    else:
        outbox.report_success(settings, "command")
    finally:
        try:
            unreached = outbox.tell(settings, status(settings).troubles)
        except (UserError, OSError) as error:
            unreached = f"The open troubles could not be sent: {error}"
        for problem in (*unusable(settings.alert_urls).values(), unreached):
            if problem is not None:
                complain(problem)
