"""How a placeholder's text is set: list styles gathered from presentation, master and layout into one style a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefgen.brand import EAST_ASIAN
from briefgen.model import TextStyle
from briefgen.office_theme import A, Paper, read_color, read_number, read_share
from briefgen.ooxml.drawing import USUAL_BULLETS, is_symbol_font
from briefgen.ooxml.markup import EMU

LEVELS = 5
_MOST_INDENT = 12.0
"""How far, in ems, the deepest list that a person means goes in."""


@dataclass(slots=True)
class Level:
    """One list level while its properties are gathered from the most general style to the most particular."""

    size: float = 18.0
    bold: bool = False
    italic: bool = False
    caps: bool = False
    latin: str = "+mn-lt"
    east_asian: str = "+mn-ea"
    color: str = ""
    align: str = "left"
    spacing: float = 1.0
    exact: float = 0.0
    before: float = 0.0
    after: float = 0.0
    margin: float = 0.0
    indent: float = 0.0
    bullet: str = ""
    bullet_font: str = ""
    bullet_color: str = ""
    bullet_size: float = 1.0
    bullet_points: float = 0.0


def apply_list_style(levels: list[Level], style: Any, paper: Paper) -> None:
    if style is None:
        return
    default = style.find(f"{A}defPPr")
    for index, level in enumerate(levels):
        for element in (default, style.find(f"{A}lvl{index + 1}pPr")):
            if element is not None:
                _apply_paragraph(level, element, paper)


def _apply_paragraph(level: Level, element: Any, paper: Paper) -> None:
    if "marL" in element.attrib:
        level.margin = read_number(element.get("marL"), 0.0) / EMU
    if "indent" in element.attrib:
        level.indent = read_number(element.get("indent"), 0.0) / EMU
    if "algn" in element.attrib:
        level.align = {"l": "left", "r": "right", "ctr": "center", "just": "justify", "dist": "justify"}.get(
            element.get("algn", ""), level.align
        )
    for child in element:
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.rsplit("}", 1)[-1]
        if tag in ("lnSpc", "spcBef", "spcAft"):
            for amount in child:
                if not isinstance(amount.tag, str):
                    continue
                if amount.tag == f"{A}spcPct":
                    share = read_share(amount.get("val"), 1.0)
                    if tag == "lnSpc":
                        level.spacing, level.exact = min(max(share, 0.5), 3.0), 0.0
                    elif tag == "spcBef":
                        level.before = -share
                    else:
                        level.after = -share
                else:
                    points = read_number(amount.get("val"), 0.0) / 100
                    if tag == "lnSpc":
                        level.exact = points
                    elif tag == "spcBef":
                        level.before = points
                    else:
                        level.after = points
        elif tag == "buNone":
            level.bullet = ""
        elif tag == "buChar":
            level.bullet = child.get("char", "•")[:1] or "•"
        elif tag in ("buAutoNum", "buBlip"):
            level.bullet = "•"
        elif tag in ("buFont", "buFontTx"):
            level.bullet_font = child.get("typeface", "")
        elif tag in ("buClr", "buClrTx"):
            found = read_color(child, paper)
            level.bullet_color = found[0] if found else ""
        elif tag in ("buSzPct", "buSzTx"):
            level.bullet_size, level.bullet_points = read_share(child.get("val"), 1.0), 0.0
        elif tag == "buSzPts":
            level.bullet_points = read_number(child.get("val"), 0.0) / 100
        elif tag == "defRPr":
            _apply_run(level, child, paper)


def _apply_run(level: Level, element: Any, paper: Paper) -> None:
    if "sz" in element.attrib:
        size = read_number(element.get("sz"), 1800.0) / 100
        level.size = size if 1 <= size <= 4000 else level.size
    for key in ("b", "i"):
        if key in element.attrib:
            value = element.get(key) in ("1", "true", "on")
            if key == "b":
                level.bold = value
            else:
                level.italic = value
    if "cap" in element.attrib:
        level.caps = element.get("cap") == "all"
    for child in element:
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.rsplit("}", 1)[-1]
        if tag == "latin" and child.get("typeface"):
            level.latin = child.get("typeface")
        elif tag == "ea" and child.get("typeface"):
            level.east_asian = child.get("typeface")
        elif tag == "solidFill":
            found = read_color(child, paper)
            if found:
                level.color = found[0]
        elif tag == "gradFill":
            for stop in child.iter(f"{A}gs"):
                found = read_color(stop, paper)
                if found:
                    level.color = found[0]
                    break


def text_style(level: Level, paper: Paper) -> TextStyle:
    """The gathered properties as a style; sizes in share of the text become points."""

    def font(name: str, fallback: str) -> str:
        seen = 0
        while name.startswith("+") and seen < 3:
            name, seen = paper.fonts.get(name, ""), seen + 1
        return name.strip() or fallback

    def spacing(value: float) -> float:
        return value if value >= 0 else -value * level.size * 1.2

    line = level.spacing
    if level.exact > 0:
        line = min(max(level.exact / (level.size * 1.2), 0.6), 3.0)
    most = _MOST_INDENT * level.size
    indent, hanging = min(max(level.margin, 0.0), most), min(max(-level.indent, 0.0), most)
    if level.bullet:
        # A bullet that would stand before the box keeps its distance from the words, which move instead.
        indent = max(indent, hanging)
    bullet, face = _bullet(level.bullet, font(level.bullet_font, ""))
    share = level.bullet_points / level.size if level.bullet_points else level.bullet_size
    return TextStyle(
        font=font(level.latin, "Calibri"),
        east_asian=font(level.east_asian, EAST_ASIAN),
        size=round(level.size, 2),
        bold=level.bold,
        italic=level.italic,
        color=level.color or paper.color("tx1"),
        align=level.align,
        line_spacing=round(line, 3),
        space_before=round(spacing(level.before), 2),
        space_after=round(spacing(level.after), 2),
        indent=round(indent, 2),
        hanging=round(min(hanging, indent), 2),
        bullet=bullet,
        caps=level.caps,
        bullet_font=face,
        bullet_color=level.bullet_color,
        bullet_size=round(min(max(share, 0.25), 4.0), 3),
    )


def _bullet(mark: str, font: str) -> tuple[str, str]:
    """A bullet and its font, as far as they belong together.

    A symbol font's own characters mean nothing in another font, and an ordinary bullet is not in a symbol font.
    """
    if is_symbol_font(font):
        return (mark, "") if mark in USUAL_BULLETS else (mark, font)
    private = "\ue000" <= mark <= "\uf8ff"
    return ("•", "") if private else (mark, font)
