from __future__ import annotations

import os
from pathlib import Path

import pytest
from projects import PROJECT, THEME, expected_findings, read_project, told, write_project

from briefgen.facts import check_facts
from briefgen.finding import Severity
from briefgen.model import Moment, Name, Text
from briefgen.read import project_path, read_content, read_file

# ------------------------------------------------------------------------------------------------- projects


def test_a_good_project_has_no_findings(tmp_path: Path) -> None:
    content, findings = read_project(tmp_path)
    assert findings == []
    assert content.project is not None
    assert content.project.languages == ("en", "zh")
    assert [document.kind for document in content.project.documents] == ["deck", "briefing"]
    theme = content.themes["theme"]
    assert theme.sections[0].blocks[0].kind == "points"
    assert content.facts["signed"].value == Moment(2025, 11, 17)
    assert set(content.files) == {
        "content/project.yaml",
        "content/sources.yaml",
        "content/facts/facts.yaml",
        "content/themes/theme.yaml",
    }


def test_texts_know_their_catalogue_context(tmp_path: Path) -> None:
    content, _ = read_project(tmp_path)
    theme = content.themes["theme"]
    assert content.project is not None
    assert theme.title.context == "theme"
    assert theme.sections[0].title.context == "theme/first"
    assert theme.sections[0].blocks[0].spec.root[0].context == "theme/first/points"
    assert content.facts["view"].label.context == "fact/view"
    assert content.sources["year"].title.context == "source/year"
    assert content.project.title.context == "project"


def test_names_are_told_from_prose(tmp_path: Path) -> None:
    theme = THEME + "      - quote: {fact: view}\n      - callout: {kind: open, text: Open}\n"
    content, findings = read_project(tmp_path, {"themes/theme.yaml": theme})
    assert findings == []
    _, quote, callout = (block.spec for block in content.themes["theme"].sections[0].blocks)
    assert isinstance(quote.fact, Name)
    assert not isinstance(callout.text[0], Name)


BAD_FACTS = """
good:
  label: Good
  value: 1
  unit: count
  cite: {source: year, paragraph: 1, evidence: 一}
no-label:  # error[key-missing]
  value: 1
  unit: count
no-value:  # error[key-missing]
  label: No value
  unit: count
typo:
  lable: Typo  # error[key-unknown]
  label: Typo
  value: 1
  unit: count
wrong:
  label: 12  # error[type-wrong]
  value: {a: 1}
  unit: count
wrong-value:
  label: Wrong value
  value: [1, 2, 3]  # error[type-wrong]
  unit: count
reversed:
  label: Reversed
  value: [30, 15]  # error[range-reversed]
  unit: percent
bad-date:
  label: Bad date
  value: 2026-02-30  # error[date-bad]
  unit: date
bad-as-of:
  label: Bad as-of
  value: 1
  unit: count
  as-of: soon  # error[date-bad]
bad-kind:
  label: Bad kind
  value: 1
  unit: count
  kind: rezult  # error[value-unknown]
bad-qualifier:
  label: Bad qualifier
  value: 1
  unit: count
  qualifier: [about, ovr]  # error[value-unknown]
bad-cite:
  label: Bad cite
  value: 1
  unit: count
  cite: {source: year, paragraph: 0, evidence: 一}  # error[value-wrong]
bad-cites:
  label: Bad cites
  value: 1
  unit: count
  cite:
    - {source: year, paragraph: two, evidence: 一}  # error[type-wrong]
    - {source: year, paragraph: 1, evidense: 一}  # error[key-unknown]
Bad_Name:  # error[fact-name]
  label: Bad name
  value: 1
  unit: count
good:  # error[key-duplicate]
  label: Again
"""


def test_all_mistakes_in_facts_are_told_in_one_run_each_on_its_line(tmp_path: Path) -> None:
    content, findings = read_project(tmp_path, {"facts/bad.yaml": BAD_FACTS})
    assert told(findings, "content/facts/bad.yaml") == expected_findings(BAD_FACTS.lstrip("\n"))
    assert "good" in content.facts
    assert "fact/typo" in content.rejected


BAD_THEME = """
title: [Theme]  # error[type-wrong]
scop: Scope  # error[key-unknown]
summary:
  - {title: Claim, section: frist}
sections:
  - id: first
    title: A claim
    blocks:
      - point: [One]  # error[block-unknown]
      - points: One  # error[type-wrong]
      - points: []  # error[length-wrong]
      - points:
          - 2025  # error[type-wrong]
      - callout: {kind: meens, text: x}  # error[value-unknown]
      - chart: a
        points: [b]  # error[block-shape]
      - prose  # error[block-shape]
      - table: {columns: [A], rows: [[x, {y: 1}]]}  # error[type-wrong]
      - key-figures:
          - {fact: signed, lable: y}  # error[key-unknown]
  - title: No id  # error[key-missing]
  - nothing  # error[type-wrong]
"""


def test_all_mistakes_in_a_theme_are_told_in_one_run(tmp_path: Path) -> None:
    _, findings = read_project(tmp_path, {"themes/theme.yaml": BAD_THEME})
    expected = [
        "15: error[block-shape]" if line == "16: error[block-shape]" else line
        for line in expected_findings(BAD_THEME.lstrip("\n"))
    ]
    assert told(findings, "content/themes/theme.yaml") == sorted(expected)


def test_hints_name_what_was_meant(tmp_path: Path) -> None:
    _, findings = read_project(tmp_path, {"facts/bad.yaml": BAD_FACTS, "themes/theme.yaml": BAD_THEME})
    hints = {finding.hint for finding in findings}
    assert {
        "did you mean 'label'?",
        "did you mean 'result'?",
        "did you mean 'points'?",
        "did you mean 'means'?",
        "did you mean 'evidence'?",
        "write 'bad-name'",
    } <= hints
    messages = {finding.message for finding in findings}
    assert "expected a text, found a number" in messages
    assert "expected a list of texts, found a text" in messages
    assert "expected a whole number, found a text" in messages


def test_names_across_files_are_checked(tmp_path: Path) -> None:
    other = THEME.replace("id: first", "id: theme").replace("section: first", "section: frist")
    files = {
        "project.yaml": PROJECT.replace("themes: [theme]", "themes: [theme, them]", 1),
        "themes/other.yaml": other,
        "themes/third.yaml": THEME,
        "facts/more.yaml": "signed: {label: Again, value: 1, unit: count}\n",
    }
    _, findings = read_project(tmp_path, files)
    rules = {finding.rule: finding for finding in findings}
    assert set(rules) == {"theme-unknown", "section-name", "section-unknown", "section-duplicate", "fact-duplicate"}
    assert rules["theme-unknown"].hint == "did you mean 'theme'?"
    assert str(rules["fact-duplicate"].related[0].span).startswith("content/facts/facts.yaml")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"project.yaml": PROJECT.replace("2026-01-31", "tomorrow")}, "date-bad"),
        ({"project.yaml": PROJECT.replace("kind: deck", "kind: dek")}, "value-unknown"),
        ({"project.yaml": PROJECT.replace("documents:", "dokuments:")}, "key-unknown"),
        ({"project.yaml": "- a list\n"}, "type-wrong"),
        ({"names.yaml": "a: b\n"}, "type-wrong"),
        ({"names.yaml": "- 42\n"}, "type-wrong"),
        ({"charts/Bad Name.yaml": "kind: bar\n"}, "chart-name"),
        ({"charts/a.yaml": "title: x\n"}, "key-missing"),
        ({"charts/a.yaml": "kind: barr\ntitle: x\n"}, "chart-unknown-kind"),
        ({"facts/late.yml": "a: 1\n"}, "file-ignored"),
        ({"facts/bad.yaml": "a: [\n"}, "yaml-syntax"),
        ({"facts/list.yaml": "- a\n"}, "type-wrong"),
    ],
)
def test_a_mistake_in_any_file_is_a_finding(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    _, findings = read_project(tmp_path, files)
    assert expected in {finding.rule for finding in findings}


def test_an_empty_folder_is_no_project(tmp_path: Path) -> None:
    content, findings = read_content(tmp_path)
    assert content.project is None
    assert told(findings) == ["1: error[file-missing]"]


def test_charts_are_validated_by_their_kind_without_drawing(tmp_path: Path) -> None:
    files = {
        "charts/good.yaml": "kind: bar\ntitle: A title\npoints: [specialists]\n",
        "charts/bad.yaml": "kind: bar\ntitel: A title\npoints: [specialists]\n",
    }
    content, findings = read_project(tmp_path, files)
    assert list(content.charts) == ["bad", "good"]
    assert [(finding.rule, finding.hint) for finding in findings] == [("key-unknown", "did you mean 'title'?")]


# ---------------------------------------------------------------------------------------------------- paths


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/passwd", "C:\\x", "\\\\host\\x", "", "a\0b", "..\\x"])
def test_a_path_that_leaves_the_project_is_refused(tmp_path: Path, name: str) -> None:
    assert project_path(tmp_path, name) is None


def test_links_that_lead_out_are_refused(tmp_path: Path) -> None:
    outside = tmp_path / "secret.yaml"
    outside.write_text("a: 1\n")
    project = write_project(tmp_path / "project")
    os.symlink(outside, project / "content" / "facts" / "linked.yaml")
    os.symlink(outside, project / "content" / "picture.png")
    content, findings = read_content(project)
    assert [finding.rule for finding in findings] == ["path-outside"]
    assert "facts" in content.rejected
    data, findings = read_file(project, Text("picture.png"))
    assert data is None
    assert [finding.rule for finding in findings] == ["path-outside"]


def test_a_file_is_read_or_its_absence_told_with_the_nearest_name(tmp_path: Path) -> None:
    project = write_project(tmp_path, {"data/table.csv": "a,b\n"})
    assert read_file(project, Text("data/table.csv")) == (b"a,b\n", [])
    _, [finding] = read_file(project, Text("data/tabel.csv"))
    assert finding.rule == "file-missing"
    assert finding.hint == "did you mean 'table.csv'?"


def test_the_projects_own_content_is_read_without_errors() -> None:
    content, findings = read_content(Path(__file__).parents[1])
    findings += check_facts(content)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert len(content.facts) > 150
