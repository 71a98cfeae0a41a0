"""What authors get wrong: every mistake is told in one run, at its line, and nobody sees a traceback.

Each fixture of cases/bad-input/ holds files of content/ that replace those of the small project; `# error[rule]` stands
on the line on which the finding is expected, and no other finding may come.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from projects import expected_findings
from small_project import PROJECT, briefgen, write_project

CASES = Path(__file__).parent / "cases" / "bad-input"
ENGLISH = {"project.yaml": PROJECT.replace("[en, zh]", "[en]")}

_FILE = re.compile(r"^# ==> content/(\S+)\n", re.MULTILINE)
_MARK = re.compile(r"[ \t]+# (?:(?:error|warning|note)\[[a-z-]+\] ?)+$", re.MULTILINE)


def check(folder: Path, files: Mapping[str, str | bytes]) -> list[dict[str, Any]]:
    """The findings of `briefgen check` on the small project with these files."""
    outcome = briefgen("check", "--style", "json", project=write_project(folder, {**ENGLISH, **files}))
    findings = json.loads(outcome.out)
    assert outcome.code == (1 if any(finding["severity"] == "error" for finding in findings) else 0)
    assert isinstance(findings, list)
    return findings


def rules(findings: list[dict[str, Any]]) -> list[str]:
    return sorted({finding["rule"] for finding in findings})


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.glob("*.yaml")))
def test_every_mistake_is_told_at_its_line_and_nothing_else(case: str, tmp_path: Path) -> None:
    _, *parts = _FILE.split((CASES / case).read_text("utf-8"))
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    expected = sorted(f"content/{name}:{line}" for name, text in files.items() for line in expected_findings(text))
    assert expected
    found = check(tmp_path, {name: _MARK.sub("", text) for name, text in files.items()})
    told = sorted(
        f"{finding['span']['path']}:{finding['span']['line']}: {finding['severity']}[{finding['rule']}]"
        for finding in found
    )
    assert told == expected
