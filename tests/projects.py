"""Small projects for tests: written to a folder, read, resolved and printed as text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefgen.finding import Finding
from briefgen.language import language
from briefgen.model import Content, Document, Grid, Group, Para, Part, Passage, Picture, Plot, Run, Text
from briefgen.read import read_content
from briefgen.resolve import resolve

SHARED = Path(__file__).parents[1] / ".." / "shared"

PROJECT = """
title: A project
subtitle: What it is about
owner: The desk
edition: The edition
date: 2026-01-31
languages: [en, zh]
template: steppe
documents:
  deck: {kind: deck, themes: [theme]}
  briefing: {kind: briefing, themes: [theme]}
"""

SOURCES = """
year:
  title: The year
  publisher: Agency
  language: zh
  published: 2025-12-27
  file: year.zh.txt
path:
  title: The path
  publisher: Agency
  language: zh
  published: not stated
  file: path.zh.txt
"""

FACTS = """
specialists:
  label: AI specialists
  value: 20_000
  unit: person
  qualifier: about
  as-of: 2025-12-27
  kind: result
  cite: {source: year, paragraph: 2, evidence: 约2万人}
signed:
  label: signature of the law
  value: 2025-11-17
  unit: date
  cite: {source: year, paragraph: 12, evidence: 11月17日}
exports-target:
  label: AI exports
  value: 5_000_000_000
  unit: USD
  kind: target
  as-of: 2030
  cite: {source: path, paragraph: 33, evidence: 50亿美元}
exports:
  label: IT exports
  value: 1_500_000_000
  unit: USD
  qualifier: over
  cite:
    - {source: year, paragraph: 4, evidence: 超过15亿美元}
    - {source: path, paragraph: 12, evidence: 突破10亿美元, value: 1_000_000_000, qualifier: over}
  on-conflict: both
  caveat: The base is not stated.
ministry:
  label: the ministry
  value: Ministry of AI
  unit: name
  cite: {source: year, paragraph: 19, evidence: 人工智能与数字发展部}
view:
  label: a view of the law
  value: The law follows the risk.
  unit: text
  kind: opinion
  speaker: A professor
  cite: {source: path, paragraph: 22, evidence: 风险导向方法}
"""

THEME = """
title: Theme
scope: What it covers
bottom-line: All is well.
summary:
  - {title: The claim, text: "Signed on ${signed}", section: first}
sections:
  - id: first
    title: A claim
    blocks:
      - points: [One point]
"""


def write_project(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """A complete project below `folder`; `files` replaces or adds files of content/."""
    content = {
        "project.yaml": PROJECT,
        "sources.yaml": SOURCES,
        "facts/facts.yaml": FACTS,
        "themes/theme.yaml": THEME,
    }
    content.update(files or {})
    for name, text in content.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


def read_project(folder: Path, files: Mapping[str, str] | None = None) -> tuple[Content, list[Finding]]:
    """The content of such a project, and its findings."""
    return read_content(write_project(folder, files))


class SourceCatalog:
    """A catalogue of a language in which the content is written: every text is its own translation."""

    def translate(self, text: Text) -> tuple[str, str]:
        return str(text), "source"


class DictCatalog:
    """A catalogue of translations in a dictionary; what is not in it is missing."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = entries

    def translate(self, text: Text) -> tuple[str, str]:
        return (self.entries[text], "translated") if text in self.entries else (str(text), "missing")


def resolved(
    content: Content, kind: str = "deck", code: str = "en", translations: Mapping[str, str] | None = None
) -> tuple[Document, list[Finding]]:
    """The document of that name, worded."""
    assert content.project is not None
    spec = next(document for document in content.project.documents if document.name == kind)
    catalog = SourceCatalog() if translations is None else DictCatalog(translations)
    return resolve(content, spec, language(code), catalog)


_EXPECTED = re.compile(r"# ((?:error|warning|note)\[[a-z0-9-]+\](?: (?:error|warning|note)\[[a-z0-9-]+\])*)\s*$")


def expected_findings(text: str) -> list[str]:
    """What `# error[rule]` comments announce, as `line: error[rule]`."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _EXPECTED.search(line)
        if match:
            found.extend(f"{number}: {one}" for one in match.group(1).split(" "))
    return sorted(found)


def told(findings: Iterable[Finding], path: str | None = None) -> list[str]:
    """Findings in the same words, those of one file if it is named."""
    return sorted(
        f"{finding.span.line if finding.span else 0}: {finding.severity}[{finding.rule}]"
        for finding in findings
        if path is None or (finding.span is not None and finding.span.path == path)
    )


def passage(document: Document, identifier: str) -> Passage:
    """The passage of that id."""
    return next(passage for passage in document.passages if passage.id == identifier)


def words(runs: Iterable[Run]) -> str:
    """Runs as Markdown again, each fact's value marked `value^fact`."""
    parts = []
    for run in runs:
        text = f"{run.text}^{run.fact}" if run.fact else run.text
        text = f"**{text}**" if run.strong else f"*{text}*" if run.emphasis else text
        text = f"<{run.tone}>{text}" if run.tone else text
        parts.append(f"[{text}]({run.link})" if run.link else text)
    return "".join(parts).replace("\u00a0", "~")


def printed(part: Part, indent: str = "") -> Iterator[str]:
    """A part as lines of text, for goldens."""
    match part:
        case Para():
            yield f"{indent}{part.role}: {words(part.runs)}"
        case Group():
            marks = "".join(f" {mark}" for mark in (part.tone, part.link, part.id) if mark)
            yield f"{indent}{part.role}{marks}"
            for inner in part.parts:
                yield from printed(inner, indent + "  ")
        case Grid():
            own = f" own {list(part.own_rows)}" if part.own_rows else ""
            yield f"{indent}grid {part.role} '{part.alt}'{own}"
            yield f"{indent}  | " + " | ".join(f"{words(column.header)} ({column.align})" for column in part.columns)
            for row in part.rows:
                cells = (" / ".join(f"{para.role}: {words(para.runs)}" for para in cell.paras) for cell in row)
                yield f"{indent}  | " + " | ".join(cells)
        case Plot():
            yield f"{indent}plot {part.figure.kind}"
        case Picture():
            yield f"{indent}picture {part.media_type} {part.width}x{part.height} '{part.alt}'"
        case _:
            yield f"{indent}{type(part).__name__}"
