"""Signed notes of the ledger's head, and checking a ledger against a note.

Belongs here: the C2SP signed-note format with Ed25519 keys, and comparing. Not here: what else `verify` compares.

A checkpoint names the last batch and its hash. Each batch holds the hash of the one before, so a checkpoint stands for
every batch up to it. Format and keys: https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from orchestration.spotlight.domain.errors import UserError, WrongUsage
from orchestration.spotlight.ledger.chain import DamagedLedger, Head, Ledger
from orchestration.spotlight.ledger.faults import chain_faults

_ED25519 = b"\x01"
PRIVATE = "PRIVATE+KEY+"
"""How the half of a key that signs begins."""
_KEY_NAME = re.compile(r"[^\s+]+")
_MOST_BYTES = 10_000
"""The largest size; a checkpoint has about two hundred bytes."""


class Outcome(StrEnum):
    """The result of comparing a checkpoint with the present ledger."""

    HELD = "held"
    UNSIGNED = "unsigned"  # the ledger agrees, but anyone could have written the note: no better than a wrong key
    DAMAGED = "damaged"
    WRONG_KEY = "wrong_key"
    FOREIGN = "foreign"
    TRUNCATED = "truncated"
    FORKED = "forked"
    LEDGER_DAMAGED = "ledger_damaged"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for one checkpoint: `batch` is None where the note cannot be read."""

    file: str
    outcome: Outcome
    batch: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint as it is written: three lines, a blank line, and signatures (name, key id, signature)."""

    origin: str
    head: Head
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @property
    def text(self) -> bytes:
        digest = base64.b64encode(bytes.fromhex(self.head.sha256)).decode()
        return f"{self.origin}\n{self.head.batch}\n{digest}\n".encode()


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key: `name+key id+key`. It may be handed to anyone."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    def has_signed(self, note: Note) -> bool | None:
        """Whether a signature by this key is valid; None if there is none by this key."""
        own = [signature for name, key_id, signature in note.signatures if (name, key_id) == (self.name, self.key_id)]
        if not own:
            return None
        try:
            for signature in own:
                Ed25519PublicKey.from_public_bytes(self.public).verify(signature, note.text)
        except InvalidSignature:
            return False
        return True


def checkpoint(ledger: Ledger, key: str | None) -> str:
    """A note of the ledger's head, signed where a signer's key is given; raises `UserError` without a ledger."""
    if not ledger.last_batch():
        raise UserError(f"{ledger.folder} holds no batch yet. Run `spotlight refresh` first.")
    note = Note(ledger.dataset_id(), ledger.head(), ())
    text = note.text.decode() + "\n"
    if key is None:
        return text
    verifier, private = _signer(key)
    blob = verifier.key_id + private.sign(note.text)
    return f"{text}\u2014 {verifier.name} {base64.b64encode(blob).decode()}\n"


def new_key(name: str, file: Path) -> Verifier:
    """Make a key, write its private half to a file that only its owner may read, and return the public half.

    Raises `WrongUsage` for a name that the format does not allow or a file that is there already.
    """
    if not _KEY_NAME.fullmatch(name):
        raise WrongUsage(f"{name!r} cannot be the name of a key: it holds white space or a plus sign, or nothing.")
    private = Ed25519PrivateKey.generate()
    verifier = Verifier(name, private.public_key().public_bytes_raw())
    seed = base64.b64encode(_ED25519 + private.private_bytes_raw()).decode()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise WrongUsage(f"{file} exists already. Choose another name: a key that is overwritten is lost.") from None
    except OSError as error:
        raise WrongUsage(f"{file}: the key cannot be written ({error.strerror}). Choose another place.") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"{PRIVATE}{name}+{verifier.key_id.hex()}+{seed}\n")
    return verifier


def verifier_from(text: str) -> Verifier:
    """The public half of a key, from its own text or from that of the private half; raises `WrongUsage`."""
    text = text.strip()
    if text.startswith(PRIVATE):
        return _signer(text)[0]
    name, key_id, raw = _parts(text)
    return _checked(Verifier(name, raw), key_id)


def read_note(content: bytes) -> Note:
    """Parse a note; raises `ValueError` that says what is wrong with it.

    Mail may give its lines other ends and add blank ones at its end: signatures are of the text without them.
    """
    if len(content) > _MOST_BYTES:
        raise ValueError(f"it is longer than {_MOST_BYTES:,} bytes")
    try:
        body, _, signed = content.decode().replace("\r\n", "\n").partition("\n\n")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    lines = body.split("\n")
    if len(lines) != 3 or not re.fullmatch(r"[1-9][0-9]{0,17}", lines[1]) or not lines[0]:
        raise ValueError("expected three lines: origin, batch number, hash")
    try:
        digest = base64.b64decode(lines[2], validate=True)
    except binascii.Error:
        raise ValueError("the hash is not base64") from None
    if len(digest) != 32 or base64.b64encode(digest).decode() != lines[2]:
        raise ValueError("the hash is not that of a batch")
    signatures = []
    for line in signed.rstrip("\n").splitlines():
        found = re.fullmatch(r"\u2014 (\S+) (\S+)", line)
        try:
            blob = base64.b64decode(found[2], validate=True) if found else b""
        except binascii.Error:
            blob = b""
        if found is None or len(blob) <= 4:
            raise ValueError("a line after the blank one is not a signature")
        signatures.append((found[1], blob[:4], blob[4:]))
    return Note(lines[0], Head(int(lines[1]), digest.hex()), tuple(signatures))


def verify_checkpoint(file: Path, ledger: Ledger, verifier: Verifier | None) -> Verdict:
    """Compare a ledger with one checkpoint; raises `WrongUsage` for a file that cannot be read."""

    def verdict(outcome: Outcome, message: str, batch: int | None = None) -> Verdict:
        return Verdict(str(file), outcome, batch, message)

    try:
        with file.open("rb") as stream:
            note = read_note(stream.read(_MOST_BYTES + 1))
    except OSError as error:
        raise WrongUsage(f"{file}: the checkpoint cannot be read ({error.strerror}). Check its name.") from error
    except ValueError as error:
        return verdict(Outcome.DAMAGED, f"This is not a checkpoint: {error}. Take the copy that was kept.")
    batch = note.head.batch
    if note.signatures:
        if verifier is None:
            return verdict(
                Outcome.WRONG_KEY,
                "The checkpoint is signed, but no public key is known. Name the public key with --key or "
                "SPOTLIGHT_CHECKPOINT_KEY.",
                batch,
            )
        has_signed = verifier.has_signed(note)
        if has_signed is None:
            names = ", ".join(name for name, _, _ in note.signatures)
            return verdict(Outcome.WRONG_KEY, f"It is signed by {names}, not by the key {verifier.name}.", batch)
        if not has_signed:
            return verdict(
                Outcome.DAMAGED, f"The signature of {verifier.name} is not of this text: it was changed.", batch
            )
    elif verifier is not None:
        return verdict(Outcome.DAMAGED, f"It is not signed, and a signature of {verifier.name} is asked for.", batch)
    return verdict(*_held(note, ledger), batch)


def _held(note: Note, ledger: Ledger) -> tuple[Outcome, str]:
    batch, last = note.head.batch, ledger.last_batch()
    try:
        if not last:
            return Outcome.TRUNCATED, f"{ledger.folder} holds no batch, and batch {batch} was there."
        # Check this before the origin: the first batch may have been rewritten too.
        if batch <= last and ledger.batch_hash(batch) == note.head.sha256:
            for fault in chain_faults(ledger, [note.head]):
                return Outcome.LEDGER_DAMAGED, fault
            if note.origin != ledger.dataset_id():
                return Outcome.FOREIGN, f"The note calls its ledger {note.origin}, this one is {ledger.dataset_id()}."
            if note.signatures:
                return Outcome.HELD, f"The ledger holds batch {batch} as it was signed, with all before it."
            return (
                Outcome.UNSIGNED,
                f"The ledger holds batch {batch} as the note says, with all before it. The note is not signed, so it "
                f"is no proof against a person who can rewrite both the note and the ledger.",
            )
        if note.origin != ledger.dataset_id():
            return (
                Outcome.FOREIGN,
                f"The note is of the ledger {note.origin}, this one is {ledger.dataset_id()}: another ledger, or one "
                f"whose first batch was rewritten.",
            )
        if batch > last:
            return Outcome.TRUNCATED, f"The ledger ends with batch {last}, and batch {batch} was signed."
    except DamagedLedger as error:
        return Outcome.LEDGER_DAMAGED, str(error)
    return Outcome.FORKED, f"Batch {batch} of the ledger is not the one that was signed: it was rewritten."


def _signer(text: str) -> tuple[Verifier, Ed25519PrivateKey]:
    text = text.strip()
    if not text.startswith(PRIVATE):
        raise WrongUsage("The key that signs begins with PRIVATE+KEY+. This is another text, or the public half.")
    name, key_id, seed = _parts(text.removeprefix(PRIVATE))
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return _checked(Verifier(name, private.public_key().public_bytes_raw()), key_id), private


def _parts(text: str) -> tuple[str, str, bytes]:
    """Name, key id and the 32 bytes of a key."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raw = b""
    if not name or len(raw) != 33 or raw[:1] != _ED25519:
        raise WrongUsage("This is not a key of the form NAME+ID+KEY, as `spotlight checkpoint --new-key` makes.")
    return name, key_id, raw[1:]


def _checked(verifier: Verifier, key_id: str) -> Verifier:
    if verifier.key_id.hex() != key_id:
        raise WrongUsage(f"The key {verifier.name} is damaged: its id is {key_id}, and its bytes have another.")
    return verifier
