"""Pages for the writers' tests: small, in every language, with one of everything that a page can hold."""

from __future__ import annotations

import datetime
import functools
import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace

from briefgen.finding import Span
from briefgen.language_files import language_spec
from briefgen.model import (
    Box,
    Cell,
    Column,
    Document,
    Drawing,
    Figure,
    Frame,
    Grid,
    Layout,
    Page,
    Pages,
    Para,
    Passage,
    Placed,
    Plot,
    Reference,
    Region,
    Run,
    Shape,
    Style,
    Table,
    Template,
    TextStyle,
    plot_key,
)

COLORS = {
    "ink": "10242E",
    "accent": "0099AD",
    "strong": "0B4F5C",
    "ground": "0B4F5C",
    "plan": "D99A1C",
    "open": "B4532A",
    "done": "0B4F5C",
    "muted": "5B6B73",
    "line": "D3DBDF",
    "panel": "F2F6F7",
    "paper": "FFFFFF",
}
WORDS = {
    "en": ("The AI law took force", "Signed by the President of 哈萨克斯坦", "Report"),
    "ru": ("Закон вступил в силу", "Подписан Президентом, проект Alem.ai", "Обзор"),
    "kk": ("Заң күшіне енді", "Президент қол қойды, Alem.ai жобасы", "Шолу"),
    "zh": ("《人工智能法》生效", "由总统签署，Alem.ai 项目（AI）启动", "报告"),
}
PLOT_BOX = Box(60, 150, 400, 250)


def png(width: int = 40, height: int = 25, shade: int = 200) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def style(**values: object) -> TextStyle:
    return TextStyle(**{"font": "Calibri", "east_asian": "Microsoft YaHei", "size": 18.0, **values})  # type: ignore[arg-type]


STYLES = {
    "body": style(size=16.0, space_after=6.0),
    "bullet": style(size=16.0, bullet="•", indent=14.0, hanging=14.0),
    "title": style(size=26.0, bold=True, color="10242E"),
    "source": style(size=9.5, color="5B6B73"),
    "label": style(size=12.0),
    "table": style(size=12.0),
}


def run(text: str, **values: object) -> Run:
    return Run(text, **values)  # type: ignore[arg-type]


def para(role: str, *runs: Run | str, **values: object) -> Para:
    return Para(role, tuple(Run(r) if isinstance(r, str) else r for r in runs), **values)  # type: ignore[arg-type]


def figure(name: str = "readiness") -> Plot:
    return Plot(Figure(name, "bar", None, alt="Bars: 2024 and 2025"), id=f"chart-{name}")


def grid(role: str = "table") -> Grid:
    def cell(text: str, tone: str = "") -> Cell:
        return Cell((para("body", text),), tone)

    return Grid(
        role,
        (Column((Run("Country"),)), Column((Run("Target"),), "right")),
        ((cell("Kazakhstan"), cell("5")), (cell("Uzbekistan"), cell("not stated", "open")), (cell("short row"),)),
        alt="Targets by country",
        own_rows=(0,),
        id="targets",
    )


def table(role: str = "table") -> Table:
    return Table(grid(role), (200.0, 120.0), (24.0, 22.0, 22.0, 22.0), 12.0, 12.0)


def frame(*paras: Para, size: float = 16.0, **values: object) -> Frame:
    return Frame(tuple(paras), tuple(size for _ in paras), **values)  # type: ignore[arg-type]


def document(language: str = "en", passages: Sequence[Passage] = (), kind: str = "deck") -> Document:
    return Document(
        name=kind,
        kind=kind,
        language=language,
        title=WORDS[language][0],
        subtitle=WORDS[language][1],
        author="Centre",
        edition="2026",
        date=datetime.date(2026, 1, 31),
        passages=tuple(passages),
        references=(
            Reference("a#1", 1, (Run("Kazinform, "), Run("27 December 2025", emphasis=True)), "a"),
            Reference("b#2", 2, (Run("Oxford Insights", link="https://example.org/index?a=1&b=2"),), "b"),
        ),
        words=language_spec(language).words,
    )


def passage(id_: str, role: str, title: str, theme: str = "law", level: int = 1) -> Passage:
    return Passage(id_, role, (Run(title),), (), Span("x"), theme=theme, level=level)


@functools.cache
def default_deck() -> bytes:
    """python-pptx's own template: 4:3, eleven layouts, footers, without notes master."""
    import pptx

    stream = io.BytesIO()
    pptx.Presentation().save(stream)
    return stream.getvalue()


@functools.cache
def deck_template() -> Template:
    """`default_deck` as the template stage would give it, as far as writers look."""
    import pptx

    presentation = pptx.Presentation(io.BytesIO(default_deck()))
    layouts = []
    for index, layout in enumerate(presentation.slide_layouts):
        regions = []
        for shape in layout.placeholders:
            number = shape.placeholder_format.idx
            box = Box(*(length / 12700 for length in (shape.left, shape.top, shape.width, shape.height)))
            role = {0: "title", 10: "date", 11: "footer", 12: "number"}.get(number, "body")
            regions.append(Region(shape.name, role, box, number, style(size=44.0 if role == "title" else 32.0)))
        layouts.append(Layout(layout.name, "content", index, tuple(regions)))
    return Template(
        name="default.pptx",
        kind="deck",
        width=720,
        height=540,
        layouts=tuple(layouts),
        styles=STYLES,
        ladder=(20, 18, 16, 14),
        colors=COLORS,
        chart_style=Style(COLORS, 14),
        blob=default_deck(),
    )


def drawings() -> dict[str, Drawing]:
    return {plot_key("readiness", PLOT_BOX): Drawing(png(), 40, 25)}


def deck(language: str = "en", template: Template | None = None) -> Pages:
    """Four slides: cover, divider, everything, and one without a layout's title."""
    template = template or deck_template()
    first, second, third = WORDS[language]
    title_box = next(r.box for r in template.layouts[1].regions if r.placeholder == 0)
    everything = (
        Placed(Shape("rect", fill="panel"), Box(40, 120, 300, 20), "Panel"),
        Placed(Shape("line", line="accent", weight=1.5), Box(40, 140, 300, 0), "Rule"),
        Placed(Shape("ellipse", fill="done", line="accent"), Box(40, 150, 10, 10), "Dot"),
        Placed(frame(para("title", first), size=26), title_box, "Title", 0),
        Placed(
            frame(
                para("body", run(second, strong=True), " ", run("x < y & z", tone="open")),
                para("bullet", run("web", link="https://example.org/?a=1&b=2"), run("jump", link="#cover")),
                para("bullet", "deeper", level=1),
                gap=4.0,
            ),
            Box(50, 160, 300, 200),
            "Points",
            1,
        ),
        Placed(figure(), PLOT_BOX, "Chart"),
        Placed(table(), Box(60, 300, 320, 90), "Table"),
        Placed(frame(para("source", "Source: X")), Box(50, 480, 300, 20), "Source", link="#divider"),
    )
    free = (
        Placed(frame(para("title", first + "!")), Box(40, 40, 600, 40), "Title"),
        Placed(frame(para("meta", first)), Box(246, 500, 228, 28), "Footer", 11),
        Placed(frame(para("meta", "4")), Box(516, 500, 168, 28), "Slide number", 12),
    )
    pages = (
        Page("cover", "cover", 0, (Placed(frame(para("title", third)), title_box, "Title", 0),), title=third),
        Page("divider", "divider", 2, (Placed(frame(para("title", first)), title_box, "T", 0),), title=first),
        Page("all", "all", 1, everything, notes=(para("prose", second), para("prose", "Two")), title=first),
        Page("free", "free", 6, free, title=first + "!"),
    )
    passages = (
        passage("cover", "cover", third),
        passage("divider", "divider", first),
        passage("all", "content", first),
        passage("free", "content", first),
    )
    return Pages(document(language, passages), template, pages)


# ----------------------------------------------------------------------------------------------------- briefings


@functools.cache
def briefing_template() -> Template:
    """python-docx's own template, as the template stage reads it."""
    import docx

    from briefgen.template import read_template

    stream = io.BytesIO()
    docx.Document().save(stream)
    template, _ = read_template(stream.getvalue(), "briefing", name="default.docx")
    assert template is not None
    return template


def briefing(language: str = "en", template: Template | None = None) -> Pages:
    """A cover, contents, a theme, a section with one of everything, and a turned page."""
    template = template or briefing_template()
    first, second, third = WORDS[language]
    label = {"en": "Figure 1", "ru": "Рисунок 1", "kk": "1-сурет", "zh": "图1"}[language]
    passages = (
        passage("cover", "cover", third),
        passage("contents", "contents", "Contents"),
        Passage("law", "divider", (Run(first),), (), Span("x"), level=1, number=1),
        passage("ai-law", "content", first, level=2),
        passage("facts", "facts", second),
    )

    def placed(part: Frame | Table | Plot, name: str, height: float = 20.0) -> Placed:
        return Placed(part, Box(0, 0, 450, height), name)

    def styled(part: Frame, *roles: str) -> Frame:
        """The frame in the house's styles of these roles, as the layout gives them."""
        return replace(part, styles=tuple(template.styles[role] for role in roles))

    def heading(passage: Passage) -> Placed:
        role = "toc-heading" if passage.role == "contents" else f"heading-{passage.level}"
        title = frame(Para("heading", passage.title, passage.level - 1, passage.id))
        return placed(styled(title, role if role in template.styles else "heading"), "Title")

    cited = (
        Run("About "),
        Run("20,000", fact="a", citations=("a#1",)),
        Run(" specialists, and "),
        Run("50", citations=("b#2",)),
        Run(" firms. Then "),
        Run("60", citations=("b#2",)),
        Run(" more."),
    )
    entries = [
        Para("contents", (Run(plain_title(p), link=f"#{p.id}"),), p.level - 1)
        for p in passages
        if p.role not in {"cover", "contents"}
    ]
    callout = frame(para("label", "Open"), para("callout", second), role="callout")
    body = (
        heading(passages[3]),
        placed(frame(Para("prose", cited), para("prose", second, run(label, link="#figure-1"))), "Prose"),
        placed(frame(para("bullet", run("web", link="https://example.org/?a=1&b=2")), para("bullet", "two")), "Points"),
        placed(frame(para("caption", run(label, strong=True), ": title", id="figure-1")), "Caption"),
        Placed(figure(), PLOT_BOX, "Chart"),
        placed(frame(para("source", "Source: X")), "Source"),
        placed(styled(callout, "callout", "callout"), "Callout"),
        placed(table(), "Table", 90),
    )
    pages = (
        Page("cover", "cover", None, (placed(frame(para("title", third), para("meta", "2026")), "Title"),)),
        Page("contents", "contents", None, (heading(passages[1]), placed(frame(*entries), "Contents"))),
        Page("law", "law", None, (heading(passages[2]),)),
        Page("ai-law", "ai-law", None, body),
        Page("facts", "facts", None, (heading(passages[4]), placed(table("facts"), "Table", 90)), landscape=True),
    )
    return Pages(document(language, passages, "briefing"), template, pages)


def plain_title(passage: Passage) -> str:
    return "".join(run.text for run in passage.title)
