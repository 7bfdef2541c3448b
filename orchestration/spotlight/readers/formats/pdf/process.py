"""The child process that opens PDFs: started for the first PDF, and ended together with this process.

Belongs here: asking it, and what its end means. Not here: how it reads (worker), what its answers mean (`read_pdf`).
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from orchestration.spotlight.domain.errors import MachineFault
from orchestration.spotlight.readers.formats.pdf.worker import HEADER, LENGTH, PATIENCE
from orchestration.spotlight.readers.limits import Limits


class Worker:
    """One process that answers one request after the other."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()
        atexit.register(self.end)

    def ask(self, content: bytes, limits: Limits) -> dict[str, Any]:
        """The pages of one PDF, or the fault in it. Raises `MachineFault` if the process was ended from outside."""
        with self._lock:
            try:
                answer = self._answer(content, limits)
            except (OSError, EOFError) as error:
                # The process reads each PDF in a child of its own: if it is gone, a person or the machine ended it.
                self.end()
                raise MachineFault(f"the process that reads PDFs ended ({error or 'no answer'})") from error
        if answer.get("fault") == "machine":
            raise MachineFault(f"the process that reads PDFs was stopped ({answer['why']})")
        return answer

    def _answer(self, content: bytes, limits: Limits) -> dict[str, Any]:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        # The worker limits the time of its children; this timer is for a worker that does not answer at all.
        watch = threading.Timer(PATIENCE * limits.max_seconds + 30, process.kill)
        watch.start()
        try:
            process.stdin.write(
                HEADER.pack(
                    len(content),
                    limits.max_pages,
                    limits.max_characters,
                    limits.max_seconds,
                    limits.max_memory_bytes,
                )
            )
            process.stdin.write(content)
            process.stdin.flush()
            (length,) = LENGTH.unpack(_exactly(process.stdout, LENGTH.size))
            answer: dict[str, Any] = json.loads(_exactly(process.stdout, length))
            return answer
        finally:
            watch.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None or self._owner != os.getpid():
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                # From this folder, so that it imports none of our other modules.
                [sys.executable, "-m", "worker"],
                cwd=Path(__file__).parent,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def end(self) -> None:
        """End the process; the next document starts another."""
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
            self._process = None


def _exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content
