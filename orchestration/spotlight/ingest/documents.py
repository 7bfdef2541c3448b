"""The files of the reports folder: which are documents, their bytes and their state.

Belongs here: finding, identifying and loading files. Not here: what they say.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.spotlight.domain.errors import UserError, innermost_reason, is_fault_of_the_machine
from orchestration.spotlight.domain.model import FORMATS, Rejection
from orchestration.spotlight.domain.visible import escaped, is_visible

SIDECAR_SUFFIX = ".meta.yaml"
UNEXPECTED_FAULT = "document.unexpected_fault"
MOST_SIDECAR_BYTES = 64 * 1024
AT_REST_SECONDS = 1.0
"""A file must be unchanged for this long before it is read, since it may be half written."""
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the reports folder, as it was when it was read.

    `document_id` and `sidecar_id` are the SHA-256 of the bytes, in lower-case hex. `content` is None when the file
    cannot be read or is too large: `rejection` then says why, or `fault` where the machine could not read it now.
    """

    path: str
    format: str
    document_id: str | None
    size_bytes: int
    content: bytes | None
    sidecar_id: str | None = None
    sidecar: bytes | None = None
    rejection: Rejection | None = None
    fault: str | None = None
    set_aside: Path | None = None
    """A copy of `content` in the ledger's folder for incoming files, where that is None because it is large."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The contents of the reports folder: sorted relative paths, separated by `/`."""

    root: Path
    documents: tuple[str, ...]
    refused: tuple[Rejection, ...]
    ignored: tuple[str, ...]


def find(root: Path) -> Folder:
    """List the documents below `root`; raise `UserError` if it is not a folder or cannot be listed.

    Hidden files and sidecars are not documents. A link that leaves the folder is refused, and a name that cannot be
    shown as it is; any other kind of file is named in `ignored`.
    """
    if not root.is_dir():
        raise UserError(
            f"The reports folder {root} does not exist. Make it and put the published documents there, "
            f"or set SPOTLIGHT_REPORTS_DIR to where they are."
        )
    documents: list[str] = []
    refused: list[Rejection] = []
    ignored: list[str] = []
    sidecars: list[str] = []
    inside = root.resolve()
    for entry in _walk(root):
        relative = str(Path(entry.path).relative_to(root))
        path = _shown(relative)
        try:
            loss = name_refusal(relative) or _link_leaves(entry, path, inside)
            is_folder = entry.is_dir()
        except (OSError, RuntimeError):  # RuntimeError: links in a circle
            loss = _link_leads_nowhere(entry, path)
        if loss is not None:
            refused.append(loss)
        elif path.endswith(SIDECAR_SUFFIX):
            sidecars.append(path)
        elif format_of(path) in FORMATS and not is_folder:
            documents.append(path)
        else:
            ignored.append(path)
    for path, plain in _twins(documents):
        documents.remove(path)
        refused.append(_twin_refusal(path, plain))
    known = set(documents) | {rejection.file for rejection in refused}
    ignored += [path for path in sidecars if path.removesuffix(SIDECAR_SUFFIX) not in known]
    return Folder(root, tuple(sorted(documents)), tuple(refused), tuple(sorted(ignored)))


def name_refusal(path: str) -> Rejection | None:
    """Why a file is not read for its name: line breaks and signs that reverse text would distort messages about it."""
    if is_visible(path):
        return None
    shown = _shown(path)
    message = f"The name of {shown} contains an invisible character or is not UTF-8. Rename the file."
    return Rejection(shown, None, "document.name_unreadable", shown, message)


def format_of(path: str) -> str:
    """The extension of a name, in lower case and without its dot."""
    return path.rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""


def why_ignored(path: str) -> str:
    """What a file is that is not a document, and what to do if it should be read."""
    if path.endswith(SIDECAR_SUFFIX):
        return "a sidecar, and the document that it describes is not beside it. Put it there."
    return f"not a document ({', '.join(f'.{one}' for one in FORMATS)})"


def load(root: Path, path: str, max_bytes: int) -> Document:
    """Read one document and its sidecar; a file that cannot be read has a rejection or a fault.

    A file that is being written while it is read is read again, so that no half of it is ever taken for the whole.
    """
    try:
        return _load(root, path, max_bytes)
    except Exception as error:
        if is_fault_of_the_machine(error):
            return Document(path, format_of(path), None, 0, None, fault=innermost_reason(error))
        return Document(path, format_of(path), None, 0, None, rejection=unexpected_fault(path, None, error))


def unexpected_fault(path: str, document_id: str | None, error: BaseException) -> Rejection:
    """The rejection of a file on which the program failed, so that other files go on."""
    reason = innermost_reason(error)
    return Rejection(
        path,
        None,
        UNEXPECTED_FAULT,
        reason,
        f"{path} made the program fail ({reason}). All other files are read. Correct or remove this "
        f"file, and report this message as a bug.",
        document_id=document_id,
    )


def _load(root: Path, path: str, max_bytes: int) -> Document:
    file = root / path
    try:
        size = _regular_size(file)
        if size > max_bytes:
            return _refused(
                path,
                None,  # refused for its size without being read, so without a hash
                size,
                "document.too_large",
                f"{size:,} bytes",
                f"is larger than the limit of {max_bytes:,} bytes. Split it into several files.",
            )
        content = _steady_bytes(file)
    except OSError as error:
        if is_fault_of_the_machine(error):
            raise
        return _refused(
            path,
            None,
            0,
            "document.unreadable",
            error.strerror or str(error),
            "cannot be read. Give the user that runs the refresh the right to read it, or replace it.",
        )
    sidecar_file = file.with_name(file.name + SIDECAR_SUFFIX)
    document_id = hashlib.sha256(content).hexdigest()
    if not content.strip() and format_of(path) != "csv":  # the CSV reader says which header is expected
        what = "is empty. Save the document again, or remove the file."
        return _refused(path, document_id, len(content), "document.no_figures", f"{len(content)} bytes", what)
    try:
        sidecar = _sidecar_bytes(root, sidecar_file)
    except OSError as error:
        if is_fault_of_the_machine(error):
            raise
        return _refused(
            path,
            document_id,
            len(content),
            "sidecar.unreadable",
            f"{sidecar_file.name}: {error.strerror or error}",
            f"has a sidecar {sidecar_file.name} that cannot be read. Fix its rights, or remove it.",
        )
    return Document(
        path=path,
        format=format_of(path),
        document_id=document_id,
        size_bytes=len(content),
        content=content,
        sidecar_id=hashlib.sha256(sidecar).hexdigest() if sidecar is not None else None,
        sidecar=sidecar,
    )


def _walk(root: Path) -> Iterator[os.DirEntry[str]]:
    folders = [str(root)]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            fix = "Move its contents to a shorter path" if error.errno == errno.ENAMETOOLONG else "Fix its rights"
            raise UserError(f"The folder {folder} cannot be listed ({error.strerror}). {fix}.") from error
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                yield entry


def _shown(path: str) -> str:
    return escaped(os.fsencode(path).decode("utf-8", "backslashreplace"))


def _link_leaves(entry: os.DirEntry[str], path: str, inside: Path) -> Rejection | None:
    if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(inside):
        message = f"{path} is a link to a place outside the reports folder. Copy the file into the folder instead."
        return Rejection(path, None, "document.link_leaves_folder", _target(entry), message)
    return None


def _twins(paths: Iterable[str]) -> list[tuple[str, str]]:
    """The paths that are shown like another one, each with that one: `é` may be one character or two."""
    plain = {path: unicodedata.normalize("NFKC", path) for path in paths}
    return [(path, plain[path]) for path in plain if path != plain[path] and plain[path] in plain]


def _twin_refusal(path: str, plain: str) -> Rejection:
    message = f"The name {path!a} looks like that of another file, {plain!a}. Rename or remove one of them."
    return Rejection(path, None, "document.name_like_another", ascii(path), message)


def _link_leads_nowhere(entry: os.DirEntry[str], path: str) -> Rejection:
    message = f"{path} is a link that leads back to itself, or cannot be followed. Replace it with its file."
    return Rejection(path, None, "document.link_leads_nowhere", _target(entry), message)


def _target(entry: os.DirEntry[str]) -> str:
    return os.fsencode(Path(entry.path).readlink()).decode("utf-8", "backslashreplace")


def _regular_size(file: Path) -> int:
    found = file.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(0, "it is not a regular file")
    return found.st_size


def _steady_bytes(file: Path) -> bytes:
    for _ in range(_TRIES):
        before = file.stat()
        content = file.read_bytes()
        age = time.time() - before.st_mtime
        if 0 <= age < AT_REST_SECONDS:
            time.sleep(AT_REST_SECONDS - age)
        after = file.stat()
        if before.st_mtime_ns == after.st_mtime_ns and before.st_size == after.st_size == len(content):
            return content
    raise OSError(0, "it is being written; the next refresh reads it")


def _sidecar_bytes(root: Path, file: Path) -> bytes | None:
    """The bytes of a sidecar, if there is one. It is checked first, since a link or folder may have its name."""
    if not os.path.lexists(file):
        return None
    if not file.resolve().is_relative_to(root.resolve()):
        raise OSError(0, "its link leaves the reports folder")
    if _regular_size(file) > MOST_SIDECAR_BYTES:
        raise OSError(0, f"it is larger than {MOST_SIDECAR_BYTES:,} bytes")
    return _steady_bytes(file)


def _refused(path: str, document_id: str | None, size: int, rule_code: str, found: str, what: str) -> Document:
    rejection = Rejection(path, None, rule_code, found, f"{path} {what} (Found: {found}.)", document_id=document_id)
    return Document(path, format_of(path), document_id, size, None, rejection=rejection)
