"""The process that opens PDFs: bytes on its input, what stands on each page on its output.

Belongs here: the libraries that parse and draw, and the bounds that hostile bytes meet. Not here: lines and columns.
Nothing else of ours is imported here, so that the process starts soon and stays small.
"""

from __future__ import annotations

import struct

HEADER = struct.Struct(">QIIdQ")
"""Bytes of the document, most pages, most characters, seconds of processor time, bytes of memory."""
LENGTH = struct.Struct(">Q")
PATIENCE = 10
"""Seconds by the clock for each second of processor time: a machine that takes longer is too busy to read now."""
