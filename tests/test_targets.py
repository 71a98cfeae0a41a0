"""What the words of the command line choose: documents, languages and formats."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_project import edit, read, write_project

from briefgen import formats, registry
from briefgen.build import build
from briefgen.finding import Severity
from briefgen.model import Content
from briefgen.targets import choose_targets


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    project = """
    title: A project
    date: 2026-01-31
    languages: [en, zh]
    template: steppe
    documents:
      deck: {kind: deck, themes: [economy, law]}
      briefing: {kind: briefing, themes: [economy, law]}
      deck-law: {kind: deck, themes: [law]}
      short: {kind: deck, themes: [economy]}
    """
    law = "title: Law\nsections:\n  - {id: law-one, title: A law, blocks: [{statement: It is one}]}\n"
    folder = write_project(tmp_path_factory.mktemp("targets"), {"project.yaml": project, "themes/law.yaml": law})
    return read(folder)


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ({}, ["deck.en.pptx", "briefing.en.docx", "deck-law.en.pptx", "short.en.pptx"]),
        ({"names": ["deck"]}, ["deck.en.pptx"]),
        ({"names": ["deck*"]}, ["deck.en.pptx", "deck-law.en.pptx"]),
        ({"names": ["briefing", "short"]}, ["briefing.en.docx", "short.en.pptx"]),
        ({"languages": ["en", "zh"], "names": ["deck"]}, ["deck.en.pptx", "deck.zh.pptx"]),
        ({"languages": ["zh"], "formats": ["docx"]}, ["briefing.zh.docx"]),
        ({"themes": ["law"], "names": ["deck"]}, ["deck-law.en.pptx"]),
        ({"themes": ["law"]}, ["deck-law.en.pptx", "briefing-law.en.docx"]),
        ({"themes": ["law"], "names": ["short"]}, []),
        ({"names": ["deck", "deck"], "languages": ["en", "en"]}, ["deck.en.pptx"]),
    ],
)
def test_words_of_the_command_choose_files(content: Content, words: dict[str, list[str]], files: list[str]) -> None:
    targets, findings = choose_targets(content, **words)
    assert [file for target in targets for file in target.files.values()] == files
    assert findings == []


def test_a_kind_is_a_name_for_all_of_it_where_no_document_has_that_name(tmp_path: Path) -> None:
    folder = write_project(tmp_path)
    edit(folder / "content" / "project.yaml", "  deck: {kind: deck", "  slides: {kind: deck")
    targets, findings = choose_targets(read(folder), ["deck"])
    assert [file for target in targets for file in target.files.values()] == ["slides.en.pptx"]
    assert findings == []


@pytest.fixture
def plain_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A further format, which costs one file."""
    (tmp_path / "plain.py").write_text(
        """'''Plain text.'''
KIND, SUFFIX, MEDIA_TYPE = "briefing", "txt", "text/plain"
def write(pages, drawings):
    return pages.document.title.encode(), []
"""
    )
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    registry.kinds.cache_clear()
    yield
    registry.kinds.cache_clear()
    registry.load.cache_clear()
    sys.modules.pop("briefgen.formats.plain", None)


@pytest.mark.usefixtures("plain_text")
def test_a_further_format_of_a_kind_is_one_more_file_of_the_same_document(content: Content, tmp_path: Path) -> None:
    targets, findings = choose_targets(content, ["briefing"])
    assert [list(target.files.items()) for target in targets] == [
        [("docx", "briefing.en.docx"), ("plain", "briefing.en.txt")]
    ]
    assert findings == []
    [chosen], _ = choose_targets(content, formats=["plain"])
    assert chosen.files == {"plain": "briefing.en.txt"}
    report = build(Path(content.root), content, [chosen], tmp_path)
    assert [(file.name, file.media_type) for file in report.artifacts] == [("briefing.en.txt", "text/plain")]


@pytest.mark.parametrize(
    ("words", "rule", "hint"),
    [
        ({"names": ["dek"]}, "document-unknown", "did you mean 'deck'?"),
        ({"themes": ["economics"]}, "theme-unknown", "did you mean 'economy'?"),
        ({"languages": ["fr"]}, "language-unknown", "there are: en, zh"),
        ({"formats": ["pdf"]}, "format-unknown", "there are: docx, pptx"),
    ],
)
def test_a_word_that_names_nothing_is_a_finding(
    content: Content, words: dict[str, list[str]], rule: str, hint: str
) -> None:
    _, [finding] = choose_targets(content, **words)
    assert (finding.rule, finding.hint, finding.severity) == (rule, hint, Severity.ERROR)
