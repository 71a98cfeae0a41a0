"""Every type that crosses a stage: frozen values, no behaviour.

Lengths are points (1/72 inch) and boxes are measured from the page's top left corner.  EMU, twips and half-points
appear only where Office files are read or written.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, Self, get_args

from briefgen.finding import Severity, Span

# ---------------------------------------------------------------------------------------------------- read


class Text(str):
    """What an author wrote as prose: a string that knows its place and its catalogue context.

    It may hold inline Markdown (`**strong**`, `*emphasis*`, `[link](url)`) and references `${fact|style}`.
    `context` is the gettext context under which a translator meets it (`legislation/ai-law/points`).
    Only `read` and `resolve` look inside.
    """

    span: Span
    context: str
    lines: tuple[tuple[int, int, int], ...]

    def __new__(
        cls, value: str, span: Span | None = None, context: str = "", lines: tuple[tuple[int, int, int], ...] = ()
    ) -> Self:
        text = super().__new__(cls, value)
        text.span = span or Span("")
        text.context = context
        text.lines = lines
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (str(self), self.span, self.context, self.lines))

    def part(self, start: int, end: int) -> Span:
        """Where the characters from `start` to `end` stand in the author's file.

        `lines` says for some characters (index, line, column); those that follow one stand in a row after it.
        """
        offset, line, column = 0, self.span.line, self.span.column
        for entry in self.lines:
            if entry[0] > start:
                break
            offset, line, column = entry
        begin = column + start - offset
        return Span(self.span.path, line, begin, line, begin + max(1, end - start))


class Name(Text):
    """A Text that names something (a fact, a chart, a source, a unit): never translated, never shown as it is."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a section: its kind (the file in blocks/) and its validated spec.

    Where `partial`, what could not be used was left out of the spec: it tells of further mistakes and is never shown.
    """

    kind: str
    spec: Any
    context: str
    span: Span
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One claim and what supports it: a slide of the deck, a heading of the briefing."""

    id: str
    title: Text
    blocks: tuple[Block, ...]
    span: Span
    layout: Text | None = None


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One numbered line of the deck's summary; `section` is where it links to."""

    title: Text
    text: Text | None
    section: Text


@dataclass(frozen=True, slots=True)
class Theme:
    """What the author wrote about one subject, and where."""

    slug: str
    title: Text
    scope: Text | None
    bottom_line: Text | None
    summary: tuple[SummaryLine, ...]
    sections: tuple[Section, ...]
    span: Span
    summary_title: Text | None = None


@dataclass(frozen=True, slots=True)
class ChartSource:
    """A chart as authored: its kind (the file in charts/) and its validated spec, `partial` as a Block's may be."""

    name: str
    kind: str
    spec: Any
    context: str
    span: Span
    partial: bool = False


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """One document that the project makes: kind `deck` or `briefing`, of these themes in this order."""

    name: str
    kind: str
    themes: tuple[str, ...]
    title: Text | None
    subtitle: Text | None
    span: Span


@dataclass(frozen=True, slots=True)
class Project:
    """content/project.yaml: who speaks, in which languages, and which documents there are."""

    title: Text
    subtitle: Text | None
    owner: Text | None
    edition: Text | None
    date: datetime.date
    languages: tuple[str, ...]
    template: str
    documents: tuple[DocumentSpec, ...]
    span: Span
    summary_title: Text | None = None


# --------------------------------------------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that facts cite. `published` is an ISO date or a Text that says what is known of the date."""

    name: str
    title: Text
    publisher: Text
    language: str
    published: str
    span: Span
    file: str = ""
    url: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a source says it: paragraph from 1, `evidence` the least that carries it, `value` if it differs."""

    source: str
    paragraph: int
    evidence: str
    span: Span
    value: Any = None
    qualifier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as precisely as it is known: year, year and month, or day."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true (or said to be), who says so and how firmly.

    `value` is a Decimal, a (low, high) pair of Decimals, a Moment, a pair of Moments, or a Text.  `unit` names an
    entry of languages/*.yaml.  `kind` is result, target, plan or opinion.  `on_conflict` is both, range, or the
    name of the source that is preferred; `caveat` says what is doubtful about it, for the reader.  `digits` says to
    how many digits the value that its `formula` comes to was rounded.
    """

    name: str
    label: Text
    value: Any
    unit: str
    kind: str
    citations: tuple[Citation, ...]
    span: Span
    qualifier: tuple[str, ...] = ()
    as_of: Moment | None = None
    of: Any = None
    speaker: Text | None = None
    place: Text | None = None
    stage: Text | None = None
    formula: str = ""
    digits: int | None = None
    on_conflict: str = ""
    caveat: Text | None = None
    places: Mapping[str, Span] = field(default_factory=dict, compare=False)

    def at(self, key: str) -> Span:
        """Where the value of one of the fact's keys stands; where the fact's name does, if it has no such key."""
        return self.places.get(key, self.span)


@dataclass(frozen=True, slots=True)
class Content:
    """All that was read of a project; `files` gives the digest of every file that took part, by path.

    `rejected` holds what was there but could not be used (`facts`, `fact/x`, `chart/x`), so that whoever refers to
    it is not told that it does not exist.
    """

    root: str
    project: Project | None
    themes: Mapping[str, Theme]
    charts: Mapping[str, ChartSource]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    names: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()


# ------------------------------------------------------------------------------------------------- resolve


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are set alike.  `tone` is a palette name (accent, plan, open, done, muted) or empty.

    `link` is a URL, or `#id` of a passage; `fact` and `citations` say where a number came from.  `scale` is the share
    of the paragraph's size that the words take, at most 1: those beside the digits of a large figure.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    tone: str = ""
    link: str = ""
    fact: str = ""
    citations: tuple[str, ...] = ()
    language: str = ""
    span: Span | None = None
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph.  Roles: title subtitle kicker body bullet number prose heading quote attribution figure label note
    exhibit-title exhibit-subtitle caption source callout statement contents meta."""

    role: str
    runs: tuple[Run, ...]
    level: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid.  `tone` tints its ground (panel, accent, header) or is empty."""

    paras: tuple[Para, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header and how its cells are aligned (left, right, center)."""

    header: tuple[Run, ...]
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table without merged cells.  Role: table, status-board, comparison, facts, disagreements, sources."""

    role: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alt: str = ""
    own_rows: tuple[int, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, planned once: scales trained, labels worded, nothing drawn.

    `plan` is the chart kind's own frozen dataclass (picklable).  `aspect` is the preferred width : height.
    `table` gives the same data for readers who cannot see it, `note` what every figure of its kind must say below it.
    """

    name: str
    kind: str
    plan: Any
    alt: str
    table: Grid | None = None
    aspect: float = 1.6
    language: str = "en"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure's ink, to be drawn at the size at which it is placed."""

    figure: Figure
    id: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A bitmap or SVG file of the author's; an empty `alt` marks it as decorative.  Pixel size as read."""

    data: bytes
    media_type: str
    alt: str
    width: int
    height: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that belong together.  Roles: exhibit (title, subtitle, plot or grid, source), tiles (of tile),
    tile (figure, label, note), columns, column, quote, callout, disagreement (of claim and resolution), claim,
    resolution, summary (of summary-line), summary-line."""

    role: str
    parts: tuple[Part, ...]
    tone: str = ""
    id: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """Markup for one format alone, by media type; audited, never silent."""

    format: str
    data: str
    alt: str


Part = Para | Grid | Plot | Picture | Group | Raw


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document with one message: a slide, or a headed stretch of a briefing.

    Roles: cover, summary, contents, divider, content, sources, disagreements, facts, closing.
    `notes` are what a slide keeps for its speaker (in a briefing the same words are parts).
    """

    id: str
    role: str
    title: tuple[Run, ...]
    parts: tuple[Part, ...]
    span: Span
    kicker: tuple[Run, ...] = ()
    subtitle: tuple[Run, ...] = ()
    notes: tuple[Para, ...] = ()
    sources: tuple[Run, ...] = ()
    layout: str = ""
    level: int = 1
    number: int = 0
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the document's citations: a number, its source and place, as worded for the reader.

    `work` words the source alone and `paragraph` is the place, so that a note can join several places of one source.
    """

    key: str
    number: int
    runs: tuple[Run, ...]
    source: str
    work: str = ""
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What is said, in one language, before anything has a place."""

    name: str
    kind: str
    language: str
    title: str
    subtitle: str
    author: str
    edition: str
    date: datetime.date
    passages: tuple[Passage, ...]
    references: tuple[Reference, ...]
    words: Mapping[str, str]


class Context(Protocol):
    """What a block or a chart may ask for while it turns its spec into parts, in one language."""

    language: str

    def runs(self, text: Text) -> tuple[Run, ...]:
        """The translated text with its references replaced by worded values."""

    def paragraphs(self, text: Text) -> tuple[tuple[Run, ...], ...]:
        """`runs` of each paragraph: a blank line parts them."""

    def plain(self, text: Text) -> str:
        """`runs` without emphasis, for labels inside a chart and for alt text."""

    def value(self, name: str, style: str = "default", at: Span | None = None) -> tuple[Run, ...]:
        """The fact's value, worded; an unknown fact is reported at `at` and gives no runs."""

    def fact(self, name: str, at: Span | None = None) -> Fact | None:
        """The fact, or None after reporting that there is none of that name."""

    def label(self, fact: Fact) -> str:
        """The fact's label in this language."""

    def number(self, value: Any, unit: str = "", style: str = "default") -> str:
        """A number that is not a fact's own (an axis tick), worded."""

    def date(self, value: Moment, style: str = "default") -> str:
        """A date worded as precisely as it is known."""

    def word(self, key: str, **values: str) -> str:
        """A fixed word of the language (`source`, `not-stated`), from languages/*.yaml."""

    def source_line(self, facts: Sequence[str], sources: Sequence[str] = ()) -> tuple[Run, ...]:
        """`Source:` and where these facts are from, and the named sources; nothing where there is none."""

    def sources_grid(self, sources: Sequence[str] = ()) -> Grid:
        """The named sources as a table, or all that the document has cited so far."""

    def exhibit(self, chart: str, at: Span | None = None) -> Group | None:
        """The chart as an exhibit: title, subtitle, plot and source; None after reporting."""

    def file(self, path: Text) -> bytes | None:
        """A file of the project; None after reporting that it is missing or outside the project."""

    def report(
        self, rule: str, message: str, span: Span | None, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        """Add a finding."""


# ------------------------------------------------------------------------------------------------ template


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one role of text is set.  `line_spacing` is a multiple of the font's own line height; `color` is RRGGBB.

    The bullet's font and colour are empty where they are those of the text, its size is a share of the text's.
    """

    font: str
    east_asian: str
    size: float
    bold: bool = False
    italic: bool = False
    color: str = "000000"
    align: str = "left"
    line_spacing: float = 1.0
    space_before: float = 0.0
    space_after: float = 0.0
    indent: float = 0.0
    hanging: float = 0.0
    bullet: str = ""
    caps: bool = False
    style_id: str = ""
    bullet_font: str = ""
    bullet_color: str = ""
    bullet_size: float = 1.0


@dataclass(frozen=True, slots=True)
class Region:
    """A place of a layout that takes content.

    `role`: title, subtitle, kicker, body, picture, source, number, footer, date, other.  `placeholder` is the idx of
    the placeholder behind it, or None where the region was derived (a free area without placeholder).  `ground` is the
    colour behind it where that is not the layout's.  `moved` says that the box is no longer the placeholder's own,
    which reached into something that the house draws.
    """

    name: str
    role: str
    box: Box
    placeholder: int | None
    style: TextStyle
    insets: tuple[float, float, float, float] = (7.2, 3.6, 7.2, 3.6)
    anchor: str = "top"
    ladder: tuple[float, ...] = ()
    ground: str = ""
    moved: bool = False


Script = Literal["latin", "cyrillic", "han"]
"""The script that a language is written in."""

Role = Literal[
    "cover",
    "section",
    "content",
    "two-column",
    "exhibit",
    "figures",
    "statement",
    "closing",
    "title-only",
    "picture",
    "blank",
    "other",
]
ROLES: tuple[Role, ...] = get_args(Role)
"""What a slide layout may be for: its geometry tells, or template.yaml does."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One slide layout, with a role of `ROLES`.

    `index` is its place among all layouts of all masters; `ground` the colour behind it.
    """

    name: str
    role: str
    index: int
    regions: tuple[Region, ...]
    ground: str = "FFFFFF"
    dark: bool = False
    part_name: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How charts look: named colours (RRGGBB), body size in points.

    A `transparent` picture lets the slide's ground show; `colors["paper"]` still says what words must stand out from.
    No font: charts are inked with those that briefgen ships, so that they come out alike on every machine.
    """

    colors: Mapping[str, str]
    size: float
    dark: bool = False
    transparent: bool = False


@dataclass(frozen=True, slots=True)
class Traits:
    """What a house's file has beyond its looks, for those who judge it.

    `shaded` are the paragraph roles whose style stands on a ground of its own, not on the paper.
    """

    east_asian_font: bool = False
    page_number: bool = False
    shaded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Template:
    """How a document must look, read from a house's own file.

    `styles` gives a TextStyle for each Para role; `ladder` the body sizes from large to small; `colors` the palette
    by tone (ink, accent, strong, plan, open, done, muted, line, panel, paper, and ground for covers).
    For a briefing `layouts` is empty and `body` is the text area of a page.
    """

    name: str
    kind: str
    width: float
    height: float
    layouts: tuple[Layout, ...]
    styles: Mapping[str, TextStyle]
    ladder: tuple[float, ...]
    colors: Mapping[str, str]
    chart_style: Style
    blob: bytes
    body: Box | None = None
    traits: Traits = Traits()


# -------------------------------------------------------------------------------------------------- layout


@dataclass(frozen=True, slots=True)
class Shape:
    """Something drawn behind content that says nothing: rect, line, ellipse.  Fill and line are palette tones."""

    kind: str
    fill: str = ""
    line: str = ""
    weight: float = 0.75


@dataclass(frozen=True, slots=True)
class Frame:
    """A text frame: paragraphs that share a box, with the sizes that were computed for them (one a paragraph).

    `styles` are those that were measured, one a paragraph; a writer need look nowhere else.  `ground` is the colour
    behind the words where that is not the paper's.  `gap` is added above every paragraph but the first.  `role` and
    `tone` are those of the group that the words came from (callout, tile, claim, resolution, quote), so that a writer
    without shapes can still set them apart.
    """

    paras: tuple[Para, ...]
    sizes: tuple[float, ...]
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    anchor: str = "top"
    align: str = ""
    on_dark: bool = False
    styles: tuple[TextStyle, ...] = ()
    gap: float = 0.0
    role: str = ""
    tone: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with its measures: column widths and row heights in points, the text size of its cells.

    `heights` begin with the header row's, unless no column has a header: then there is no header row.  `sizes` are
    those of cell paragraphs whose role is set larger or smaller than `size`.  `insets` are each cell's margins,
    `ground` the colour behind the table where that is not the paper's.
    """

    grid: Grid
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float
    header_size: float
    style: TextStyle | None = None
    header_style: TextStyle | None = None
    sizes: Mapping[str, float] = field(default_factory=dict)
    insets: tuple[float, float, float, float] = (7.2, 3.6, 7.2, 3.6)
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Something in its place.  `placeholder` is the idx that it fills, None for a free shape.

    `lines` is the number of text lines that were measured; `slack` the share of the box's height left free.
    """

    part: Frame | Table | Plot | Picture | Shape | Raw
    box: Box
    name: str
    placeholder: int | None = None
    lines: int = 0
    slack: float = 1.0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One slide, in reading order; or, in a briefing, one passage whose placed parts flow in this order."""

    id: str
    passage: str
    layout: int | None
    placed: tuple[Placed, ...]
    notes: tuple[Para, ...] = ()
    title: str = ""
    landscape: bool = False
    number: int = 0
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where everything goes."""

    document: Document
    template: Template
    pages: tuple[Page, ...]


# --------------------------------------------------------------------------------------------------- build


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn figure: PNG bytes and their size in pixels."""

    png: bytes
    width: int
    height: int


def plot_key(figure: str, box: Box) -> str:
    """A figure's drawing at one size: layout places plots, build draws them and writers look them up by this name."""
    return f"{figure}@{box.w:.1f}x{box.h:.1f}"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that is handed over."""

    name: str
    media_type: str
    blob: bytes
    document: str
    language: str
