"""Steps: which run, which are remembered, and that any executor can run them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefgen import steps as stepping
from briefgen.finding import Finding, Severity
from briefgen.steps import Report, Runner, Step
from briefgen.store import Store


def add(first: int, second: int) -> tuple[int, list[Finding]]:
    return first + second, []


def complain(value: int) -> tuple[int, list[Finding]]:
    return value, [Finding("value-odd", f"{value} is odd", severity=Severity.WARNING)]


def test_a_step_runs_once_for_the_same_values(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = Report(), Report()
    assert Runner(store, None, first).run([Step("a", add, (1, 2)), Step("b", add, (2, 2))]) == [3, 4]
    assert Runner(store, None, second).run([Step("a", add, (1, 2)), Step("c", add, (2, 3))]) == [3, 5]
    assert (first.ran, first.remembered) == (["a", "b"], [])
    assert (second.ran, second.remembered) == (["c"], ["a"])


def test_a_step_with_findings_runs_again_and_tells_them_again(tmp_path: Path) -> None:
    for _ in range(2):
        report = Report()
        Runner(Store(tmp_path), None, report).run([Step("odd", complain, (3,))])
        assert report.ran == ["odd"]
        assert [finding.message for finding in report.findings] == ["3 is odd"]


def test_a_damaged_memory_is_not_believed(tmp_path: Path) -> None:
    step = Step("a", add, (1, 2))
    Runner(Store(tmp_path), None, Report()).run([step])
    for path in tmp_path.rglob(step.key):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    report = Report()
    assert Runner(Store(tmp_path), None, report).run([step]) == [3]
    assert report.ran == ["a"]


def test_new_code_is_not_answered_with_an_old_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step("a", add, (1, 2))
    Runner(Store(tmp_path), None, Report()).run([step])
    monkeypatch.setattr(stepping, "code_digest", lambda: "another version")
    report = Report()
    Runner(Store(tmp_path), None, report).run([step])
    assert report.ran == ["a"]


def test_any_executor_gives_the_values_in_order() -> None:
    with ThreadPoolExecutor(2) as executor:
        report = Report()
        steps = [Step(str(number), add, (number, 1)) for number in range(20)]
        assert Runner(Store(None), executor, report).run(steps) == list(range(1, 21))
