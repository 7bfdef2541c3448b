"""`spotlight verify`: whether the warehouse is as it was written, and if not, what to do.

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
        _print(verification, deep=deep)
    return FAILED if verification.findings else PUBLISHED


def _print(verification: Verification, *, deep: bool) -> None:
    for finding in verification.findings:
        complain(f"{finding.file}: {finding.message}")
    compared = [number for number in verification.releases if number in verification.compared]
    screen.print(
        f"{verification.batches} batches, {verification.documents} kept documents, "
        f"{len(verification.releases)} releases; compared with the ledger: "
        f"{', '.join(f'release {number}' for number in compared) or 'none'}"
        f"{'; every table rebuilt and compared' if verification.is_rebuilt else ''}."
    )
    if deep and not verification.is_rebuilt:
        why = "fix the faults above first" if verification.findings else "there is no release to compare them with"
        screen.print(f"The tables were not rebuilt: {why}.")
    if passed_over := sorted({*verification.releases} - {*compared}):
        screen.print(
            f"Not compared with the ledger, because another version made it or it is damaged: "
            f"{', '.join(f'release {number}' for number in passed_over)}."
        )
    screen.print(
        shown("Intact." if not verification.findings else f"Not intact. Faults: {len(verification.findings)}.")
    )
