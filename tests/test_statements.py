"""What sources say of a fact: one rule for the text, the charts and the annex."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest
from projects import FACTS, passage, printed, read_project, resolved

from briefgen.language import language
from briefgen.model import Content, Fact, Plot
from briefgen.statements import Statement, alternatives, citation_key, disagrees, statements

DISPUTED = """
students:
  label: students
  value: 20_000
  unit: person
  qualifier: about
  cite:
    - {source: year, paragraph: 2, evidence: 约2万人}
    - {source: path, paragraph: 7, evidence: 2.5万人, value: 25_000}
  on-conflict: both
"""

THEME = """
title: Theme
sections:
  - id: first
    title: A claim
    blocks:
      - points: ["There are ${students}"]
  - {id: second, title: A chart, blocks: [chart: students]}
"""

CHART = """
kind: bar
title: Students
points:
  - {fact: students, source: year, label: The year}
  - {fact: students, source: path, label: The path}
"""


def project(folder: Path) -> Content:
    files = {"facts/facts.yaml": FACTS + DISPUTED, "themes/theme.yaml": THEME, "charts/students.yaml": CHART}
    content, findings = read_project(folder, files)
    assert findings == []
    return content


def students(folder: Path, on_conflict: str = "both") -> Fact:
    return dataclasses.replace(project(folder).facts["students"], on_conflict=on_conflict)


def test_sources_that_differ_are_told_apart(tmp_path: Path) -> None:
    content, _ = read_project(tmp_path)
    exports = content.facts["exports"]
    assert disagrees(exports)
    assert [(s.value, s.qualifier, [c.source for c in s.citations]) for s in statements(exports)] == [
        (Decimal(1_500_000_000), ("over",), ["year"]),
        (Decimal(1_000_000_000), ("over",), ["path"]),
    ]
    assert not disagrees(content.facts["specialists"])


@pytest.mark.parametrize(
    ("on_conflict", "shown"),
    [
        ("both", [(20_000, ("about",)), (25_000, ())]),
        ("range", [((20_000, 25_000), ())]),
        ("path", [(25_000, ())]),
        ("year", [(20_000, ("about",))]),
        ("", [(20_000, ("about",))]),
    ],
)
def test_a_source_with_its_own_value_has_its_own_qualifier_only(
    tmp_path: Path, on_conflict: str, shown: list[object]
) -> None:
    assert [(said.value, said.qualifier) for said in alternatives(students(tmp_path, on_conflict))] == shown


def test_a_source_that_repeats_the_value_may_hedge_it_otherwise(tmp_path: Path) -> None:
    fact = students(tmp_path)
    [first, second] = fact.citations
    fact = dataclasses.replace(
        fact, citations=(first, dataclasses.replace(second, value=None, qualifier=("over",))), on_conflict=""
    )
    assert [said.qualifier for said in statements(fact)] == [("about",), ("over",)]
    assert not disagrees(fact)


def test_a_fact_that_nobody_states_is_shown_as_it_is(tmp_path: Path) -> None:
    fact = dataclasses.replace(students(tmp_path), citations=())
    assert alternatives(fact) == (Statement(Decimal(20_000), ("about",)),)


def test_text_chart_and_annex_hedge_a_disputed_fact_alike(tmp_path: Path) -> None:
    content = project(tmp_path)
    assert language("en").value(content.facts["students"]) == "about 20,000 or 25,000"
    document, _ = resolved(content)
    texts = ["\n".join(printed(part)) for part in passage(document, "first").parts]
    assert "There are about 20,000 or 25,000" in texts[0].replace("^students", "")
    annex = "\n".join(line for part in passage(document, "disagreements").parts for line in printed(part))
    assert "25,000~people" in annex.replace("25,000 people", "25,000~people")
    assert "about 25,000" not in annex
    [plot] = [
        inner
        for part in passage(document, "second").parts
        for inner in getattr(part, "parts", ())
        if isinstance(inner, Plot)
    ]
    assert [bar.text for bar in plot.figure.plan.bars] == ["25,000", "about 20,000"]


def test_a_chart_of_one_source_cites_its_paragraph(tmp_path: Path) -> None:
    content = project(tmp_path)
    document, _ = resolved(content)
    [plot] = [
        inner
        for part in passage(document, "second").parts
        for inner in getattr(part, "parts", ())
        if isinstance(inner, Plot)
    ]
    assert plot.figure.table is not None
    cited = {key for row in plot.figure.table.rows for run in row[1].paras[0].runs for key in run.citations}
    assert cited == {citation_key(citation) for citation in content.facts["students"].citations}
    assert cited <= {reference.key for reference in document.references}
