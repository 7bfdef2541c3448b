"""Verify a checkpoint of a Spotlight ledger without the project: `verify_checkpoint.py LEDGER CHECKPOINT PUBLIC_KEY`.

Python 3.11's standard library and `cryptography` (Ed25519) are all it needs. It recomputes the hash of the signed batch
and follows the chain down to batch 1. A batch's hash is in the file of the next batch as plain text: Parquet keeps the
least and greatest value of a column uncompressed, and `previous_hash` has one value.
"""

import base64
import hashlib
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FILES = ("batch", "documents", "reports", "figures", "rejections")


def batch_hash(folder: Path) -> str:
    """SHA-256 over the names and hashes of the five files of a batch."""
    digest = hashlib.sha256()
    for name in FILES:
        content = (folder / f"{name}.parquet").read_bytes()
        digest.update(f"{name}:{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def fault_of(ledger: Path, checkpoint: str, public_key: str) -> str | None:
    """Why the ledger is not the one that was signed; None if it is."""
    text, _, signatures = checkpoint.partition("\n\n")
    origin, number, digest = text.split("\n")
    name, key_id, encoded = public_key.strip().split("+", 2)
    key = base64.b64decode(encoded, validate=True)
    if hashlib.sha256(f"{name}\n".encode() + key).digest()[:4].hex() != key_id:
        return "the public key is damaged"
    own = [line.split(" ")[2] for line in signatures.splitlines() if line.startswith(f"\u2014 {name} ")]
    blobs = [blob for blob in map(base64.b64decode, own) if blob[:4].hex() == key_id]
    if not blobs:
        return f"no signature of {name}"
    for blob in blobs:
        try:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(blob[4:], f"{text}\n".encode())
        except InvalidSignature:
            return f"the signature of {name} is not of this text"
    batches = ledger / "batches"
    signed = base64.b64decode(digest).hex()
    expected = signed
    for batch in range(int(number), 0, -1):
        folder = batches / f"batch={batch}"
        if not folder.is_dir():
            return f"batch {batch} is missing"
        if batch_hash(folder) != expected:
            return f"batch {batch} is not the one that was signed or followed"
        if batch > 1:
            expected = batch_hash(batches / f"batch={batch - 1}") if (batches / f"batch={batch - 1}").is_dir() else ""
            if not expected or expected.encode() not in (folder / "batch.parquet").read_bytes():
                return f"batch {batch} does not follow batch {batch - 1}"
    if origin != f"spotlight-warehouse/{batch_hash(batches / 'batch=1')[:16]}":
        return "the checkpoint is of another ledger"
    return None


if __name__ == "__main__":
    if len(sys.argv) != 4:
        print("usage: verify_checkpoint.py LEDGER CHECKPOINT PUBLIC_KEY", file=sys.stderr)
        sys.exit(2)
    folder, file, key_text = sys.argv[1:]
    try:
        fault = fault_of(Path(folder), Path(file).read_text(encoding="utf-8"), key_text)
    except (ValueError, OSError) as error:
        fault = f"it cannot be read: {error}"
    print("held: the ledger contains what was signed" if fault is None else f"NOT held: {fault}")
    sys.exit(fault is not None)
