"""Sending one message to one address.

Belongs here: apprise, and making quoted text harmless. Not here: what is sent, and to whom again (`outbox`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from orchestration.settings import Settings
from orchestration.spotlight.domain.visible import escaped

MOST_LINES = 20
LONGEST_LINE = 1_000
_SILENT = logging.CRITICAL + 1
"""apprise would write addresses to the log."""
# `@everyone`, `<!channel>`, `[here](https://…)`: full-width signs look alike but mean nothing to a service.
_ACTED_ON = {ord(sign): ord(sign) + 0xFEE0 for sign in "@<>[]"}


def addresses_of(urls: str) -> list[str]:
    """The addresses in the setting, which separates them by commas or blanks."""
    return re.split(r"[\s,]+(?=[\w+.-]+://)", urls.strip())


def unusable(urls: str) -> dict[str, str]:
    """The addresses that name no service or lack what theirs needs, each with the message that says so."""
    import apprise  # slow to import, and most processes send nothing

    logging.getLogger("apprise").setLevel(_SILENT)
    return {
        one: f"Address {number} of SPOTLIGHT_ALERT_URLS cannot be used: apprise knows no such service, or the address "
        f"lacks what it needs. Nothing is sent there. Correct it."
        for number, one in enumerate(addresses_of(urls), 1)
        if not apprise.Apprise().add(one)
    }


def send(settings: Settings, address: str, messages: Sequence[str]) -> bool:
    """Send messages as one; False if the address does not take it."""
    import apprise  # slow to import, and most processes send nothing

    logging.getLogger("apprise").setLevel(_SILENT)
    secrets = tuple(filter(None, (settings.postgres_url, *addresses_of(settings.alert_urls or ""))))
    shown = [_harmless(message, secrets) for message in messages[:MOST_LINES]]
    if len(messages) > MOST_LINES:
        shown.append(f"… and {len(messages) - MOST_LINES} more: spotlight status shows what is open.")
    title = f"Spotlight warehouse: {len(messages)} to look into"
    channel = apprise.Apprise()
    return bool(channel.add(address) and channel.notify("\n".join(shown), title, body_format=apprise.NotifyFormat.TEXT))


def _harmless(line: str, secrets: Sequence[str]) -> str:
    """A line without secrets, mentions or links: quoted text must not notify anyone or link anywhere."""
    for secret in secrets:
        line = line.replace(secret, "…")
    cut = line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"
    return escaped(cut).translate(_ACTED_ON)
