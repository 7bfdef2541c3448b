"""The process that opens PDFs: it reads their bytes from its input and writes what stands on each page to its output.

Belongs here: the libraries that parse and draw, and the limits set on hostile bytes. Not here: lines and columns.
Nothing else of ours is imported here, so that the process starts fast and stays small.
"""

from __future__ import annotations

import struct

HEADER = struct.Struct(">QIIdQ")
"""Size of the document in bytes, most pages, most characters, seconds of processor time, bytes of memory."""
LENGTH = struct.Struct(">Q")
PATIENCE = 10
"""Seconds of real time allowed for each second of processor time: a slower machine is too busy to read now."""
