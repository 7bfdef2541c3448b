"""Addresses that hold a password or a token: such an address must not be published with the figures.

Belongs here: finding and hiding secrets in addresses. Not here: fetching them (watch/fetching).
"""

from __future__ import annotations

import re

_NAME = r"[\w.-]*(?:token|secret|passw|signature|credential|api[-_]?key)[\w.-]*|sig|key|auth|pwd|session(?:id)?"
SECRET = rf"(?i)://[^/\s@?#]+@|[?&;#](?:{_NAME})=[^&;#\s]"
"""A user with a password before the host, or a parameter whose name says that its value is a secret."""
_VALUES = re.compile(rf"(?i)(://)[^/\s@?#]+@|([?&;#](?:{_NAME})=)[^&;#\s]+")


def holds_secret(text: str) -> bool:
    return re.search(SECRET, text) is not None


def without_secrets(text: str) -> str:
    """A text whose addresses show `…` in the place of passwords and tokens."""
    return _VALUES.sub(lambda found: f"{found[1] or found[2]}…{'@' if found[1] else ''}", text)
