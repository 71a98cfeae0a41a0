"""Steps and who runs them: what is remembered is answered from the store, the rest is spread over processes.

A step is a pure function from values to values, so any `concurrent.futures.Executor` can run it.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from briefgen.finding import Finding, Severity, has_errors
from briefgen.model import Artifact, Pages
from briefgen.store import Store, code_digest, digest


@dataclass(frozen=True)
class Step:
    """A pure function and its arguments; `function` returns (value, findings) and can be sent to another process."""

    name: str
    function: Callable[..., tuple[Any, list[Finding]]]
    arguments: tuple[Any, ...]

    @cached_property
    def identity(self) -> str:
        """The digest of what is done to which values: two steps of one run that share it give the same result."""
        return digest(self.function.__module__, self.function.__qualname__, self.arguments)

    @property
    def key(self) -> str:
        """The digest of everything that the result depends on, in this run and in those to come."""
        return digest(self.identity, code_digest())


@dataclass
class Report:
    """What a build did: for the summary, for progress and for tests."""

    findings: list[Finding] = field(default_factory=list)
    artifacts: list[Artifact] = field(default_factory=list)
    pages: dict[str, Pages] = field(default_factory=dict)
    written: list[Path] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    strict: bool = False
    remembered: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether anything was wrong enough that no file is replaced; when strict, a warning is."""
        return has_errors(self.findings) or (
            self.strict and any(finding.severity is Severity.WARNING for finding in self.findings)
        )


class Runner:
    """Runs steps: answers from the store what is remembered, and spreads the rest over an executor."""

    def __init__(self, store: Store, executor: Executor | None, report: Report) -> None:
        self.store = store
        self.executor = executor
        self.report = report

    def run(
        self, steps: Sequence[Step], remember: bool = True, announce: Callable[[int], None] | None = None
    ) -> list[Any]:
        """The steps' values in order; their findings go to the report.

        `announce` is told how many steps must really be run.  A result with findings is not remembered: the next build
        finds them again, at the lines where they then are.
        """
        # A digest of all pages takes as long as laying some out: not for a store that has nothing and keeps nothing.
        remember = remember and self.store.folder is not None
        values: list[Any] = [None] * len(steps)
        pending: list[tuple[int, Step, str]] = []
        for index, step in enumerate(steps):
            key = step.key if remember else ""
            known = self.store.get(key) if remember else None
            if known is not None:
                values[index] = pickle.loads(known)
                self.report.remembered.append(step.name)
            else:
                pending.append((index, step, key))
        if pending and announce is not None:
            announce(len(pending))
        for (index, step, key), (value, findings) in zip(pending, self._results(pending), strict=True):
            values[index] = value
            self.report.ran.append(step.name)
            self.report.findings.extend(findings)
            if remember and not findings:
                self.store.put(key, pickle.dumps(value))
        return values

    def _results(self, pending: Sequence[tuple[int, Step, str]]) -> Iterator[tuple[Any, list[Finding]]]:
        if self.executor is None or len(pending) < 2:
            return (step.function(*step.arguments) for _, step, _ in pending)
        futures = [self.executor.submit(step.function, *step.arguments) for _, step, _ in pending]
        return (future.result() for future in futures)


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """An executor of `jobs` processes; None for one job, which runs in this process.

    On Linux the workers are forked, so that what is imported already is not imported again in each; a process that
    has threads cannot be forked safely, and begins its workers anew.
    """
    if jobs < 2:
        yield None
        return
    import multiprocessing

    executor = _pool(jobs)
    try:
        yield executor
    except BaseException:
        # Whoever stops a build does not want to wait for what its workers have begun.
        for process in multiprocessing.active_children():
            process.terminate()
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def _pool(jobs: int) -> Executor:
    """Processes that Ctrl-C passes by: it reaches all of a terminal, but only their parent is to answer it."""
    import multiprocessing
    import signal
    import sys
    import threading
    from concurrent.futures import ProcessPoolExecutor

    class Pool(ProcessPoolExecutor):
        def submit(self, function: Any, /, *arguments: Any, **named: Any) -> Any:
            # The first call begins the workers; they inherit what is blocked here.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                return super().submit(function, *arguments, **named)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)

    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    return (Pool if hasattr(signal, "pthread_sigmask") else ProcessPoolExecutor)(jobs, context)


def default_jobs() -> int:
    """As many workers as there are processors for this process."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
