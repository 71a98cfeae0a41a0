"""A content of one theme for the tests of catalogues, and a translator who fills one in."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

from briefgen.finding import Finding, Span
from briefgen.model import (
    Block,
    ChartSource,
    Content,
    DocumentSpec,
    Fact,
    Moment,
    Name,
    Project,
    Section,
    Source,
    SummaryLine,
    Text,
    Theme,
)
from briefgen.schema import Name as NameField
from briefgen.schema import Spec
from briefgen.schema import Text as TextField


class Row(Spec):
    name: TextField
    cells: list[TextField | None]


class Board(Spec):
    title: TextField
    chart: NameField
    rows: list[Row]


def text(words: str, context: str, line: int = 1, path: str = "content/themes/law.yaml") -> Text:
    return Text(words, Span(path, line, 3, line, 3 + len(words)), context)


def fact(name: str, value: object, unit: str, line: int, **more: object) -> Fact:
    path = "content/facts/law.yaml"
    label = text(f"label of {name}", f"fact/{name}", line, path)
    return Fact(name, label, value, unit, "result", (), Span(path, line), **more)  # type: ignore[arg-type]


def project_of(points: list[str], facts: list[Fact] | None = None) -> Content:
    """A content of one theme with one block whose rows are the points, one a line from line 10."""
    context = "law/signed/board"
    rows = [
        Row(name=text(words, context, 10 + place), cells=[None, text("${budget}", context, 40 + place)])
        for place, words in enumerate(points)
    ]
    board = Board(title=text("How far it came", context, 9), chart=Name("law-chart", Span("x"), context), rows=rows)
    section = Section(
        "signed",
        text("Signed on ${signed}", "law/signed", 8),
        (Block("board", board, context, Span("content/themes/law.yaml", 9)),),
        Span("content/themes/law.yaml", 7),
    )
    theme = Theme(
        "law",
        text("Law", "law", 1),
        None,
        text("It holds.\n", "law", 2),
        (SummaryLine(text("One law", "law", 3), None, Name("signed", Span("x"), "law")),),
        (section,),
        Span("content/themes/law.yaml"),
    )
    listed = facts or [
        fact("signed", Moment(2025, 11, 17), "date", 1),
        fact("budget", Decimal(1_500_000_000), "USD", 5, qualifier=("over",), stage=Name("signed")),
        fact("body", text("Ministry of Digital Development", "fact/body", 9, "content/facts/law.yaml"), "name", 8),
    ]
    source = Source(
        "daily",
        text("The year", "source/daily", 2, "content/sources.yaml"),
        text("Daily", "source/daily", 3, "content/sources.yaml"),
        "zh",
        text("2025-12-27", "source/daily", 4, "content/sources.yaml"),
        Span("content/sources.yaml"),
    )
    whole = Project(
        text("A project", "project", 1, "content/project.yaml"),
        None,
        None,
        None,
        datetime.date(2026, 1, 31),
        ("en", "ru", "zh"),
        "steppe",
        (DocumentSpec("deck", "deck", ("law",), None, None, Span("content/project.yaml", 9)),),
        Span("content/project.yaml"),
    )
    chart = ChartSource(
        "law-chart",
        "bar",
        Row(name=text("Money", "chart/law-chart", 2, "content/charts/law-chart.yaml"), cells=[]),
        "chart/law-chart",
        Span("content/charts/law-chart.yaml"),
    )
    return Content(
        "",
        whole,
        {"law": theme},
        {"law-chart": chart},
        {entry.name: entry for entry in listed},
        {"daily": source},
        frozenset({"G42"}),
    )


def fill(root: Path, code: str, sheet: str, translations: dict[str, str]) -> Path:
    """Write translations into a catalogue as a translator would: only the msgstr lines change."""
    path = root / "content/locales" / code / f"{sheet}.po"
    words = path.read_text("utf-8")
    for source, translation in translations.items():
        before = f'msgid "{source}"\nmsgstr ""'
        assert before in words, source
        words = words.replace(before, f'msgid "{source}"\nmsgstr "{translation}"')
    path.write_text(words, "utf-8")
    return path


def rules(findings: list[Finding], but: tuple[str, ...] = ("translation-missing", "catalogue-missing")) -> list[str]:
    return [finding.rule for finding in findings if finding.rule not in but]


def line_of(path: Path, piece: str) -> int:
    return next(n for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if piece in line)
