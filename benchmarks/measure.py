"""Runs a command and tells what it cost: CPU seconds, wall seconds and the peak memory of its largest process."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """What one run cost; `peak` is in MiB."""

    cpu: float
    wall: float
    peak: float


def run(command: list[str]) -> Cost:
    """Run a command whose output does not matter; raises CalledProcessError when it fails."""
    # As an ordinary install runs: what Python compiled once, it need not compile at every start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status):
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command, stderr=errors)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def compare(ours: list[str], rival: list[str], runs: int = 5) -> list[tuple[Cost, Cost]]:
    """Run two commands in turn, after one warm-up of each."""
    run(ours), run(rival)
    return [(run(ours), run(rival)) for _ in range(runs)]


def spread(values: list[float]) -> str:
    """The median, with the smallest and the largest."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"
