"""The proof of the editions: really built files are damaged as translators and editors damage them, and it is seen."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from small_project import briefgen

from briefgen.editions import compare_editions
from briefgen.finding import Finding, Severity
from briefgen.model import Content
from briefgen.read import read_content

TEXTS = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}",
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
)


def tamper(path: Path, old: str, new: str, part: str = "") -> None:
    """Replace words in one paragraph or alternative text of a built file, the first of a part that holds them."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    changed = False
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if not changed and name.endswith(".xml") and part in name and name.startswith(("ppt/", "word/")):
                root = etree.fromstring(data)
                if _replace(root, old, new):
                    data, changed = etree.tostring(root), True
            target.writestr(name, data)
    assert changed, f"no paragraph of {path.name} says {old!r}"


def _replace(root: etree._Element, old: str, new: str) -> bool:
    for element in root.iter():
        described = str(element.get("descr", "")).replace("\u00a0", " ").replace("\u200d", "")
        if old in described:
            element.set("descr", described.replace(old, new))
            return True
        for namespace in TEXTS:
            if element.tag == f"{namespace}p":
                runs = list(element.iter(f"{namespace}t"))
                words = "".join(run.text or "" for run in runs).replace("\u00a0", " ").replace("\u200d", "")
                if old in words:
                    for run in runs:
                        run.text = ""
                    runs[0].text = words.replace(old, new, 1)
                    return True
    return False


@pytest.fixture(scope="module")
def content(built: Path) -> Content:
    return read_content(built)[0]


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built / "output", tmp_path / "output"))


def compare(content: Content, output: Path) -> list[Finding]:
    """What the comparison has against the files, without the note that they were edited."""
    findings, _ = compare_editions(content, output)
    edited = [finding for finding in findings if finding.rule == "edition-edited"]
    assert all(finding.severity is Severity.NOTE for finding in edited)
    return [finding for finding in findings if finding not in edited]


def test_editions_that_were_built_together_say_the_same(content: Content, output: Path) -> None:
    findings, table = compare_editions(content, output)
    assert findings == []
    assert [line.split()[1:3] for line in table[1:]] == [
        ["deck", "en"],
        ["deck", "zh"],
        ["briefing", "en"],
        ["briefing", "zh"],
    ]
    checked = [int(line.split()[4]) for line in table[1:]]
    assert checked[0] == checked[1] >= 20
    assert checked[2] == checked[3] >= 40


@pytest.mark.parametrize(
    ("file", "part", "old", "new", "rule", "words"),
    [
        ("deck.zh.pptx", "slides/slide3", "15亿", "16亿", "edition-differs", "value"),
        ("deck.zh.pptx", "slides/slide3", "15亿", "15万", "edition-differs", "value"),
        ("deck.en.pptx", "slides/slide3", "$1.5 billion", "$1.5 million", "edition-differs", "value"),
        ("deck.zh.pptx", "slides/slide3", "超过15亿", "15亿", "edition-differs", "qualifier"),
        ("deck.en.pptx", "slides/slide3", "over $1.5", "$1.5", "edition-differs", "qualifier"),
        ("deck.en.pptx", "slides/slide3", "about 20,000", "over 20,000", "edition-differs", "qualifier"),
        ("deck.zh.pptx", "slides/slide4", "16个百分点", "16%", "edition-differs", "unit"),
        ("deck.en.pptx", "slides/slide4", "16 percentage points", "16%", "edition-differs", "unit"),
        ("deck.zh.pptx", "slides/slide4", "92%", "92个百分点", "edition-differs", "unit"),
        ("deck.zh.pptx", "slides/slide4", "11月17日", "11月16日", "edition-differs", "value"),
        ("deck.zh.pptx", "notesSlide", "50亿", "5亿", "edition-differs", "notes"),
        ("deck.en.pptx", "slides/slide3", "Target: $5 billion", "Target: $6 billion", "edition-differs", "alt"),
        ("briefing.zh.docx", "document", "50亿", "5亿", "edition-differs", "section"),
        ("briefing.en.docx", "document", "20,000 people", "2,000 people", "edition-differs", "section"),
        ("briefing.zh.docx", "document", "法律于2025年11月17日签署。", "", "edition-lacks", "missing"),
        ("briefing.en.docx", "document", " The law was signed on 17 November 2025.", "", "edition-surplus", "stands"),
        ("deck.zh.pptx", "slides/slide1", "下一步计划", "37项计划", "edition-unsourced", "'37'"),
        ("deck.zh.pptx", "slides/slide1", "下一步计划", "3项计划", "edition-unsourced", "'3'"),
        ("briefing.zh.docx", "footnotes", "第2段", "第9段", "edition-unsourced", "'9'"),
        ("deck.zh.pptx", "slides/slide4", "高于一年前", "", "edition-lacks", "paragraph"),
        ("deck.zh.pptx", "notesSlide", "全国有约2万人。", "", "edition-lacks", "'about 20,000'"),
        ("briefing.zh.docx", "footnotes", "第2段", "第3段", "edition-differs", "footnote"),
    ],
)
def test_a_slip_in_one_edition_is_found(
    content: Content, output: Path, file: str, part: str, old: str, new: str, rule: str, words: str
) -> None:
    tamper(output / file, old, new, part)
    findings = compare(content, output)
    assert rule in {finding.rule for finding in findings}
    told = [finding for finding in findings if finding.rule == rule]
    assert {finding.severity for finding in told} == {Severity.ERROR}
    assert {finding.language for finding in told} == {"zh"}
    assert any(words in finding.message for finding in told)
    assert len(findings) <= 3


def test_a_difference_is_told_with_its_place_and_the_words_around_it(content: Content, output: Path) -> None:
    tamper(output / "deck.zh.pptx", "16个百分点", "16%", "slides/slide4")
    [finding] = compare(content, output)
    assert finding.message.startswith("deck.zh.pptx, slide 4, Figure 2 (text): '16%' differs in its unit from")
    assert "'16\xa0percentage points' of deck.en.pptx" in finding.message
    assert "16%" in finding.hint
    tamper(output / "briefing.zh.docx", "50亿", "5亿", "document")
    message = next(found.message for found in compare(content, output) if "briefing" in found.message)
    assert message.startswith("briefing.zh.docx, section summary (text): '5亿美元' differs in its value")


def test_a_number_that_is_wrong_in_every_language_alike_is_found(content: Content, output: Path) -> None:
    for language, old, new in (("en", "$1.5 billion", "$1.6 billion"), ("zh", "15亿", "16亿")):
        tamper(output / f"deck.{language}.pptx", old, new, "slides/slide3")
    findings = compare(content, output)
    assert {(finding.rule, finding.language) for finding in findings} == {
        ("edition-unsourced", "en"),
        ("edition-unsourced", "zh"),
    }


def test_a_number_that_moved_to_another_slide_is_found(content: Content, output: Path) -> None:
    tamper(output / "deck.zh.pptx", "92%", "", "slides/slide4")
    tamper(output / "deck.zh.pptx", "经济", "经济92%", "slides/slide3")
    assert {finding.rule for finding in compare(content, output)} >= {"edition-lacks", "edition-surplus"}


def test_what_cannot_be_compared_is_no_pass(content: Content, output: Path) -> None:
    (output / "deck.zh.pptx").write_bytes(b"PK\x03\x04 torn")
    (output / "briefing.zh.docx").unlink()
    findings = compare(content, output)
    assert [finding.rule for finding in findings] == ["edition-unreadable", "edition-unreadable"]
    for file in output.iterdir():
        file.unlink()
    [finding] = compare(content, output)
    assert (finding.rule, finding.severity) == ("edition-missing", Severity.ERROR)


def test_an_edition_that_was_not_built_is_a_warning(content: Content, built: Path, tmp_path: Path) -> None:
    outcome = briefgen("build", "deck", "--output", tmp_path, project=built)
    assert outcome.code == 0
    [finding] = compare(content, tmp_path)
    assert (finding.rule, finding.severity, finding.language) == ("edition-missing", Severity.WARNING, "zh")
    assert finding.hint == "briefgen build deck --language zh"


def test_the_command_prints_the_table_and_fails_on_a_difference(built: Path, output: Path) -> None:
    good = briefgen("check", "--editions", "--output", output, project=built)
    assert good.code == 0
    assert sum(line.startswith("editions: ") for line in good.out.splitlines()) == 5
    tamper(output / "deck.zh.pptx", "15亿", "16亿", "slides/slide3")
    bad = briefgen("check", "--editions", "--output", output, project=built)
    assert bad.code == 1
    assert "error[edition-differs] deck.zh.pptx, slide 3" in bad.err
