"""A folder on a disk of its own, as small as a test wants it: a tmpfs in a mount namespace that needs no rights.

Belongs here: mounting, resizing and putting the folder back. Not here: what is tried on it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

# The folder's content moves onto the small disk, each line read resizes it, and at the end all moves back.
_HOLDER = """
    folder=$1
    mv "$folder" "$folder.aside"
    mkdir "$folder"
    mount -t tmpfs -o size=1g small "$folder"
    cp -a "$folder.aside/." "$folder"
    rm -rf "$folder.aside"
    echo ready
    while read -r room; do
        if [ "$room" = all ]; then size=1g; else
            used=$(df --output=used -k "$folder" | tail -n 1)
            size=$((used + room + 4))k # a size of 0 would be no limit
        fi
        mount -o "remount,size=$size" "$folder"
        echo ready
    done
    cp -a "$folder" "$folder.aside"
    umount --lazy "$folder"
    rmdir "$folder"
    mv "$folder.aside" "$folder"
"""


@dataclass(frozen=True)
class SmallDisk:
    """A folder on its disk, which only the commands with this prefix see."""

    holder: subprocess.Popen[str]
    folder: Path

    @property
    def inside(self) -> Path:
        """The folder as other commands reach it."""
        return Path(f"/proc/{self.holder.pid}/root") / self.folder.absolute().relative_to("/")

    @property
    def prefix(self) -> Sequence[str]:
        entered = ("--target", str(self.holder.pid), "--user", "--mount", "--preserve-credentials")
        return ("nsenter", *entered, f"--wd={Path.cwd()}", "--")

    def leave(self, kilobytes: int) -> None:
        """Have so much room left."""
        self._tell(str(kilobytes))

    def grow(self) -> None:
        """Have room again."""
        self._tell("all")

    def _tell(self, words: str) -> None:
        assert self.holder.stdin is not None
        self.holder.stdin.write(f"{words}\n")
        self.holder.stdin.flush()
        self.is_ready()

    def is_ready(self) -> None:
        assert self.holder.stdout is not None
        if self.holder.stdout.readline() != "ready\n":
            _, err = self.holder.communicate()
            pytest.fail(
                f"A small disk could not be mounted, so nobody knows what a full one does: {err.strip()}. It takes "
                f"unshare and nsenter (Debian: apt install util-linux) and a kernel that lets this user have "
                f"namespaces (sysctl user.max_user_namespaces; in a container: --security-opt seccomp=unconfined)."
            )


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Put a folder on a small disk; afterwards it is back where it was, with what is in it by then."""
    holder = subprocess.Popen(
        ["unshare", "--mount", "--map-root-user", "sh", "-euc", _HOLDER, "sh", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    disk = SmallDisk(holder, folder)
    disk.is_ready()
    try:
        yield disk
    finally:
        _, err = holder.communicate()
        assert holder.returncode == 0, err
