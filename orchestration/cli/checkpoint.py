"""`spotlight checkpoint`: a signed note of the ledger's head, and the keys for it.

Belongs here: where keys and notes are read and written. Not here: their format (inspect/checkpoint).
"""

from __future__ import annotations

import stat
from dataclasses import asdict
from pathlib import Path

from orchestration.cli.output import FAILED, PUBLISHED, WRONG_USAGE, complain, print_json, screen, shown
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import WrongUsage
from orchestration.spotlight.inspect.checkpoint import (
    PRIVATE,
    Outcome,
    Verdict,
    Verifier,
    checkpoint,
    new_key,
    verifier_from,
    verify_checkpoint,
)
from orchestration.spotlight.ledger.chain import Ledger


def run(key: Path | None, new_key_name: str | None, *, as_json: bool) -> int:
    """Print a note of the ledger's head, or make a key; 0 if that was done."""
    settings = Settings()
    key = key or settings.checkpoint_key
    if new_key_name is not None:
        if key is None:
            raise WrongUsage("Name the file that the new key is written to: --key FILE.")
        _require_outside(key, settings)
        made = new_key(new_key_name, key)
        if as_json:
            print_json({"key_file": str(key), "public_key": str(made)})
        else:
            print(made)
            complain(f"The private key is in {key}: keep it away from the ledger. The line above is the public key.")
        return PUBLISHED
    if key is not None:
        _require_outside(key, settings)
    note = checkpoint(Ledger(settings.ledger_dir), _read_key(key) if key is not None else None)
    if as_json:
        origin, batch, sha256 = note.split("\n")[:3]
        signed = {"origin": origin, "batch": int(batch), "sha256_base64": sha256, "is_signed": key is not None}
        print_json({"checkpoint": note, **signed})
    else:
        print(note, end="")
    if key is None:
        complain(
            "The note is not signed: whoever can rewrite the ledger can write such a note too. `spotlight verify "
            "--checkpoint` compares the ledger with it, but ends with 1. `spotlight checkpoint --new-key NAME --key "
            "FILE` makes a key."
        )
    return PUBLISHED


def verify_files(files: list[Path], key: str | None, *, as_json: bool) -> int:
    """Compare the ledger with kept checkpoints; 0 if every one is signed and held, 1 if not.

    A file that cannot be read hides no other verdict: 2 if the ledger agrees with all the others.
    """
    settings = Settings()
    verifier = _verifier(key, settings)
    ledger = Ledger(settings.ledger_dir)
    verdicts, errors = [], []
    for file in files:
        try:
            verdicts.append(verify_checkpoint(file, ledger, verifier))
        except WrongUsage as error:
            errors.append(str(error))
    if not verdicts:
        raise WrongUsage("\n".join(errors))
    is_intact = all(verdict.outcome is Outcome.HELD for verdict in verdicts)
    if as_json:
        print_json(
            {
                # Of a checkpoint that cannot be read it is not known.
                "is_intact": None if is_intact and errors else is_intact,
                "checkpoints": [asdict(verdict) for verdict in verdicts],
                "errors": errors,
            }
        )
    else:
        for verdict in verdicts:
            _show(verdict)
    for message in errors:
        complain(message)
    if not is_intact:
        return FAILED
    return WRONG_USAGE if errors else PUBLISHED


def _show(verdict: Verdict) -> None:
    line = f"{verdict.file}: {verdict.outcome.value.replace('_', ' ')}. {verdict.message}"
    if verdict.outcome is Outcome.HELD:
        screen.print(shown(line))
    else:
        complain(line)


def _verifier(key: str | None, settings: Settings) -> Verifier | None:
    """The key that must have signed: its text, a file that holds it, or the key that the settings name."""
    if key is None:
        return verifier_from(_read_key(settings.checkpoint_key)) if settings.checkpoint_key is not None else None
    return verifier_from(_read_key(Path(key)) if "+" not in key or Path(key).is_file() else key)


def _read_key(file: Path) -> str:
    try:
        text = file.read_text(encoding="ascii")
        mode = stat.S_IMODE(file.stat().st_mode)
    except OSError as error:
        raise WrongUsage(f"{file}: the key cannot be read ({error.strerror}). Check its name.") from error
    except UnicodeDecodeError:
        raise WrongUsage(f"{file}: this is not a key. Name the file that holds one.") from None
    if text.startswith(PRIVATE) and mode & (stat.S_IRGRP | stat.S_IROTH):
        complain(f"{file}: others on this machine can read this private key and sign with it. Run: chmod 600 {file}")
    return text


def _require_outside(key: Path, settings: Settings) -> None:
    if key.resolve().is_relative_to(settings.warehouse_dir.resolve()):
        raise WrongUsage(f"{key} lies in the warehouse: whoever can rewrite the ledger could use the key too. Move it.")
