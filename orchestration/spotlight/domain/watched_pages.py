"""The pages that are fetched regularly, from `sources.csv`.

Belongs here: reading and checking that seed. Not here: fetching (watch).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from orchestration.spotlight.domain.addresses import holds_secret, without_secrets
from orchestration.spotlight.domain.model import FORMATS, SourceKind
from orchestration.spotlight.domain.seed_lines import Line, require_unlisted


@dataclass(frozen=True, slots=True)
class Source:
    """A page that is fetched regularly, and what is expected of it."""

    address: str
    format: str
    jurisdiction: str | None
    """The ISO 3166-2 code of the one place that it is about; None for a page about many, or one that names its own."""
    cadence_days: int
    source_kind: str


def sources_of(lines: Iterable[Line], jurisdictions: Mapping[str, str]) -> tuple[Source, ...]:
    """The pages; raise `BrokenReference` at the first line that names none, or one that may not be published."""
    sources: dict[str, Source] = {}
    for line in lines:
        address, place = line["address"], line["jurisdiction"].casefold()
        if not _is_page(address):
            raise line.fault(
                f"{without_secrets(address)!r} is not a page address",
                "Expected http:// or https://, a host and a path, without a password, a blank or a part behind '#'.",
            )
        if holds_secret(address):
            raise line.fault(
                f"{without_secrets(address)} holds a password or a token, and addresses are published with the figures",
                "Use an address that everybody may know.",
            )
        require_unlisted(line, address, sources, address)
        if place and place not in jurisdictions:
            raise line.fault(
                f"unknown jurisdiction {line['jurisdiction']!r}",
                "Use a code or name of jurisdictions.csv, or leave it empty.",
            )
        sources[address] = Source(
            address,
            line.one_of("format", FORMATS),
            jurisdictions[place] if place else None,
            line.whole_number("cadence_days", "[1-9][0-9]{0,3}", "a number of days from 1 to 9999"),
            line.one_of("source_kind", tuple(SourceKind)) if line["source_kind"] else SourceKind.PUBLISHER.value,
        )
    return tuple(sources.values())


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises if it is not a number
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not (parts.username or parts.password or parts.fragment)
        and bool(re.fullmatch(r"[\x21-\x7e]+", address))
    )
