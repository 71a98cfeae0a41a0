"""A template's roles turned into measured frames: which style and size words take, how high they stand, in which box.

Sizes hang on a *step*: the index of a size in the template's ladder.  All parts of a slide share a step, so siblings
always agree.  One step more than the ladder has lets tables, which are read and not presented, go further down.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from briefgen import fit
from briefgen.breaks import has_phrases
from briefgen.color import TEXT_CONTRAST, contrast, is_dark, readable
from briefgen.measure import Faces
from briefgen.model import Box, Frame, Para, Placed, Template, TextStyle

# The share of a text box that stays free: no two programs break lines alike.
SPARE = 0.04
# A measure of 65 to 75 characters: an average letter is half an em wide, a Chinese character a whole one.
MEASURE = 35.0
# A column narrower than this many ems breaks every other word; it takes a lower step instead.
NARROWEST = 14.0
# Grounds that differ by less than this contrast pass for one.
ALIKE = 1.1

_DEFAULT = TextStyle(font="Calibri", east_asian="Microsoft YaHei", size=18.0)
# What a template that says nothing of a role means by it: the body's style, this much larger, bold or not.
_FROM_BODY: dict[str, tuple[float, bool]] = {
    "title": (1.4, True),
    "kicker": (0.6, True),
    "subtitle": (0.9, False),
    "heading": (1.0, True),
    "figure": (2.1, True),
    "number": (1.4, True),
    "statement": (1.8, True),
    "quote": (1.2, False),
    "label": (0.75, False),
    "attribution": (0.75, False),
    "exhibit-title": (0.8, True),
    "exhibit-subtitle": (0.65, False),
    "note": (0.65, False),
    "caption": (0.65, False),
    "source": (0.5, False),
    "meta": (0.45, False),
}
# Set at the ladder's size, whatever the template's style says.
_LADDER_ROLES = frozenset({"body", "bullet", "prose", "contents", "claim", "lead"})
# Larger than the body, and in step with it.
_LARGE_ROLES = frozenset({"heading", "figure", "number", "statement", "quote", "title"})
_LEAST = 9.0
# Paragraphs of so many lines are balanced, longer ones are not.
_SHORT = 3
# A value of more characters is a text, which may be broken.
_LONGEST_VALUE = 16


def _cuts_a_value(para: Para, offset: int) -> bool:
    """Whether an offset of a paragraph's text lies inside a short value."""
    start = 0
    for run in para.runs:
        end = start + len(run.text)
        if run.fact and len(run.text) <= _LONGEST_VALUE and start < offset < end:
            return True
        start = end
    return False


@dataclass(frozen=True, slots=True)
class Measured:
    """How high paragraphs stand at a width, in how many lines, and how many words had to be cut."""

    height: float
    lines: int
    forced: int = 0


class Typesetter:
    """Sets a document's paragraphs in a template's styles and measures them; remembers what it measured."""

    def __init__(self, template: Template, faces: Faces, language: str) -> None:
        self.template = template
        self.faces = faces
        self.language = language
        self.ladder = _ladder(template)
        self.unit = math.sqrt(max(template.width * template.height, 1.0) / (960.0 * 540.0))
        self.gutter = 28.0 * self.unit
        self.gap = 16.0 * self.unit
        # Tables, which are read beside the body, are at most of 16 points on an ordinary slide, callouts of 18.
        self.aside = next((size for size in self.ladder if size <= 16.8 * self.unit), self.ladder[-1])
        self.remark = next((size for size in self.ladder if size <= 18.9 * self.unit), self.ladder[-1])
        self.paper = template.colors.get("paper", "FFFFFF")
        self.ground = ""
        self.remembered: dict[tuple[object, ...], tuple[object, object]] = {}
        self._styles: dict[tuple[str, str], TextStyle] = {}
        self._small: dict[tuple[str, float, str], TextStyle] = {}

    @property
    def steps(self) -> int:
        """How many steps there are: those of the ladder and one for tables alone."""
        return len(self.ladder) + 1

    def body_size(self, step: int) -> float:
        """The ladder's size at a step."""
        return self.ladder[min(step, len(self.ladder) - 1)]

    def table_size(self, step: int, annex: bool = False) -> float:
        """The size of a table's cells: that of what is read beside the body, down to 12; an annex begins with 14."""
        size = min(self.body_size(step), self.aside)
        if annex:
            size = min(size, max((14.0 - step) * self.unit, 12.0))
        return size if step < len(self.ladder) else min(size, 12.0)

    def stand_on(self, ground: str) -> None:
        """Set words in colours that can be read on this ground; those of the paper's own are as the house made them."""
        self.ground = "" if contrast(ground or self.paper, self.paper) < ALIKE else ground

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        """Set words as on paper for a while: a card that is made for it lies on the ground."""
        ground, self.ground = self.ground, ""
        try:
            yield
        finally:
            self.ground = ground

    def legible(self, color: str, ground: str) -> str:
        """A colour if it can be read on a ground, else the paper's or the ink's, whichever can be read better."""
        if contrast(color, ground) >= TEXT_CONTRAST:
            return color
        ink = self.template.colors.get("ink", "000000")
        best = max((self.paper, ink), key=lambda one: contrast(one, ground))
        return best if contrast(best, ground) >= TEXT_CONTRAST else readable(best, ground)

    def style(self, role: str) -> TextStyle:
        """The template's style of a role, or one made from its body's; in a colour that can be read on the ground."""
        key = (role, self.ground)
        if key not in self._styles:
            styles = self.template.styles
            found = styles.get(role)
            if found is None:
                body = styles.get("body", _DEFAULT)
                factor, bold = _FROM_BODY.get(role, (1.0, body.bold))
                plain = role not in _LADDER_ROLES
                found = dataclasses.replace(
                    body,
                    size=max(round(body.size * factor * 2) / 2, _LEAST),
                    bold=bold,
                    bullet="" if plain else body.bullet,
                    indent=0.0 if plain else body.indent,
                    hanging=0.0 if plain else body.hanging,
                )
            if self.ground:
                found = dataclasses.replace(found, color=self.legible(found.color, self.ground))
            self._styles[key] = found
        return self._styles[key]

    def size(self, role: str, step: int) -> float:
        """The size of a role at a step."""
        size = self.style(role).size
        base = self.body_size(step)
        if role == "callout":
            return min(base, self.remark)
        if role in _LADDER_ROLES:
            return base
        if role in _LARGE_ROLES:
            return max(base, _round(size * base / self.ladder[0]))
        return max(min(size, base), _LEAST)

    def measure(
        self,
        paras: Sequence[Para],
        styles: Sequence[TextStyle],
        sizes: Sequence[float],
        width: float,
        gap: float = 0.0,
    ) -> Measured:
        """The height and lines of paragraphs at a width, as `fit.set_paras` would give them."""
        height, lines, forced = 0.0, 0, 0
        above: TextStyle | None = None
        for para, style, size in zip(paras, styles, sizes, strict=True):
            own = self._measure(para, style, size, max(width, 1.0), above is None)
            height += own.height + (0.0 if above is None else above.space_after + gap)
            lines += own.lines
            forced += own.forced
            above = style
        return Measured(height, lines, forced)

    def _measure(self, para: Para, style: TextStyle, size: float, width: float, first: bool) -> Measured:
        """One paragraph; it and its style are kept with the answer, so that no other can come to bear their id."""
        key = ("para", id(para), id(style), size, round(width, 2), first)
        if key not in self.remembered:
            setting = fit.set_para(para, style, size, width, self.faces, self.language, first)
            self.remembered[key] = (Measured(setting.height, len(setting.lines), setting.forced), (para, style))
        measured = self.remembered[key][0]
        assert isinstance(measured, Measured)
        return measured

    def split(self, para: Para, width: float, height: float, step: int) -> list[Para]:
        """A paragraph that is higher than a box, cut at sentences into some that fit; at lines in a longer sentence."""
        (style,), (size,) = self.dressed((para,), step)
        done: list[Para] = []
        room = height * (1 - SPARE)
        while self.measure((para,), (style,), (size,), width).height > room:
            head, rest = fit.split_paras((para,), (style,), width, room, size, self.faces, self.language)
            if head and rest:
                done += head
                para = rest[0]
                continue
            lines = fit.set_para(para, style, size, width, self.faces, self.language).lines
            kept = int(room / lines[0].height) if lines else 0
            if not 0 < kept < len(lines):
                break
            first, para = fit.split_para(para, lines[kept - 1].end)
            done.append(first)
        return [*done, para]

    def dressed(self, paras: Sequence[Para], step: int) -> tuple[tuple[TextStyle, ...], tuple[float, ...]]:
        """Styles and sizes of paragraphs at a step; indents and spacing shrink with the size they were made for."""
        sizes = tuple(self.size(para.role, step) for para in paras)
        return tuple(self._shrunk(para.role, size) for para, size in zip(paras, sizes, strict=True)), sizes

    def _shrunk(self, role: str, size: float) -> TextStyle:
        style = self.style(role)
        if size >= style.size or not (style.indent or style.hanging or style.space_before or style.space_after):
            return style
        key = (role, size, self.ground)
        if key not in self._small:
            share = size / style.size
            self._small[key] = dataclasses.replace(
                style,
                indent=round(style.indent * share, 1),
                hanging=round(style.hanging * share, 1),
                space_before=round(style.space_before * share, 1),
                space_after=round(style.space_after * share, 1),
            )
        return self._small[key]

    def height(self, paras: Sequence[Para], width: float, step: int) -> float:
        """The height of a box that holds the paragraphs at a step, with the spare share."""
        styles, sizes = self.dressed(paras, step)
        return self.measure(paras, styles, sizes, width).height / (1 - SPARE)

    def balanced(
        self, paras: Sequence[Para], styles: Sequence[TextStyle], sizes: Sequence[float], width: float
    ) -> float:
        """The width, no larger than this, at which lines are about alike and no more than they are at this.

        A last line of one word looks forgotten.  Long paragraphs keep their measure: their last line may be short.
        Chinese keeps it as well: it has no spaces at which lines of a chosen length would end well.
        """
        if has_phrases(self.language):
            return width
        whole = self.measure(paras, styles, sizes, width)
        if whole.forced or not len(paras) < whole.lines <= _SHORT + len(paras) - 1:
            return width
        if self.measure(paras, styles, sizes, width / fit.USABLE).lines < whole.lines:
            # So narrowly too long that most programs will set it on one line less.
            return width
        low, high = 0.5 * width, width
        while high - low > 4.0:
            middle = (low + high) / 2
            trial = self.measure(paras, styles, sizes, middle)
            if trial.lines > whole.lines or trial.forced:
                low = middle
            else:
                high = middle
        # A little more than the least, for no two programs break lines alike.
        return min(width, 1.04 * high)

    def in_phrases(self, para: Para, style: TextStyle, size: float, width: float) -> Para:
        """A paragraph of a language without spaces, broken where its phrases end, and never inside a value."""
        values = [run.text for run in para.runs if run.fact and len(run.text) <= _LONGEST_VALUE]
        breaks = fit.phrase_breaks(para, style, size, width, self.faces, self.language, values)
        if any(_cuts_a_value(para, offset) for offset in breaks):
            return para
        runs = fit.with_breaks(para, breaks).runs
        return dataclasses.replace(
            para, runs=tuple(dataclasses.replace(run, text=run.text.replace("\v", "\n")) for run in runs)
        )

    def phrased(
        self, paras: Sequence[Para], styles: Sequence[TextStyle], sizes: Sequence[float], width: float
    ) -> tuple[Para, ...]:
        """The paragraphs, short ones broken at their phrases where the language has no spaces and none grows by it."""
        if not has_phrases(self.language):
            return tuple(paras)
        done = []
        for para, style, size in zip(paras, styles, sizes, strict=True):
            plain = self.measure((para,), (style,), (size,), width)
            broken = self.in_phrases(para, style, size, width) if 1 < plain.lines <= _SHORT else para
            grown = self.measure((broken,), (style,), (size,), width)
            done.append(broken if grown.lines == plain.lines and grown.height <= plain.height + 1e-6 else para)
        return tuple(done)

    def lonely(self, paras: Sequence[Para], step: int, width: float) -> int:
        """How many paragraphs end with a line that holds little more than a word."""
        styles, sizes = self.dressed(paras, step)
        count = 0
        for para, style, size in zip(paras, styles, sizes, strict=True):
            lines = fit.set_para(para, style, size, width, self.faces, self.language).lines
            count += len(lines) > 1 and lines[-1].width < 0.14 * width
        return count

    def place(
        self,
        paras: Sequence[Para],
        box: Box,
        step: int,
        name: str,
        *,
        role: str = "",
        tone: str = "",
        link: str = "",
        anchor: str = "top",
        gap: float = 0.0,
        align: str = "",
        sizes: Sequence[float] | None = None,
        styles: Sequence[TextStyle] | None = None,
    ) -> Placed:
        """The paragraphs in a box, at the sizes of a step, with what was measured."""
        usual_styles, usual_sizes = self.dressed(paras, step)
        styles = usual_styles if styles is None else tuple(styles)
        sizes = usual_sizes if sizes is None else tuple(sizes)
        frame = Frame(
            tuple(paras), sizes, anchor=anchor, align=align, on_dark=bool(self.ground) and is_dark(self.ground),
            styles=styles, gap=gap, role=role, tone=tone, ground=self.ground,
        )  # fmt: skip
        return self.put(frame, box, name, link=link)

    def put(self, frame: Frame, box: Box, name: str, placeholder: int | None = None, link: str = "") -> Placed:
        """A frame in a box; its slack is below nought where the words are higher than the box."""
        left, top, right, bottom = frame.insets
        measured = self.measure(frame.paras, frame.styles, frame.sizes, box.w - left - right, frame.gap)
        height = measured.height + top + bottom
        slack = 1 - height / box.h if box.h > 0 else -1.0
        return Placed(frame, box, name, placeholder, measured.lines, slack, link)


def _ladder(template: Template) -> tuple[float, ...]:
    """The template's sizes from large to small; four made from its body's size where it names none."""
    sizes = sorted({size for size in template.ladder if size > 0}, reverse=True)
    if not sizes:
        size = template.styles.get("body", _DEFAULT).size
        sizes = [max(_round(size * share), min(size, 12.0)) for share in (1.0, 0.9, 0.8, 0.7)]
    return tuple(dict.fromkeys(sizes))


def _round(size: float) -> float:
    return round(size * 2) / 2
