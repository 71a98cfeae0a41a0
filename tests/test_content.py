"""The project's own content: complete in four languages, traced to its sources, and the same in every edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import proofread
from briefgen.build import build
from briefgen.check import check_documents, check_sources
from briefgen.editions import compare_editions
from briefgen.facts import check_facts
from briefgen.model import Content
from briefgen.read import read_content
from briefgen.steps import Report
from briefgen.targets import choose_targets

ROOT = Path(__file__).parents[1]
SOURCES = ROOT.parent / "shared" / "sources"
LANGUAGES = ["en", "ru", "kk", "zh"]


@pytest.fixture(scope="module")
def content() -> Content:
    content, findings = read_content(ROOT)
    assert [*findings, *check_facts(content)] == []
    return content


@pytest.fixture(scope="module")
def editions(content: Content, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The full deck and the full briefing in all languages."""
    output = tmp_path_factory.mktemp("output")
    targets, _ = choose_targets(content, ["deck", "briefing"], languages=LANGUAGES)
    assert len(targets) == 8
    return output, build(ROOT, content, targets, output)


def test_every_document_can_be_worded_in_every_language(content: Content) -> None:
    findings, _ = check_documents(ROOT, content, [])
    assert findings == []


def test_the_fact_base_is_as_large_and_as_mixed_as_its_sources(content: Content) -> None:
    facts = content.facts.values()
    assert len(facts) > 150
    assert {fact.kind for fact in facts} == {"result", "target", "plan", "opinion"}
    assert sum(bool(fact.on_conflict or fact.caveat) for fact in facts) > 50
    assert all(fact.citations or fact.formula for fact in facts)


@pytest.mark.sources
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source texts are not beside the project")
def test_the_evidence_of_every_citation_stands_in_its_source(content: Content) -> None:
    findings, told = check_sources(content, SOURCES)
    assert findings == []
    assert "0 skipped" in told[0]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_nothing_is_left_untranslated(content: Content, language: str) -> None:
    assert proofread.check(ROOT, content, [language]) == []


def test_every_edition_is_built_without_a_finding(editions: tuple[Path, Report]) -> None:
    output, report = editions
    assert report.findings == []
    assert sorted(path.name for path in output.iterdir()) == sorted(
        ["manifest.json"]
        + [f"{name}.{code}.{suffix}" for name, suffix in (("deck", "pptx"), ("briefing", "docx")) for code in LANGUAGES]
    )


def test_every_box_keeps_room(editions: tuple[Path, Report]) -> None:
    _, report = editions
    placed = [placed for pages in report.pages.values() for page in pages.pages for placed in page.placed]
    assert min(each.slack for each in placed) >= 0


def test_all_editions_carry_the_same_numbers(content: Content, editions: tuple[Path, Report]) -> None:
    output, _ = editions
    findings, table = compare_editions(content, output)
    assert findings == []
    assert len(table) == 9


def test_an_independent_validator_finds_no_error(editions: tuple[Path, Report]) -> None:
    audit = pytest.importorskip("openxml_audit")
    output, _ = editions
    for path in sorted(output.glob("*.??.*")):
        result = audit.OpenXmlValidator().validate(str(path))
        assert list(result.errors) == [], path.name
