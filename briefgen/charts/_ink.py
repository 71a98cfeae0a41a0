"""Ink for charts: words, bars, lines and markers on a Matplotlib figure, in points from its top left corner.

No axes are used.  A chart measures its words first and then knows where everything goes, so that nothing is laid out
twice, labels are as large as the text beside the picture, and the same plan gives the same bytes everywhere.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from briefgen.color import MARK_CONTRAST, TEXT_CONTRAST, contrast, mix, readable
from briefgen.finding import Finding, Severity
from briefgen.language_files import is_spaced, script_of
from briefgen.measure import CHINESE, FULL_CHINESE, LAST_RESORT, LATIN, Faces, full_chinese
from briefgen.model import Style
from briefgen.scales import Scale

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

SMALLEST = 10.0
"""No word in a chart is set smaller, in points."""

Align = Literal["left", "center", "right"]
Anchor = Literal["top", "middle", "bottom"]


def families(language: str) -> list[str]:
    """The fonts of a chart in order of fall-back: for Chinese its font comes first, or “ ” would come out narrow."""
    first = [CHINESE, LATIN] if script_of(language) == "han" else [LATIN, CHINESE]
    return [*first, *([FULL_CHINESE] if full_chinese() else []), LAST_RESORT]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in points, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def meets(self, other: Area, gap: float = 0.0) -> bool:
        """Whether the two share any ground, or come nearer than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def holds(self, other: Area) -> bool:
        """Whether `other` lies wholly inside."""
        return (
            self.left <= other.left + 0.01
            and self.top <= other.top + 0.01
            and self.right >= other.right - 0.01
            and self.bottom >= other.bottom - 0.01
        )


class Ink:
    """A canvas with the house's colours and letters.  What could not be drawn well is kept in `findings`."""

    def __init__(self, canvas: Canvas, style: Style, language: str) -> None:
        self.canvas = canvas
        self.style = style
        self.language = language
        self.spaced = is_spaced(language)
        self.width = canvas.get_figwidth() * 72
        self.height = canvas.get_figheight() * 72
        self.size = max(SMALLEST, min(style.size, max(11.0, self.width / 26)))
        self.small = max(SMALLEST, self.size - 1.5)
        self.paper = style.colors.get("paper", "FFFFFF")
        self.findings: list[Finding] = []
        self._families = families(language)
        self._faces = Faces.load()
        self._transform = _points_to_pixels(canvas)
        self._order = 1

    def report(self, rule: str, message: str, hint: str = "") -> None:
        """Add a warning about how the figure comes out at this size."""
        self.findings.append(Finding(rule, message, severity=Severity.WARNING, hint=hint, language=self.language))

    # ------------------------------------------------------------------------------------------- colours

    def color(self, tone: str) -> str:
        """A tone as the colour of marks: 3:1 against the ground, whatever the palette."""
        return _mark_color(self._named(tone), self.paper)

    def text_color(self, tone: str) -> str:
        """A tone as the colour of words: 4.5:1 against the ground."""
        return readable(self._named(tone), self.paper, TEXT_CONTRAST)

    def tint(self, tone: str, share: float) -> str:
        """So much of a tone over the ground, for areas behind words."""
        return mix(self.paper, self._named(tone), share)

    def on(self, ground: str) -> str:
        """The colour of words on a filled area: ink or paper, whichever can be read better."""
        ink = self._named("ink")
        return max((ink, self.paper, "FFFFFF"), key=lambda color: contrast(color, ground))

    def _named(self, tone: str) -> str:
        colors = self.style.colors
        if tone == "other":
            return mix(self.paper, colors.get("muted", "5B6B73"), 0.62)
        if tone == "rule":
            return colors.get("line", "D3DBDF")
        fallback = {"strong": "accent", "done": "strong", "plan": "accent", "open": "ink"}.get(tone, "ink")
        return colors.get(tone) or colors.get(fallback) or colors.get("ink", "10242E")

    # -------------------------------------------------------------------------------------------- words

    def advance(self, text: str, size: float, bold: bool = False) -> float:
        """How far a line of text runs, in points."""
        return self._faces.advance(text, self._families[0], CHINESE, size, bold, self.language)

    def line_height(self, size: float) -> float:
        """From one baseline to the next."""
        return size * (1.32 if script_of(self.language) == "han" else 1.2)

    def wrap(self, text: str, width: float, size: float, bold: bool = False, most: int = 0) -> list[str]:
        """Lines no wider than `width`, broken where the language allows; with `most`, cut there and ended by `…`.

        A word wider than the line is broken where it must.
        """
        lines: list[str] = []
        line = ""
        for piece in _pieces(text):
            candidate = line + piece
            if not line or self.advance(candidate.rstrip(), size, bold) <= width:
                line = candidate
            else:
                lines.append(line.rstrip())
                line = piece
            while len(line.rstrip()) > 1 and self.advance(line.rstrip(), size, bold) > width:
                cut = self._fitting(line, width, size, bold)
                lines.append(line[:cut])
                line = line[cut:]
        if line.strip() or not lines:
            lines.append(line.rstrip())
        if most and len(lines) > most:
            rest = " ".join(lines[most - 1 :]) if " " in text else "".join(lines[most - 1 :])
            cut = max(1, self._fitting(rest + "…", width - self.advance("…", size, bold), size, bold))
            lines = [*lines[: most - 1], rest[:cut].rstrip(" ,;:–—") + "…"]
        return lines

    def wrap_value(self, text: str, width: float, size: float, bold: bool = False) -> list[str]:
        """A value in lines: never cut short, and what stands in brackets begins a line where not all fits on one."""
        if self.advance(text, size, bold) <= width:
            return [text]
        place = max(text.find(" ("), text.find("（"))
        if place <= 0:
            return self.wrap(text, width, size, bold)
        return [*self.wrap(text[:place], width, size, bold), *self.wrap(text[place:].strip(), width, size, bold)]

    def fit_labels(
        self, labels: Sequence[str], strong: Sequence[bool], width: float, height: float
    ) -> tuple[float, list[list[str]]]:
        """The largest size at which every label stands whole in a box, and the lines; at the smallest they are cut."""
        for size in dict.fromkeys((self.size, self.small, SMALLEST)):
            most = max(1, int((height + 2) // self.line_height(size)))
            lines = [self.wrap(label, width, size, bold) for label, bold in zip(labels, strong, strict=True)]
            if max(map(len, lines), default=1) <= most:
                return size, lines
        return SMALLEST, [
            self.wrap(label, width, SMALLEST, bold, most) for label, bold in zip(labels, strong, strict=True)
        ]

    def _fitting(self, text: str, width: float, size: float, bold: bool) -> int:
        """How many characters from the start fit; at least one."""
        low, high = 1, len(text)
        while low < high:
            half = (low + high + 1) // 2
            low, high = (half, high) if self.advance(text[:half], size, bold) <= width else (low, half - 1)
        while low > 1 and low < len(text) and unicodedata.combining(text[low]):
            low -= 1
        return low

    def widest(self, lines: Sequence[str], size: float, bold: bool = False) -> float:
        """The advance of the widest line."""
        return max((self.advance(line, size, bold) for line in lines), default=0.0)

    def write(
        self,
        x: float,
        y: float,
        text: str | Sequence[str],
        *,
        size: float = 0.0,
        tone: str = "ink",
        color: str = "",
        bold: bool = False,
        align: Align = "left",
        anchor: Anchor = "middle",
        halo: bool = False,
    ) -> Area:
        """Write lines of text at a place; the area that they cover.

        `anchor` says what `y` is of the block of lines; `middle` centres the capitals, not the line boxes.  A `halo`
        of paper keeps words legible on lines and borders.
        """
        size = size or self.size
        lines = [text] if isinstance(text, str) else list(text)
        height = self.line_height(size)
        total = height * len(lines)
        top = {"top": y, "middle": y - total / 2, "bottom": y - total}[anchor]
        if anchor == "middle" and total < self.height:
            top = min(max(top, 0.0), self.height - total)
        shade = color or self.text_color(tone)
        for place, line in enumerate(lines):
            if line:
                self._put(x, top + place * height + height / 2 + 0.335 * size, line, size, shade, bold, align, halo)
        wide = self.widest(lines, size, bold)
        left = {"left": x, "center": x - wide / 2, "right": x - wide}[align]
        return Area(left, top, left + wide, top + total)

    def _put(
        self, x: float, baseline: float, line: str, size: float, color: str, bold: bool, align: Align, halo: bool
    ) -> None:
        from matplotlib.text import Text

        artist = Text(
            x,
            baseline,
            line,
            fontfamily=self._families,
            fontsize=size,
            fontweight="bold" if bold else "normal",
            color=f"#{color}",
            horizontalalignment=align,
            verticalalignment="baseline",
            parse_math=False,
        )
        artist.set_language(self.language)
        if halo:
            from matplotlib.patheffects import withStroke

            artist.set_path_effects([withStroke(linewidth=2.4, foreground=f"#{self.paper}")])
        self._add(artist, above=True)

    # -------------------------------------------------------------------------------------------- marks

    def rect(
        self, area: Area, fill: str = "", edge: str = "", weight: float = 1.0, hatch: str = "", dash: bool = False
    ) -> None:
        """A rectangle; `fill` and `edge` are colours (RRGGBB), empty for none."""
        from matplotlib.patches import Rectangle

        inset = weight / 2 if edge else 0.0
        self._add(
            Rectangle(
                (area.left + inset, area.top + inset),
                max(area.width - 2 * inset, 0.1),
                max(area.height - 2 * inset, 0.1),
                facecolor=f"#{fill}" if fill else "none",
                edgecolor=f"#{edge}" if edge else "none",
                linewidth=weight if edge else 0,
                hatch=hatch or None,
                linestyle=(0, (3, 2)) if dash else "solid",
                joinstyle="miter",
            )
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        color: str,
        weight: float = 1.0,
        dash: tuple[float, ...] = (),
        round_ends: bool = False,
    ) -> None:
        """A line through points; `dash` gives lengths of ink and gap in line widths."""
        from matplotlib.lines import Line2D

        cap: Literal["round", "butt"] = "round" if round_ends else "butt"
        self._add(
            Line2D(
                [x for x, _ in points],
                [y for _, y in points],
                color=f"#{color}",
                linewidth=weight,
                linestyle=(0, dash) if dash else "solid",
                solid_capstyle=cap,
                dash_capstyle="butt",
                solid_joinstyle="round",
            )
        )

    def polygon(
        self, points: Sequence[tuple[float, float]], fill: str, edge: str = "", weight: float = 0.0, hatch: str = ""
    ) -> None:
        """A closed shape."""
        from matplotlib.patches import Polygon

        self._add(
            Polygon(
                list(points),
                closed=True,
                facecolor=f"#{fill}" if fill else "none",
                edgecolor=f"#{edge}" if edge else "none",
                linewidth=weight,
                hatch=hatch or None,
            )
        )

    def shape(self, path: Any, fill: str, edge: str, weight: float, clip: Area, hatch: str = "") -> None:
        """A Matplotlib path in points, cut off at the edges of `clip`."""
        from matplotlib.patches import PathPatch
        from matplotlib.transforms import Bbox, TransformedBbox

        patch = PathPatch(
            path,
            facecolor=f"#{fill}" if fill else "none",
            edgecolor=f"#{edge}" if edge else "none",
            linewidth=weight,
            hatch=hatch or None,
            joinstyle="round",
        )
        self._add(patch)
        patch.set_clip_box(TransformedBbox(Bbox([[clip.left, clip.top], [clip.right, clip.bottom]]), self._transform))

    def marker(
        self, x: float, y: float, shape: str, size: float, fill: str, edge: str = "", weight: float = 1.5
    ) -> None:
        """A marker of Matplotlib's shapes (o circle, D diamond, s square, ^ triangle), `size` points across."""
        from matplotlib.lines import Line2D

        self._add(
            Line2D(
                [x],
                [y],
                linestyle="none",
                marker=shape,
                markersize=size,
                markerfacecolor=f"#{fill}",
                markeredgecolor=f"#{edge or fill}",
                markeredgewidth=weight,
            )
        )

    def _add(self, artist: Any, above: bool = False) -> None:
        artist.set_transform(self._transform)
        # In the order of drawing; words above all marks.
        self._order += 1
        artist.set_zorder(self._order + (1_000_000 if above else 0))
        artist.set_clip_on(False)
        self.canvas.add_artist(artist)

    # ---------------------------------------------------------------------------------- things that recur

    def legend(self, entries: Sequence[tuple[str, str, str, str]], left: float, top: float, right: float) -> float:
        """A row of swatches with their words, wrapped; entries are (shape, fill, edge, words).  The bottom edge.

        It takes no more than two fifths of the picture; what has no room there is left out, and that is reported.
        """
        x, y = left, top
        height = self.line_height(self.small)
        for place, (shape, fill, edge, words) in enumerate(entries):
            lines = self.wrap(words, right - left - 18, self.small, most=1)
            width = 16 + self.widest(lines, self.small) + 18
            if x > left and x + width - 18 > right:
                if y + height * 2.15 > top + self.height * 0.4:
                    message = f"{len(entries) - place} of {len(entries)} names have no room above the chart"
                    self.report("chart-crowded", message, "shorten them, show fewer, or give the chart more room")
                    break
                x, y = left, y + height * 1.15
            middle = y + height / 2
            if shape in ("bar", "hatched"):
                swatch = Area(x, middle - 5, x + 11, middle + 5)
                self.rect(swatch, fill, edge, 1.2, "////" if shape == "hatched" else "")
            else:
                self.marker(x + 5.5, middle, shape, 8.5, fill, edge)
            self.write(x + 16, middle, lines, size=self.small, tone="muted")
            x += width
        return y + height if entries else top

    def nothing(self, words: str) -> None:
        """Say in the middle of the picture that there is nothing to show."""
        lines = self.wrap(words, self.width * 0.8, self.size)
        self.write(self.width / 2, self.height / 2, lines, tone="muted", align="center")


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[str, ...]:
    """The text cut at every place where a line may break (UAX #14)."""
    if text.isascii() and "-" not in text and "/" not in text:
        parts = text.split(" ")
        return (*(part + " " for part in parts[:-1]), parts[-1])
    from uniseg.linebreak import line_break_units

    return tuple(line_break_units(text))


@lru_cache(maxsize=256)
def _mark_color(color: str, paper: str) -> str:
    return readable(color, paper, MARK_CONTRAST)


def _points_to_pixels(canvas: Canvas) -> Any:
    from matplotlib.transforms import Affine2D

    scale = canvas.get_dpi() / 72
    return Affine2D().scale(scale, -scale).translate(0, canvas.get_figheight() * canvas.get_dpi())


# ------------------------------------------------------------------------------------------------ series


@dataclass(frozen=True, slots=True)
class Dress:
    """How one series looks: colour, outline, hatching for areas, marker and dashes for lines."""

    fill: str
    edge: str = ""
    hatch: str = ""
    marker: str = "o"
    dash: tuple[float, ...] = ()
    tone: str = "ink"


def dresses(ink: Ink, number: int, highlighted: Sequence[bool]) -> list[Dress]:
    """The looks of so many series: told apart by lightness, outline, marker and dash, so that grey prints serve too.

    Where any is highlighted it alone has the accent, and the others are grey.
    """
    if number == 1:
        return [Dress(ink.color("accent"), tone="accent")]
    markers, dashes = ("o", "s", "^", "D"), ((), (), (4.0, 1.6), (1.2, 1.2))
    if any(highlighted):
        others = (
            Dress(ink.color("other"), marker="s", tone="muted"),
            Dress(ink.tint("muted", 0.25), ink.color("other"), marker="^", dash=dashes[2], tone="muted"),
            Dress(ink.paper, ink.color("other"), "////", marker="D", dash=dashes[3], tone="muted"),
        )
        looks, rest = [], 0
        for place in range(number):
            if place < len(highlighted) and highlighted[place]:
                looks.append(Dress(ink.color("accent"), tone="accent"))
            else:
                looks.append(others[min(rest, 2)])
                rest += 1
        return looks
    ladder = [
        Dress(ink.color("strong"), tone="strong"),
        Dress(ink.color("accent"), marker=markers[1], tone="accent"),
        Dress(ink.tint("accent", 0.28), ink.color("accent"), marker=markers[2], dash=dashes[2], tone="muted"),
        Dress(ink.paper, ink.color("muted"), "////", marker=markers[3], dash=dashes[3], tone="muted"),
    ]
    grey = Dress(ink.color("other"), tone="muted")
    return [ladder[place] if place < len(ladder) else grey for place in range(number)]


def line_color(dress: Dress) -> str:
    """The colour of a series as a line: its outline where its fill is light."""
    return dress.edge or dress.fill


# -------------------------------------------------------------------------------------------------- axes


def value_lines(ink: Ink, scale: Scale, area: Area) -> None:
    """Light horizontal lines at the ticks of a vertical scale, worded on the left; zero is drawn in ink."""
    for tick in scale.ticks:
        y = area.bottom - scale.share(tick.value) * area.height
        zero = tick.value == 0
        ink.line(
            [(area.left, y), (area.right, y)], ink.color("muted") if zero else ink.style.colors.get("line", "D3DBDF")
        )
        ink.write(area.left - 6, y, tick.text, size=ink.small, tone="muted", align="right")


def tick_width(ink: Ink, scale: Scale) -> float:
    """The room that the words of a vertical scale need on its left."""
    return ink.widest([tick.text for tick in scale.ticks], ink.small) + 8 if scale.ticks else 0.0


@dataclass(frozen=True, slots=True)
class AxisWords:
    """The words below a horizontal scale in lines, and how many ticks lie between two that are written."""

    lines: tuple[tuple[str, ...], ...]
    stride: int
    height: float


def axis_words(ink: Ink, scale: Scale, width: float) -> AxisWords:
    """The words of a scale that will be `width` long: wrapped, and thinned out where they would touch all the same."""
    ticks = scale.ticks
    gap = min(
        (abs(scale.share(b.value) - scale.share(a.value)) * width for a, b in itertools.pairwise(ticks)), default=width
    )
    line = ink.line_height(ink.small)
    for stride in range(1, len(ticks) + 1):
        room = gap * stride - 6
        if room < ink.small * 2:
            continue
        shown = [ink.wrap(tick.text, room, ink.small) for tick in ticks[::stride]]
        whole = all(
            ink.advance(word, ink.small) <= room
            for tick in ticks[::stride]
            for word in (tick.text if ink.spaced else tick.text[:2]).split()
        )
        if whole and max(map(len, shown)) <= 3:
            break
    else:
        stride = max(len(ticks) - 1, 1)
        shown = [ink.wrap(tick.text, width / 2 - 6, ink.small, most=3) for tick in ticks[::stride]]
    return AxisWords(tuple(map(tuple, shown)), stride, line * max(map(len, shown), default=1) + 6)


def write_axis(ink: Ink, scale: Scale, area: Area, words: AxisWords) -> None:
    """Write the words of a horizontal scale below `area`."""
    for tick, lines in zip(scale.ticks[:: words.stride], words.lines, strict=True):
        half = ink.widest(lines, ink.small) / 2
        x = area.left + scale.share(tick.value) * area.width
        x = min(max(x, half), ink.width - half)
        ink.write(x, area.bottom + 5, lines, size=ink.small, tone="muted", align="center", anchor="top")
