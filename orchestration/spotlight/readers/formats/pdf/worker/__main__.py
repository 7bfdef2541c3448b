"""Answers one request after the other, each in a process of its own with limits on time and memory.

Belongs here: processes and their ends. Not here: what is read from a PDF (reading).
"""

from __future__ import annotations

import json
import logging
import os
import resource
import select
import signal
import sys
import time

from . import HEADER, LENGTH, PATIENCE, reading


def main() -> None:
    """Answer requests until the input ends."""
    logging.disable(logging.CRITICAL)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # Whatever a library prints must not get into the answers.
    sys.stdout = sys.stderr
    while len(header := requests.read(HEADER.size)) == HEADER.size:
        size, pages, characters, seconds, memory = HEADER.unpack(header)
        answer = _in_a_child(requests.read(size), pages, characters, seconds, memory)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _in_a_child(content: bytes, pages: int, characters: int, seconds: float, memory: int) -> bytes:
    try:
        end, begin = os.pipe()
        child = os.fork()
    except OSError as error:
        return json.dumps({"fault": "machine", "why": str(error)}).encode()
    if child == 0:
        os.close(end)
        with os.fdopen(begin, "wb") as pipe:
            _set_limits(seconds, memory)
            pipe.write(json.dumps(reading.answer(content, pages, characters)).encode())
        os._exit(0)
    os.close(begin)
    answer, in_time = _all_of(end, time.monotonic() + PATIENCE * seconds)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    if ended_by == signal.SIGPROF:
        return json.dumps({"fault": "too_slow"}).encode()
    if ended_by in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # No document causes these signals: the machine lacked memory or time, or a person ended the process.
        return json.dumps({"fault": "machine", "why": signal.Signals(ended_by).name}).encode()
    if status != 0 or not answer:
        return json.dumps({"fault": "stopped"}).encode()
    return answer


def _set_limits(seconds: float, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # Limit processor time, not real time: how busy the machine is must not decide what is read.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _all_of(pipe: int, deadline: float) -> tuple[bytes, bool]:
    """All bytes from a pipe until it is closed, and whether that happened in time."""
    pieces: list[bytes] = []
    with os.fdopen(pipe, "rb", buffering=0) as stream:
        while (left := deadline - time.monotonic()) > 0:
            ready, _, _ = select.select([stream], [], [], left)
            if ready:
                piece = stream.read(1 << 16)
                if not piece:
                    return b"".join(pieces), True
                pieces.append(piece)
    return b"", False


if __name__ == "__main__":
    main()
