"""`spotlight verify`: is the warehouse what was written, and if not, what to do.

Belongs here: wording and exit code. Not here: what is compared (`orchestration.spotlight.inspect.verify`).
"""

from __future__ import annotations

from dataclasses import asdict

from orchestration.cli.output import FAILED, PUBLISHED, complain, print_json, screen, shown
from orchestration.settings import Settings
from orchestration.spotlight.inspect.verify import Verification, verify


def run(deep: bool, *, as_json: bool) -> int:
    """Verify; 0 if all is intact, 1 if anything is not."""
    verification = verify(Settings(), deep=deep)
    if as_json:
        print_json({"is_intact": not verification.findings, **asdict(verification)})
    else:
        _tell(verification, deep=deep)
    return FAILED if verification.findings else PUBLISHED


def _tell(verification: Verification, *, deep: bool) -> None:
    for finding in verification.findings:
        complain(f"{finding.file}: {finding.message}")
    compared = [number for number in verification.releases if number in verification.compared]
    screen.print(
        f"{verification.batches} batches, {verification.documents} kept documents, "
        f"{len(verification.releases)} releases; held against the ledger: "
        f"{', '.join(f'release {number}' for number in compared) or 'none'}"
        f"{'; every table built anew and compared' if verification.is_rebuilt else ''}."
    )
    if deep and not verification.is_rebuilt:
        why = "mend what is named first" if verification.findings else "there is no release to compare them with"
        screen.print(f"The tables were not built anew: {why}.")
    if passed_over := sorted({*verification.releases} - {*compared}):
        screen.print(
            f"Not held against the ledger, for another version made it or it is damaged: "
            f"{', '.join(f'release {number}' for number in passed_over)}."
        )
    screen.print(shown("Intact." if not verification.findings else f"Not intact: {len(verification.findings)} found."))
