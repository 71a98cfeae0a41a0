"""A small project that builds in a second, in two languages, and the command line as a person uses it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from briefgen.model import Content
from briefgen.read import read_content

PROJECT = """
title: A small country goes digital
subtitle: What happened in a year
owner: The desk
edition: Winter edition
date: 2026-01-31
languages: [en, zh]
template: steppe
documents:
  deck: {kind: deck, themes: [economy]}
  briefing: {kind: briefing, themes: [economy]}
"""

SOURCES = """
year:
  title: The digital year
  publisher: Agency
  language: zh
  published: 2025-12-27
  file: year.zh.txt
"""

FACTS = """
specialists:
  label: AI specialists
  value: 20_000
  unit: person
  qualifier: about
  as-of: 2025-12-27
  cite: {source: year, paragraph: 1, evidence: 约2万人}
exports:
  label: IT exports
  value: 1_500_000_000
  unit: USD
  qualifier: over
  as-of: 2025
  cite: {source: year, paragraph: 2, evidence: 超过15亿美元}
exports-target:
  label: AI exports
  value: 5_000_000_000
  unit: USD
  kind: target
  as-of: 2030
  cite: {source: year, paragraph: 2, evidence: 50亿美元}
online:
  label: services online
  value: 92
  unit: percent
  as-of: 2025
  cite: {source: year, paragraph: 3, evidence: 92%}
gain:
  label: gain in a year
  value: 16
  unit: percentage-point
  cite: {source: year, paragraph: 3, evidence: 16个百分点}
signed:
  label: signature of the law
  value: 2025-11-17
  unit: date
  cite: {source: year, paragraph: 4, evidence: 11月17日}
"""

SOURCE_TEXT = """
全国人工智能专业人员约2万人。

信息技术出口超过15亿美元，目标是50亿美元。

92%的服务可在线办理，比上年提高16个百分点。

11月17日，总统签署了人工智能法。
"""

THEME = """
title: Economy
scope: What grew and what is planned
bottom-line: >
  Exports came to ${exports}. The law was signed on ${signed}.
summary:
  - {title: "Exports reached ${exports}", text: "The target is ${exports-target}", section: exports-grow}
sections:
  - id: exports-grow
    title: Exports of services reached ${exports}
    blocks:
      - points:
          - "**Exports** came to ${exports}"
          - The country counts ${specialists|long}
      - chart: exports-chart
      - prose: >
          Exports came to ${exports}, and the target is ${exports-target}.

          The country counts ${specialists|long}.
  - id: services-online
    title: Nearly all services are online
    blocks:
      - key-figures:
          - {fact: online, label: of services online}
          - {fact: gain, label: more than a year ago}
      - table:
          title: What is known
          columns: [Measure, Value]
          rows:
            - [Services online, "${online}"]
            - [Law signed, "${signed}"]
      - chart: online-chart
"""

CHARTS = {
    "exports-chart": """
kind: bar
title: The target is three times the result
subtitle: Exports of services
points:
  - {fact: exports, label: Result}
  - {fact: exports-target, label: Target}
""",
    "online-chart": """
kind: column
title: Services moved online
subtitle: Share of services
points:
  - {fact: online, label: This year}
""",
}

TRANSLATIONS = {
    "A small country goes digital": "一个小国走向数字化",
    "What happened in a year": "一年之间",
    "The desk": "编辑部",
    "Winter edition": "冬季版",
    "The digital year": "数字之年",
    "Agency": "通讯社",
    "AI specialists": "人工智能专业人员",
    "IT exports": "信息技术出口",
    "AI exports": "人工智能出口",
    "services online": "在线服务",
    "gain in a year": "一年增幅",
    "signature of the law": "法律签署",
    "Economy": "经济",
    "What grew and what is planned": "已有增长与下一步计划",
    "Exports came to ${exports}. The law was signed on ${signed}.": "出口额${exports}。法律于${signed}签署。",
    "Exports reached ${exports}": "出口额${exports}",
    "The target is ${exports-target}": "目标为${exports-target}",
    "Exports of services reached ${exports}": "服务出口额${exports}",
    "**Exports** came to ${exports}": "**出口额**${exports}",
    "The country counts ${specialists|long}": "全国有${specialists|long}",
    "Exports came to ${exports}, and the target is ${exports-target}.\nThe country counts ${specialists|long}.": (
        "出口额${exports}，目标为${exports-target}。\n全国有${specialists|long}。"
    ),
    "Nearly all services are online": "几乎所有服务均可在线办理",
    "of services online": "服务在线办理",
    "more than a year ago": "高于一年前",
    "What is known": "已知情况",
    "Measure": "指标",
    "Value": "数值",
    "Services online": "在线服务",
    "${online}": "${online}",
    "Law signed": "法律签署",
    "${signed}": "${signed}",
    "The target is three times the result": "目标是现值的三倍",
    "Exports of services": "服务出口额",
    "Result": "现值",
    "Target": "目标",
    "Services moved online": "服务转为在线",
    "Share of services": "服务占比",
    "This year": "今年",
}


def write_project(folder: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """The small project below `folder`; `files` replaces or adds files of content/."""
    content: dict[str, str | bytes] = {
        "project.yaml": PROJECT,
        "sources.yaml": SOURCES,
        "facts/economy.yaml": FACTS,
        "themes/economy.yaml": THEME,
        **{f"charts/{name}.yaml": text for name, text in CHARTS.items()},
        **(files or {}),
    }
    for name, text in content.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).lstrip("\n").encode())
    return folder


def write_sources(folder: Path) -> Path:
    """The source's text, as it lies beside a project."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "year.zh.txt").write_text(SOURCE_TEXT.strip() + "\n", "utf-8")
    return folder


def translate(folder: Path) -> None:
    """Fill in the Chinese catalogues that `briefgen translate update` made; every text must have a translation here."""
    from babel.messages.pofile import read_po, write_po

    for path in sorted((folder / "content" / "locales" / "zh").glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file)
        for message in catalog:
            if message.id:
                message.string = TRANSLATIONS[str(message.id)]
        with path.open("wb") as file:
            write_po(file, catalog)


def read(folder: Path) -> Content:
    """The content of a project that has nothing wrong."""
    content, findings = read_content(folder)
    assert findings == []
    return content


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first of these words in a file of the project."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def contents(folder: Path) -> dict[str, str]:
    """The digests of the files of a folder, by their names."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Both streams, for what may stand in either."""
        return self.out + self.err


def briefgen(*words: str | Path, project: Path | None = None) -> Outcome:
    """Run a command in this process; an exception that reaches the top fails the test with its own traceback."""
    from briefgen.cli import main

    given = ["--project", str(project)] if project is not None else []
    result = CliRunner(env={"BRIEFGEN_TRACEBACK": "1"}).invoke(main, [*given, *map(str, words)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return Outcome(result.exit_code, result.stdout, result.stderr)


def briefgen_process(
    *words: str | Path,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    umask: int = -1,
    prepare: Callable[[], None] | None = None,
    encoding: str = "utf-8",
) -> Outcome:
    """Run a command in a process of its own, in `folder`; `prepare` runs in it before the command does."""
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", *map(str, words)],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding=encoding,
        check=False,
        timeout=120,
        umask=umask,
        preexec_fn=prepare,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Outcome(done.returncode, done.stdout, done.stderr)
