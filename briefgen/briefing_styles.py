"""A Word file's styles as they are read: which stands for which role, and what each comes to through its chain.

Styles are found by their built-in names in any interface language, by their ids and by what they do (an outline level
makes a heading).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from briefgen.brand import EAST_ASIAN
from briefgen.color import parse_color
from briefgen.model import TextStyle
from briefgen.package import Package
from briefgen.style_names import style_by_id, style_by_name

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS = 20.0
STYLES: Mapping[str, str] = {
    "title": "title",
    "subtitle": "subtitle",
    "meta": "Meta",
    "kicker": "Kicker",
    "heading": "heading 1",
    "heading-1": "heading 1",
    "heading-2": "heading 2",
    "heading-3": "heading 3",
    "body": "body text",
    "prose": "body text",
    "bullet": "list bullet",
    "bullet-2": "list bullet 2",
    "number": "list number",
    "quote": "quote",
    "attribution": "Attribution",
    "figure": "Key Figure",
    "label": "Key Figure Label",
    "note": "Exhibit Subtitle",
    "exhibit-title": "caption",
    "exhibit-subtitle": "Exhibit Subtitle",
    "exhibit": "Exhibit",
    "caption": "caption",
    "source": "Source",
    "bottom-line": "Bottom Line",
    "callout": "Callout",
    "callout-open": "Callout Open",
    "callout-caution": "Callout Caution",
    "statement": "Statement",
    "table": "Table Text",
    "table-header": "Table Header",
    "contents": "toc 1",
    "toc-heading": "toc heading",
    "toc-1": "toc 1",
    "toc-2": "toc 2",
    "header": "header",
    "footer": "footer",
    "footnote": "footnote text",
    "footnote-reference": "footnote reference",
    "hyperlink": "hyperlink",
    "strong": "strong",
    "emphasis": "emphasis",
    "table-style": "Briefing Table",
}
"""Which style of Word (built-in names in lower case, the house's own in capitals) stands for which role."""
_CHARACTER = frozenset({"footnote reference", "hyperlink", "strong", "emphasis"})
_THEME_FONTS = {
    "majorHAnsi": "+mj-lt",
    "majorAscii": "+mj-lt",
    "minorHAnsi": "+mn-lt",
    "minorAscii": "+mn-lt",
    "majorEastAsia": "+mj-ea",
    "minorEastAsia": "+mn-ea",
}
_THEME_COLORS = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "text1": "dk1",
    "background1": "lt1",
    "text2": "dk2",
    "background2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}


@dataclass(slots=True)
class Look:
    """A style's resolved properties while its chain is walked from the document's defaults to itself."""

    latin: str = ""
    east_asian: str = ""
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    caps: bool = False
    color: str = ""
    align: str = "left"
    line: float = 240.0
    rule: str = "auto"
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    hanging: float = 0.0
    numbering: str = ""
    level: int = 0
    ground: str = ""
    outline: int = 9


@dataclass(slots=True)
class StyleSheet:
    """The styles part while it is being understood."""

    root: Any
    styles: dict[str, Any]
    fonts: Mapping[str, str]
    colors: Mapping[str, str]
    names: dict[str, str] = field(default_factory=dict)


def read_styles(package: Package, main: str, fonts: Mapping[str, str], theme: Mapping[str, str]) -> StyleSheet:
    """The styles of the document `main` with the theme's fonts and colours; none where the part is lost."""
    parts = package.related(main, "styles")
    root = package.xml_or_none(parts[0]) if parts else None
    if root is None:
        root = etree.Element(f"{W}styles", nsmap={"w": W[1:-1]})
    styles: dict[str, Any] = {}
    for element in root.iter(f"{W}style"):
        identity = element.get(f"{W}styleId")
        if identity and identity not in styles:
            styles[identity] = element
    sheet = StyleSheet(root, styles, fonts, theme)
    _recognise(sheet)
    return sheet


def style_name(element: Any) -> str:
    """The name that Word knows a style by."""
    child = element.find(f"{W}name")
    return (child.get(f"{W}val") or "") if child is not None else ""


def _recognise(sheet: StyleSheet) -> None:
    """Find each role's style: by Word's own name, by the name in another language, by id, by outline level."""
    wanted = set(STYLES.values())
    passes: list[dict[str, str]] = [{}, {}, {}, {}]
    for identity, element in sheet.styles.items():
        kind = element.get(f"{W}type", "paragraph")
        names = [style_name(element)]
        aliases = element.find(f"{W}aliases")
        if aliases is not None:
            names += (aliases.get(f"{W}val") or "").split(",")
        for place, shown in enumerate(names):
            lower = " ".join(shown.lower().split())
            exact = shown if shown in wanted else lower
            if exact in wanted and _right_kind(exact, kind):
                passes[0 if place == 0 else 1].setdefault(exact, identity)
            found = style_by_name(shown)
            if found in wanted and _right_kind(found, kind):
                passes[1].setdefault(found, identity)
        by_id = style_by_id(identity)
        if by_id in wanted and _right_kind(by_id, kind):
            passes[2].setdefault(by_id, identity)
        outline = element.find(f"{W}pPr/{W}outlineLvl")
        if kind == "paragraph" and outline is not None and outline.get(f"{W}val") in ("0", "1", "2"):
            passes[3].setdefault(f"heading {int(outline.get(f'{W}val')) + 1}", identity)
    for candidates in passes:
        for style, identity in candidates.items():
            if identity in sheet.names.values() and style not in ("toc 1",):
                continue
            sheet.names.setdefault(style, identity)


def _right_kind(style: str, kind: str) -> bool:
    if style == "Briefing Table":
        return kind == "table"
    return kind == "character" if style in _CHARACTER else kind == "paragraph"


def default_style(sheet: StyleSheet) -> str:
    """The id of the style of paragraphs that name none; an empty string where the file has none."""
    for identity, element in sheet.styles.items():
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
            return identity
    for identity, element in sheet.styles.items():
        if style_name(element).lower() in ("normal", "standard", "обычный", "正文", "қалыпты"):
            return identity
    return ""


def resolve_look(sheet: StyleSheet, identity: str) -> Look:
    """A style's properties through the document's defaults and everything that it is based on."""
    look = Look(latin=sheet.fonts.get("+mn-lt", "") if not sheet.styles else "")
    defaults = sheet.root.find(f"{W}docDefaults")
    if defaults is not None:
        _apply(look, defaults.find(f"{W}pPrDefault/{W}pPr"), defaults.find(f"{W}rPrDefault/{W}rPr"), sheet)
    chain: list[Any] = []
    seen: set[str] = set()
    if identity not in sheet.styles:
        identity = default_style(sheet)
    elif sheet.styles[identity].get(f"{W}type") in ("character", "table"):
        base = default_style(sheet)
        if base in sheet.styles:
            chain.append(sheet.styles[base])
    own: list[Any] = []
    while identity in sheet.styles and identity not in seen:
        seen.add(identity)
        own.append(sheet.styles[identity])
        based = sheet.styles[identity].find(f"{W}basedOn")
        identity = based.get(f"{W}val", "") if based is not None else ""
    for element in [*chain, *reversed(own)]:
        _apply(look, element.find(f"{W}pPr"), element.find(f"{W}rPr"), sheet)
    return look


def _on(element: Any) -> bool:
    return element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _apply(look: Look, paragraph: Any, run: Any, sheet: StyleSheet) -> None:
    if paragraph is not None:
        for child in paragraph:
            if not isinstance(child.tag, str):
                continue
            tag = child.tag.rsplit("}", 1)[-1]
            if tag == "spacing":
                look.before = read_measure(child.get(f"{W}before"), look.before)
                look.after = read_measure(child.get(f"{W}after"), look.after)
                look.line = read_measure(child.get(f"{W}line"), look.line)
                look.rule = child.get(f"{W}lineRule", look.rule)
            elif tag == "ind":
                look.left = read_measure(child.get(f"{W}left", child.get(f"{W}start")), look.left)
                look.hanging = read_measure(child.get(f"{W}hanging"), look.hanging)
            elif tag == "shd":
                look.ground = parse_color(child.get(f"{W}fill", "") or "") or ""
            elif tag == "jc":
                look.align = {"center": "center", "right": "right", "end": "right", "both": "justify"}.get(
                    child.get(f"{W}val", ""), "left"
                )
            elif tag == "numPr":
                number, level = child.find(f"{W}numId"), child.find(f"{W}ilvl")
                if number is not None:
                    look.numbering = "" if number.get(f"{W}val") == "0" else number.get(f"{W}val", "")
                if level is not None:
                    look.level = int(read_measure(level.get(f"{W}val"), 0))
            elif tag == "outlineLvl":
                look.outline = int(read_measure(child.get(f"{W}val"), 9))
    if run is None:
        return
    for child in run:
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.rsplit("}", 1)[-1]
        if tag == "rFonts":
            theme = child.get(f"{W}asciiTheme") or child.get(f"{W}hAnsiTheme")
            latin = (
                sheet.fonts.get(_THEME_FONTS.get(theme or "", ""), "")
                or child.get(f"{W}ascii")
                or child.get(f"{W}hAnsi")
            )
            look.latin = latin or look.latin
            eastern = child.get(f"{W}eastAsiaTheme")
            named = sheet.fonts.get(_THEME_FONTS.get(eastern or "", ""), "") or child.get(f"{W}eastAsia")
            look.east_asian = named or look.east_asian
        elif tag == "sz":
            size = read_measure(child.get(f"{W}val"), 20.0) / 2
            look.size = size if 1 <= size <= 400 else look.size
        elif tag == "b":
            look.bold = _on(child)
        elif tag == "i":
            look.italic = _on(child)
        elif tag == "caps":
            look.caps = _on(child)
        elif tag == "color":
            look.color = _run_color(child, sheet) or ""


def _run_color(element: Any, sheet: StyleSheet) -> str:
    """RRGGBB of a w:color; empty for `auto`.  The value beside a theme colour is what Word computed from it."""
    value = parse_color(element.get(f"{W}val", "") or "")
    theme = element.get(f"{W}themeColor")
    if value is None and theme:
        return sheet.colors.get(_THEME_COLORS.get(theme, theme), "")
    return value or ""


def text_style(
    look: Look, identity: str, ink: str, bullets: Mapping[tuple[str, int], tuple[str, float, float]], sheet: StyleSheet
) -> TextStyle:
    """The look as a style of the model; `ink` is the colour of words that name none."""
    line = look.line / 240 if look.rule == "auto" else look.line / TWIPS / (look.size * 1.2)
    bullet, left, hanging = "", look.left, look.hanging
    if look.numbering:
        bullet, number_left, number_hanging = bullets.get((look.numbering, look.level), ("", 0.0, 0.0))
        left, hanging = left or number_left, hanging or number_hanging
    return TextStyle(
        font=look.latin or "Times New Roman",
        east_asian=look.east_asian or sheet.fonts.get("+mn-ea") or EAST_ASIAN,
        size=look.size,
        bold=look.bold,
        italic=look.italic,
        color=look.color or ink,
        align=look.align,
        line_spacing=round(min(max(line, 0.5), 4.0), 3),
        space_before=look.before / TWIPS,
        space_after=look.after / TWIPS,
        indent=left / TWIPS,
        hanging=hanging / TWIPS,
        bullet=bullet,
        caps=look.caps,
        style_id=identity,
    )


def read_bullets(package: Package, main: str) -> dict[tuple[str, int], tuple[str, float, float]]:
    """The bullet and indents of every list level that a style may name: (numId, level) -> (mark, left, hanging)."""
    parts = package.related(main, "numbering")
    if not parts:
        return {}
    root = package.xml_or_none(parts[0])
    if root is None:
        return {}
    abstract: dict[str, dict[int, tuple[str, float, float]]] = {}
    for element in root.iter(f"{W}abstractNum"):
        levels = {}
        for level in element.iter(f"{W}lvl"):
            form, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
            indent = level.find(f"{W}pPr/{W}ind")
            mark = "•" if form is not None and form.get(f"{W}val") == "bullet" else ""
            if mark and text is not None and text.get(f"{W}val") in ("–", "-", "o", "▪", "‣"):
                mark = str(text.get(f"{W}val"))
            left = read_measure(indent.get(f"{W}left", indent.get(f"{W}start")), 0.0) if indent is not None else 0.0
            hanging = read_measure(indent.get(f"{W}hanging"), 0.0) if indent is not None else 0.0
            levels[int(read_measure(level.get(f"{W}ilvl"), 0))] = (mark, left, hanging)
        abstract[element.get(f"{W}abstractNumId", "")] = levels
    found = {}
    for element in root.iter(f"{W}num"):
        link = element.find(f"{W}abstractNumId")
        for index, entry in abstract.get(link.get(f"{W}val", "") if link is not None else "", {}).items():
            found[(element.get(f"{W}numId", ""), index)] = entry
    return found


def table_style_in_use(body: Any, sheet: StyleSheet) -> str:
    """The table style that the template's own tables wear, if it is more than a plain grid."""
    counts: dict[str, int] = {}
    for element in body.iter(f"{W}tblStyle"):
        identity = element.get(f"{W}val", "")
        style = sheet.styles.get(identity)
        if style is not None and style_name(style).lower() not in ("table grid", "normal table"):
            counts[identity] = counts.get(identity, 0) + 1
    return max(counts, key=lambda identity: counts[identity]) if counts else ""


def read_measure(text: str | None, default: float) -> float:
    """A measure of Word in twips, or a bare number; newer files also write `12pt` and `2.5cm`."""
    if text is None:
        return default
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(pt|cm|mm|in|)", text.strip())
    if not match:
        return default
    factor = {"pt": 20.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "in": 1440.0, "": 1.0}[match.group(2)]
    return float(match.group(1)) * factor
