"""Documents and templates for the tests of layout: made here, in code, so that each test says what it lays out."""

from __future__ import annotations

import datetime

from briefgen.finding import Span
from briefgen.language_files import language_spec
from briefgen.model import (
    Box,
    Cell,
    Column,
    Document,
    Figure,
    Grid,
    Group,
    Layout,
    Para,
    Part,
    Passage,
    Plot,
    Region,
    Run,
    Style,
    Template,
    TextStyle,
)

SPAN = Span("content/themes/test.yaml", 3, 5)
INK, TEAL, SKY, STONE = "10242E", "0B4F5C", "0099AD", "5B6B73"
LADDER = (20.0, 18.0, 16.0, 14.0)
COLORS = {
    "ink": INK, "accent": SKY, "strong": TEAL, "plan": "D99A1C", "open": "B4532A", "done": TEAL, "muted": STONE,
    "line": "D3DBDF", "panel": "F2F6F7", "paper": "FFFFFF", "ground": TEAL,
}  # fmt: skip


def style(size: float, bold: bool = False, color: str = INK, **more: object) -> TextStyle:
    return TextStyle("Calibri", "Microsoft YaHei", size, bold, color=color, **more)  # type: ignore[arg-type]


STYLES = {
    "title": style(26, True),
    "subtitle": style(18, color=STONE),
    "kicker": style(11, True, SKY, caps=True),
    "body": style(20, space_after=6),
    "bullet": style(20, space_after=6, indent=16, hanging=16, bullet="•"),
    "number": style(28, True, SKY),
    "prose": style(20, space_after=6),
    "heading": style(20, True),
    "quote": style(24, color=TEAL, space_after=6),
    "attribution": style(14, color=STONE),
    "figure": style(34, True, TEAL),
    "label": style(14),
    "note": style(12, color=STONE),
    "exhibit-title": style(16, True),
    "exhibit-subtitle": style(12.5, color=STONE),
    "caption": style(12, color=STONE),
    "source": style(9.5, color=STONE),
    "callout": style(20),
    "statement": style(40, True, TEAL),
    "contents": style(18),
    "meta": style(9, color=STONE),
}


def region(name: str, role: str, box: tuple[float, ...], idx: int | None, text: TextStyle, **more: object) -> Region:
    return Region(name, role, Box(*box), idx, text, (0.0, 0.0, 0.0, 0.0), **more)  # type: ignore[arg-type]


KICKER = region("Kicker", "kicker", (54, 32.4, 640, 17), 13, STYLES["kicker"])
TITLE = region("Title", "title", (54, 53.3, 853.2, 70), 0, STYLES["title"])
SOURCE = region("Source", "source", (54, 483.84, 853.2, 24), 14, STYLES["source"])
FOOTER = region("Footer", "footer", (54, 508.3, 640, 16), 11, STYLES["meta"])
NUMBER = region("Slide number", "number", (827.2, 508.3, 80, 16), 12, STYLES["meta"])
BODY = (54, 133.2, 853.2, 334.8)
STANDARD = (KICKER, TITLE, SOURCE, FOOTER, NUMBER)


def house() -> Template:
    """A template on the grid of the house: the roles that a designer would make."""
    words = STYLES["body"]
    white = style(44, True, "FFFFFF")
    layouts = (
        Layout(
            "Cover", "cover", 0,
            (
                region("Title", "title", (54, 116, 580, 190), 0, white, anchor="bottom"),
                region("Subtitle", "subtitle", (54, 342, 540, 84), 1, style(18, color="FFFFFF")),
                region("Meta", "body", (54, 468, 560, 36), 15, style(11, color="FFFFFF")),
            ),
            TEAL, True,
        ),
        Layout(
            "Section", "section", 1,
            (
                region("Number", "body", (54, 128, 200, 124), 16, style(96, True), anchor="bottom"),
                region("Title", "title", (384, 112, 510, 136), 0, style(40, True), anchor="bottom"),
                region("Scope", "body", (384, 282, 470, 140), 1, style(18)),
                FOOTER, NUMBER,
            ),
        ),
        Layout("Content", "content", 2, (*STANDARD, region("Body", "body", BODY, 1, words))),
        Layout(
            "Two columns", "two-column", 3,
            (
                *STANDARD,
                region("Body", "body", (54, 133.2, 408.6, 334.8), 1, words),
                region("Body 2", "body", (498.6, 133.2, 408.6, 334.8), 2, words),
            ),
        ),
        Layout(
            "Exhibit", "exhibit", 4,
            (
                *STANDARD,
                region("Exhibit", "picture", (54, 133.2, 500, 334.8), 15, words),
                region("Body", "body", (590, 133.2, 317.2, 334.8), 1, words),
            ),
        ),
        Layout("Statement", "statement", 5, (
            KICKER, region("Title", "title", (54, 164, 760, 220), 0, style(36, True, TEAL)), SOURCE, FOOTER, NUMBER,
        )),
        Layout(
            "Closing", "closing", 6,
            (
                region("Title", "title", (54, 96, 700, 150), 0, style(36, True, "FFFFFF"), anchor="bottom"),
                region("Body", "body", (54, 282, 640, 150), 1, style(16, color="FFFFFF")),
            ),
            TEAL, True,
        ),
        Layout("Title only", "title-only", 7, STANDARD),
    )  # fmt: skip
    return template("house", 960, 540, layouts)


def template(
    name: str,
    width: float,
    height: float,
    layouts: tuple[Layout, ...] = (),
    styles: dict[str, TextStyle] | None = None,
    ladder: tuple[float, ...] = LADDER,
    kind: str = "deck",
    body: Box | None = None,
) -> Template:
    chart = Style(("Carlito",), COLORS, 14)
    found = STYLES if styles is None else styles
    return Template(name, kind, width, height, layouts, found, ladder, COLORS, chart, b"", body)


def runs(text: str) -> tuple[Run, ...]:
    """`**lead** rest` as a strong run and a plain one."""
    pieces = text.split("**")
    return tuple(Run(piece, strong=index % 2 == 1, span=SPAN) for index, piece in enumerate(pieces) if piece)


def para(role: str, text: str) -> Para:
    return Para(role, runs(text))


def points(*texts: str) -> tuple[Para, ...]:
    return tuple(para("bullet", text) for text in texts)


def exhibit(name: str = "rank", aspect: float = 1.5, title: str = "Kazakhstan rose 16 places") -> Group:
    figure = Figure(name, "slope", None, "A slope from 76th to 60th", aspect=aspect)
    head = (para("exhibit-title", title), para("exhibit-subtitle", "Rank of 195 countries"))
    return Group("exhibit", (*head, Plot(figure), para("source", "Source: Oxford Insights")))


def tiles(*figures: tuple[str, str]) -> Group:
    return Group(
        "tiles", tuple(Group("tile", (para("figure", number), para("label", label))) for number, label in figures)
    )


def callout(text: str, tone: str = "means") -> Group:
    return Group("callout", (para("callout", text),), tone)


def grid(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], role: str = "table") -> Grid:
    return Grid(
        role,
        tuple(Column(runs(column)) for column in columns),
        tuple(tuple(Cell((para("body", cell),)) for cell in row) for row in rows),
    )


def passage(
    title: str,
    *parts: Part,
    role: str = "content",
    sources: str = "Source: Kazinform, 27 December 2025",
    **more: object,
) -> Passage:
    return Passage(
        id=str(more.pop("id", "passage")), role=role, title=runs(title), parts=parts, span=SPAN,
        kicker=runs("Regional comparison"), sources=runs(sources), **more,
    )  # type: ignore[arg-type]  # fmt: skip


def document(*passages: Passage, language: str = "en", kind: str = "deck") -> Document:
    return Document(
        name="deck", kind=kind, language=language, title="Kazakhstan’s digital transformation",
        subtitle="Law, infrastructure, people", author="A house", edition="January 2026",
        date=datetime.date(2026, 1, 31),
        passages=passages, references=(), words=language_spec(language).words,
    )  # fmt: skip
