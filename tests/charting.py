"""Charts for tests: a project of example facts; charts planned in a language, drawn, and asked for their words."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from projects import DictCatalog, SourceCatalog, write_project

from briefgen import registry
from briefgen.context import EditionContext
from briefgen.finding import Finding
from briefgen.language import language
from briefgen.model import Content, Figure, Grid, Style
from briefgen.read import read_content

CASES = Path(__file__).parent / "cases" / "charts"
GALLERY = Path(__file__).parents[1] / "briefgen" / "gallery"

STYLE = Style(
    colors={
        "ink": "10242E",
        "accent": "0099AD",
        "strong": "0B4F5C",
        "done": "0B4F5C",
        "plan": "D99A1C",
        "open": "B4532A",
        "muted": "5B6B73",
        "line": "D3DBDF",
        "panel": "F2F6F7",
        "paper": "FFFFFF",
    },
    size=14,
)

SIZES = {"half": (450.0, 300.0), "wide": (800.0, 330.0), "page": (480.0, 230.0)}

LONG = {
    "Northland": {
        "ru": "Министерство искусственного интеллекта и цифрового развития",
        "kk": "Жасанды интеллект және цифрлық даму министрлігі",
        "zh": "人工智能与数字发展部",
    },
    "In force": {
        "ru": "Закон об искусственном интеллекте вступил в силу",
        "kk": "Жасанды интеллект туралы заң күшіне енді",
        "zh": "《人工智能法》正式生效",
    },
    "Done": {"ru": "Выполнено полностью", "kk": "Толық орындалды", "zh": "已全部完成"},
    "Public services online": {
        "ru": "Доля государственных услуг, доступных в электронном виде",
        "kk": "Электрондық түрде қолжетімді мемлекеттік қызметтердің үлесі",
        "zh": "可在线办理的公共服务占比",
    },
}
"""Long words in other languages for some of the examples' labels, for these are the ones that do not fit."""


def project(folder: Path, charts: Mapping[str, str], files: Mapping[str, bytes] | None = None) -> Path:
    """A project with the cases' facts and sources, these charts, and these files of content/."""
    shared = {
        "facts/facts.yaml": (CASES / "facts.yaml").read_text("utf-8"),
        "sources.yaml": (CASES / "sources.yaml").read_text("utf-8"),
        "themes/theme.yaml": "title: T\nsections:\n  - {id: one, title: A claim, blocks: [points: [A point]]}\n",
    }
    write_project(folder, {**shared, **{f"charts/{name}.yaml": text for name, text in charts.items()}})
    for name, data in (files or {}).items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def edition(content: Content, code: str = "en") -> EditionContext:
    """The context of one language, in which some labels are long."""
    words = {text: translated[code] for text, translated in LONG.items() if code in translated}
    catalog = DictCatalog(words) if code != "en" else SourceCatalog()
    return EditionContext(content, language(code), catalog)


def planned(content: Content, name: str, code: str = "en") -> tuple[Figure, list[Finding]]:
    """A chart of the content in a language, and what planning reported apart from missing translations."""
    chart = content.charts[name]
    context = edition(content, code)
    figure: Figure = registry.load("charts", chart.kind).plan(chart.spec, context, name)
    if chart.partial:
        context.keep_named(0)
    return figure, [finding for finding in context.findings if finding.rule != "translation-missing"]


def figure_of(
    text: str, code: str = "en", files: Mapping[str, bytes] | None = None
) -> tuple[Figure | None, list[Finding]]:
    """The figure that a chart file comes to, with the findings of reading and planning."""
    with tempfile.TemporaryDirectory() as folder:
        content, findings = read_content(project(Path(folder), {"chart": text}, files))
        if "chart" not in content.charts:
            return None, findings
        figure, more = planned(content, "chart", code)
    return figure, [*findings, *more]


@cache
def gallery() -> Content:
    """The content of the gallery, which holds every kind."""
    content, findings = read_content(GALLERY)
    assert not findings
    return content


@dataclass(frozen=True)
class Word:
    """A line of text as it was drawn: its box in points from the top left corner."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Word, slack: float = 1.0) -> bool:
        """Whether the boxes share more than `slack` points in both directions."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.bottom, other.bottom) - max(self.top, other.top) > slack
        )


def inked(figure: Figure, width: float, height: float, style: Style = STYLE) -> tuple[list[Word], Any, list[Finding]]:
    """The words of a figure where Matplotlib puts them, the canvas, and the findings of drawing."""
    from briefgen.draw import _SETTINGS, _matplotlib

    matplotlib = _matplotlib()
    with matplotlib.rc_context(_SETTINGS):
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure as Canvas
        from matplotlib.text import Text

        canvas = Canvas(figsize=(width / 72, height / 72), dpi=100)
        agg = FigureCanvasAgg(canvas)
        findings = registry.load("charts", figure.kind).draw(figure, canvas, style)
        renderer = agg.get_renderer()
        words = []
        for text in canvas.findobj(Text):
            if text.get_text().strip():
                box = text.get_window_extent(renderer)
                scale = 72 / 100
                words.append(
                    Word(
                        text.get_text(),
                        text.get_fontsize(),
                        box.x0 * scale,
                        height - box.y1 * scale,
                        box.x1 * scale,
                        height - box.y0 * scale,
                    )
                )
    return words, canvas, findings


def faults(words: Sequence[Word], width: float, height: float) -> list[str]:
    """Words that leave the picture, touch each other or are too small to read."""
    found = [
        f"{word.text!r} leaves the picture ({word.left:.1f}, {word.top:.1f}, {word.right:.1f}, {word.bottom:.1f})"
        for word in words
        if word.left < -1.5 or word.top < -2 or word.right > width + 1.5 or word.bottom > height + 2
    ]
    found += [f"{word.text!r} is set in {word.size:g} points" for word in words if word.size < 10]
    found += [
        f"{first.text!r} touches {second.text!r}"
        for first, second in itertools.combinations(words, 2)
        if first.overlaps(second, 2.2)
    ]
    return found


def told_grid(grid: Grid | None) -> list[str]:
    """A table as lines of text."""
    if grid is None:
        return []

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cells)

    headers = ["".join(run.text for run in column.header) for column in grid.columns]
    rows = [["".join(run.text for para in cell.paras for run in para.runs) for cell in row] for row in grid.rows]
    return [line(headers), *map(line, rows)]
