"""DrawingML: text bodies, tables, pictures and plain shapes as PowerPoint wants them on a slide."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from briefgen.color import contrast
from briefgen.model import Box, Cell, Frame, Para, Run, Shape, Table, TextStyle
from briefgen.ooxml.markup import DECORATIVE, attribute_text, centipoints, emu, escape, shares_emu
from briefgen.ooxml.palette import Palette
from briefgen.ooxml.script import Stretch, is_east_asian, language_tag, split
from briefgen.unbroken import bind

Link = Callable[[str], str]
"""Gives the `a:hlinkClick` element of a link, or nothing where there is no such place."""

_ALIGN = {"left": "l", "right": "r", "center": "ctr", "justify": "just"}
_ANCHOR = {"top": "t", "middle": "ctr", "center": "ctr", "bottom": "b"}
_GEOMETRY = {"rect": "rect", "ellipse": "ellipse", "round-rect": "roundRect"}
_LEVEL_STEP = 18.0
# A bullet says nothing: it may be as pale as its house likes, as long as it is there.
_UNSEEN = 1.6
_SYMBOLS = re.compile(r"symbol|wingdings|webdings|dingbats|monotype sorts|marlett", re.IGNORECASE)
USUAL_BULLETS = frozenset("•–—·›»")
"""Bullets that every Arial has, and draws larger than most text faces do."""
# Their level is a place in the outline, not an indent.
_OUTLINED = frozenset({"title", "heading"})

# "No Style, No Grid": built into PowerPoint, so it needs no entry in tableStyles.xml; all lines and fills are ours.
_TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_PLAIN = TextStyle(font="", east_asian="", size=14)
NOTES = TextStyle(font="", east_asian="", size=12, space_after=6)
"""How speaker notes are set."""


def is_symbol_font(family: str) -> bool:
    """Whether a font's characters are pictures, so that a bullet of its is another one in any other font."""
    return _SYMBOLS.search(family) is not None


@dataclass(frozen=True, slots=True)
class ThemeFonts:
    """The families that a theme gives to headings (major) and to all other text (minor)."""

    major: str = ""
    minor: str = ""
    major_east_asian: str = ""
    minor_east_asian: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph is set in: its style, what it inherits already, and the ground where that is dark.

    `inherited` is the style of the placeholder that is filled, None in a free box: what is inherited is not repeated.
    """

    style: TextStyle
    size: float
    inherited: TextStyle | None = None
    ground: str = ""
    gap: float = 0.0
    align: str = ""
    start_at: int = 0


class Typesetter:
    """Sets paragraphs as DrawingML for one document: its language, palette, theme fonts and styles by role."""

    def __init__(self, language: str, palette: Palette, fonts: ThemeFonts, styles: Mapping[str, TextStyle]) -> None:
        self.language = language
        self.palette = palette
        self.fonts = fonts
        self.styles = styles
        self._properties: dict[tuple[object, ...], str] = {}
        # A mark that hangs beyond the box's edge would reach into what stands beside it.
        self._hanging = ' hangingPunct="0"' if is_east_asian(language) else ""

    def style(self, role: str) -> TextStyle:
        """The template's style for a role; body text for one that it does not know."""
        return self.styles.get(role) or self.styles.get("body") or _PLAIN

    def body(self, frame: Frame, link: Link, inherited: TextStyle | None = None, ground: str = "") -> str:
        """`p:txBody` of a frame: fixed size, wrapped, and all that was measured written down."""
        left, top, right, bottom = (max(0, emu(inset)) for inset in frame.insets)
        lines = [
            f'<p:txBody><a:bodyPr wrap="square" lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}" '
            f'numCol="1" rtlCol="0" anchor="{_ANCHOR.get(frame.anchor, "t")}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        ]
        number, before = 0, ""
        for place, para in enumerate(frame.paras):
            style = frame.styles[place] if place < len(frame.styles) else self.style(para.role)
            size = frame.sizes[place] if place < len(frame.sizes) else style.size
            counted = style.bullet[:1].isdigit() and para.level == 0
            number += counted
            resumed = counted and before != para.role and number > 1
            setting = Setting(
                style,
                size,
                inherited,
                ground,
                frame.gap if place else 0.0,
                frame.align,
                number if resumed else 0,
            )
            lines.append(self.paragraph(para, setting, link))
            before = para.role
        if not frame.paras:
            lines.append(f'<a:p><a:endParaRPr lang="{language_tag(self.language)}"/></a:p>')
        lines.append("</p:txBody>")
        return "".join(lines)

    def paragraph(self, para: Para, setting: Setting, link: Link) -> str:
        """`a:p` with one run for each stretch of script."""
        runs = "".join(self.run(run, setting, link) for run in bind(para.runs))
        end = "" if runs else f'<a:endParaRPr lang="{language_tag(self.language)}" sz="{centipoints(setting.size)}"/>'
        return f"<a:p>{self._paragraph_properties(para, setting)}{runs}{end}</a:p>"

    def run(self, run: Run, setting: Setting, link: Link) -> str:
        """`a:r` elements of a run; line ends become `a:br`."""
        click = link(run.link) if run.link else ""
        pieces = []
        for place, line in enumerate(run.text.replace("\r\n", "\n").split("\n")):
            if place:
                pieces.append("<a:br/>")
            for stretch in split(line, run.language or self.language):
                if stretch.text:
                    properties = self._run_properties(run, stretch, setting)
                    pieces.append(f"<a:r>{properties}{click}</a:rPr><a:t>{escape(stretch.text)}</a:t></a:r>")
        return "".join(pieces)

    def _paragraph_properties(self, para: Para, setting: Setting) -> str:
        style = setting.style
        level = min(max(para.level, 0), 8) if para.role not in _OUTLINED else 0
        left = style.indent + level * (style.hanging or _LEVEL_STEP)
        first = max(-style.hanging, -left)
        depth = f' lvl="{level}"' if level else ""
        return (
            f'<a:pPr marL="{emu(left)}" indent="{emu(first)}"{depth} '
            f'algn="{_ALIGN.get(setting.align or style.align, "l")}"{self._hanging}>'
            f'<a:lnSpc><a:spcPct val="{round(style.line_spacing * 100000)}"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="{centipoints(style.space_before + setting.gap)}"/></a:spcBef>'
            f'<a:spcAft><a:spcPts val="{centipoints(style.space_after)}"/></a:spcAft>{self._bullet(setting)}</a:pPr>'
        )

    def _bullet(self, setting: Setting) -> str:
        """The bullet in its own font; its colour and size where it does not inherit the same from its placeholder."""
        style, inherited = setting.style, setting.inherited
        if not style.bullet:
            return "<a:buNone/>"
        dress, ground = "", setting.ground or self.palette.color("paper")
        given = (inherited.bullet_color, inherited.bullet_size) if inherited is not None else ("", 1.0)
        if style.bullet_color not in ("", given[0]) and contrast(style.bullet_color, ground) >= _UNSEEN:
            dress = f"<a:buClr>{self.palette.drawing_color(style.bullet_color)}</a:buClr>"
        if style.bullet_size != given[1]:
            dress += f'<a:buSzPct val="{round(style.bullet_size * 100000)}"/>'
        if style.bullet[:1].isdigit():
            start = f' startAt="{setting.start_at}"' if setting.start_at else ""
            return f'{dress}<a:buFontTx/><a:buAutoNum type="arabicPeriod"{start}/>'
        face = style.bullet_font or ("Arial" if style.bullet in USUAL_BULLETS else "")
        # Without its own character set PowerPoint looks for a symbol font's bullet among letters.
        charset = ' pitchFamily="2" charset="2"' if is_symbol_font(face) else ""
        font = f'<a:buFont typeface="{attribute_text(face)}"{charset}/>' if face else "<a:buFontTx/>"
        return f'{dress}{font}<a:buChar char="{attribute_text(style.bullet)}"/>'

    def _run_properties(self, run: Run, stretch: Stretch, setting: Setting) -> str:
        """`a:rPr` without its end tag, so that a link can follow; remembered, because few differ."""
        key = (run.strong, run.emphasis, run.tone, run.scale, stretch.tag, stretch.east_asian, setting)
        known = self._properties.get(key)
        if known is None:
            known = self._properties[key] = self._new_run_properties(run, stretch, setting)
        return known

    def _new_run_properties(self, run: Run, stretch: Stretch, setting: Setting) -> str:
        style, inherited = setting.style, setting.inherited
        attributes = [f'lang="{stretch.tag}"']
        if is_east_asian(self.language):
            other = language_tag("en") if stretch.east_asian else language_tag(self.language)
            attributes.append(f'altLang="{other}"')
        attributes.append(f'sz="{centipoints(round(setting.size * run.scale, 1))}"')
        bold = style.bold or run.strong
        # Slanted Chinese is a distorted Chinese: emphasis is left to its words.
        italic = (style.italic or run.emphasis) and not stretch.east_asian
        if bold != (inherited.bold if inherited else False):
            attributes.append(f'b="{bold:d}"')
        if italic != (inherited.italic if inherited else False):
            attributes.append(f'i="{italic:d}"')
        if style.caps != (inherited.caps if inherited else False):
            attributes.append(f'cap="{"all" if style.caps else "none"}"')
        attributes.append('dirty="0"')
        color = self._color(run, setting)
        fill = self.palette.fill(color) if color else ""
        return f"<a:rPr {' '.join(attributes)}>{fill}{self._typefaces(stretch, setting)}"

    def _color(self, run: Run, setting: Setting) -> str:
        style, inherited = setting.style, setting.inherited
        if run.tone:
            return self.palette.text(run.tone, setting.ground)
        if inherited is not None and inherited.color == style.color:
            return ""
        return self.palette.legible(style.color, setting.ground) if setting.ground else style.color

    def _typefaces(self, stretch: Stretch, setting: Setting) -> str:
        fonts, style = self.fonts, setting.style
        given = setting.inherited.font if setting.inherited else fonts.minor
        faces = ""
        if style.font and style.font != given:
            if style.font == fonts.major:
                return '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/>'
            if style.font == fonts.minor:
                return '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
            faces = f'<a:latin typeface="{attribute_text(style.font)}"/>'
        known = {fonts.major_east_asian, fonts.minor_east_asian}
        if stretch.east_asian and style.east_asian and style.east_asian not in known:
            faces += f'<a:ea typeface="{attribute_text(style.east_asian)}"/>'
        return faces

    # ------------------------------------------------------------------------------------------------ tables

    def table(self, table: Table, link: Link) -> str:
        """`a:tbl`: fixed widths and heights, thin rules, header row flagged, own rows tinted."""
        grid, width = table.grid, len(table.widths)
        has_header = len(table.heights) > len(grid.rows)
        heights = shares_emu(table.heights)
        style = table.style or self.style("table" if "table" in self.styles else "body")
        header_style = table.header_style or dataclasses.replace(style, bold=True)
        lines = [
            f'<a:tbl><a:tblPr firstRow="{has_header:d}">'
            f"<a:tableStyleId>{_TABLE_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>",
            *(f'<a:gridCol w="{share}"/>' for share in shares_emu(table.widths)),
            "</a:tblGrid>",
        ]
        if has_header:
            filled = self.palette.header_ground(header_style.color) != ""
            cells = [Cell((Para("label", column.header),), tone="header" if filled else "") for column in grid.columns]
            setting = Setting(header_style, table.header_size, ground=table.ground)
            lines.append(self._row(cells, width, heights[0], table, lambda _: setting, link, header=True))
            heights = heights[1:]
        for place, (row, height) in enumerate(zip(grid.rows, heights, strict=False)):
            cells = [Cell(cell.paras, "panel") if place in grid.own_rows and not cell.tone else cell for cell in row]

            def setting_for(para: Para) -> Setting:
                size = table.sizes.get(para.role)
                if size is None:
                    return Setting(style, table.size, ground=table.ground)
                return Setting(self.styles.get(para.role, style), size, ground=table.ground)

            lines.append(self._row(cells, width, height, table, setting_for, link))
        lines.append("</a:tbl>")
        return "".join(lines)

    def _row(
        self,
        cells: list[Cell],
        width: int,
        height: int,
        table: Table,
        setting_for: Callable[[Para], Setting],
        link: Link,
        header: bool = False,
    ) -> str:
        # A row whose cells do not match the grid makes PowerPoint repair the file.
        cells = [*cells, *(Cell(()) for _ in range(width - len(cells)))][:width]
        left, top, right, bottom = (max(0, emu(inset)) for inset in table.insets)
        # The line under the header is stronger: it tells header from rows where neither is filled.
        rule = self.palette.fill(self.palette.header if header else self.palette.color("line"))
        weight = 12700 if header else 6350
        lines = [f'<a:tr h="{height}">']
        for place, cell in enumerate(cells):
            align = table.grid.columns[place].align if place < len(table.grid.columns) else "left"
            ground = self.palette.ground(cell.tone) if cell.tone else ""
            paras = "".join(
                self.paragraph(para, _aligned(setting_for(para), align, ground), link) for para in cell.paras
            )
            if not paras:
                paras = (
                    f'<a:p><a:endParaRPr lang="{language_tag(self.language)}" sz="{centipoints(table.size)}"/></a:p>'
                )
            anchor = "b" if header else "t" if table.grid.role in {"facts", "disagreements", "sources"} else "ctr"
            none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
            fill = self.palette.fill(ground) if ground else "<a:noFill/>"
            lines.append(
                f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paras}</a:txBody>"
                f'<a:tcPr marL="{left}" marR="{right}" marT="{top}" marB="{bottom}" anchor="{anchor}">{none}'
                f'<a:lnB w="{weight}" cap="flat" cmpd="sng" algn="ctr">{rule}<a:prstDash val="solid"/></a:lnB>{fill}'
                "</a:tcPr></a:tc>"
            )
        lines.append("</a:tr>")
        return "".join(lines)


def _aligned(setting: Setting, align: str, ground: str) -> Setting:
    return Setting(setting.style, setting.size, ground=ground or setting.ground, align=align)


# ------------------------------------------------------------------------------------------------------ shapes


@dataclass(frozen=True, slots=True)
class Naming:
    """The identity of a shape: number and name unique on its slide, alternative text, click."""

    id: int
    name: str
    alt: str = ""
    click: str = ""
    decorative: bool = False

    def xml(self) -> str:
        """`p:cNvPr`."""
        description = f' descr="{attribute_text(self.alt)}"' if self.alt else ""
        inside = self.click + (DECORATIVE if self.decorative else "")
        return f'<p:cNvPr id="{self.id}" name="{attribute_text(self.name)}"{description}>{inside}</p:cNvPr>'


def transform(box: Box, element: str = "a:xfrm") -> str:
    """Place and size; a size is never negative."""
    return (
        f'<{element}><a:off x="{emu(box.x)}" y="{emu(box.y)}"/>'
        f'<a:ext cx="{max(0, emu(box.w))}" cy="{max(0, emu(box.h))}"/></{element}>'
    )


def text_shape(naming: Naming, box: Box | None, body: str, placeholder: str = "") -> str:
    """`p:sp` with text: a placeholder (`<p:ph …/>`; without box it keeps its layout's place) or a free text box."""
    place = transform(box) if box else ""
    if placeholder:
        locks = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
    else:
        locks = '<p:cNvSpPr txBox="1"/>'
        place += '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
    return (
        f"<p:sp><p:nvSpPr>{naming.xml()}{locks}<p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>"
        f"<p:spPr>{place}</p:spPr>{body}</p:sp>"
    )


def picture_shape(naming: Naming, box: Box, relationship: str, placeholder: str = "") -> str:
    """`p:pic` stretched to its box."""
    locks = f'<a:picLocks {"noGrp" if placeholder else "noChangeAspect"}="1"/>'
    return (
        f"<p:pic><p:nvPicPr>{naming.xml()}<p:cNvPicPr>{locks}</p:cNvPicPr><p:nvPr>{placeholder}</p:nvPr></p:nvPicPr>"
        f'<p:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr>{transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def table_shape(naming: Naming, box: Box, table: str, placeholder: str = "") -> str:
    """`p:graphicFrame` around a table."""
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{naming.xml()}<p:cNvGraphicFramePr>"
        f'<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr>{placeholder}</p:nvPr></p:nvGraphicFramePr>'
        f"{transform(box, 'p:xfrm')}<a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f"{table}</a:graphicData></a:graphic></p:graphicFrame>"
    )


def plain_shape(naming: Naming, box: Box, shape: Shape, palette: Palette) -> str:
    """A rectangle, an ellipse (`p:sp`) or a line (`p:cxnSp`), without text."""
    weight = max(0, emu(shape.weight))
    if shape.kind == "line":
        stroke = f'<a:ln w="{weight}">{palette.fill(palette.color(shape.line or shape.fill or "line"))}</a:ln>'
        return (
            f"<p:cxnSp><p:nvCxnSpPr>{naming.xml()}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr>{transform(box)}"
            f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{stroke}</p:spPr></p:cxnSp>'
        )
    fill = palette.fill(palette.color(shape.fill)) if shape.fill else "<a:noFill/>"
    line = palette.fill(palette.color(shape.line)) if shape.line else "<a:noFill/>"
    return (
        f"<p:sp><p:nvSpPr>{naming.xml()}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{transform(box)}"
        f'<a:prstGeom prst="{_GEOMETRY.get(shape.kind, "rect")}"><a:avLst/></a:prstGeom>{fill}'
        f'<a:ln w="{weight}">{line}</a:ln></p:spPr></p:sp>'
    )
