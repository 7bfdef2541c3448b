"""Histories of a small world, drawn by machine: what is believed is what docs/rules.md says, after each step.

Belongs here: how many histories are drawn. Not here: what happens in them, and what must hold (support).

`make faults` draws 10,000 histories of 30 steps. hypothesis prints the steps of a failing one, shrunk, and replays it.
"""

from __future__ import annotations

import os

from hypothesis import settings

from tests.support.simulation import World

TestWorld = World.TestCase
TestWorld.settings = settings(
    max_examples=int(os.environ.get("SPOTLIGHT_SIMULATED_HISTORIES", "60")), stateful_step_count=30, deadline=None
)
