"""A house's Word file -> its styles by role, its page, and a clean document to fill.

What is missing is made in the house's own fonts and colours, so that a writer finds a style for every role.  Headers,
footers, margins and numbering stay; text, macros, comments and protection go.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from lxml import etree

from briefgen.brand import Brand
from briefgen.briefing_mends import mend_colors, mend_indents
from briefgen.briefing_parts import add_missing, clean_briefing, has_field
from briefgen.briefing_styles import (
    STYLES,
    TWIPS,
    Look,
    StyleSheet,
    W,
    default_style,
    read_bullets,
    read_measure,
    read_styles,
    resolve_look,
    table_style_in_use,
    text_style,
)
from briefgen.color import TEXT_CONTRAST, contrast, is_dark
from briefgen.finding import Finding, Severity
from briefgen.model import Box, Style, Template, Traits
from briefgen.office_theme import R, read_theme
from briefgen.package import Package, PackageError, PageError
from briefgen.tones import foreign_palette, palette


def read_briefing(package: Package, main: str, name: str, brand: Brand | None) -> tuple[Template, list[Finding]]:
    """The template in the Word file `name`, whose document is the part `main`.

    Raises PackageError where the file has no usable body or page.
    """
    findings: list[Finding] = []
    root = package.xml(main)
    body = root.find(f"{W}body")
    if body is None:
        raise PackageError("its document has no body")
    section = _last_section(body)
    if section is None:
        findings.append(
            Finding(
                "template-page-missing",
                f"'{name}' says nothing of its page; A4 with margins of 25 mm is used",
                severity=Severity.WARNING,
                hint="set the page in Word (Layout, Size) and save",
            )
        )
        section = _new_section()
    width, height, box = _page(section)
    theme_colors, theme_fonts, _, named = read_theme(package, main)
    has_theme = bool(package.related(main, "theme"))
    sheet = read_styles(package, main, theme_fonts, theme_colors)
    used_table = table_style_in_use(body, sheet)
    looks = {role: resolve_look(sheet, sheet.names[style]) for role, style in STYLES.items() if style in sheet.names}
    default = resolve_look(sheet, default_style(sheet))
    colors = palette(brand.tones) if brand else _palette(sheet, default, looks.get("heading-1"))
    missing = add_missing(package, main, sheet, default, colors, has_theme, brand)
    if missing:
        shown = ", ".join(sorted(missing))
        findings.append(
            Finding(
                "template-styles-added",
                f"'{name}' has no style for {shown}; they are made in its own fonts and colours",
                severity=Severity.NOTE,
            )
        )
    mended = _mended(sheet, colors, box, width, name)
    if mended:
        package.set_xml(package.related(main, "styles")[0], sheet.root)
    findings += mended
    numbering = read_bullets(package, main)
    styles = {}
    for role, style in STYLES.items():
        identity = sheet.names[style]
        if role == "table-style" and used_table:
            identity = used_table
        styles[role] = text_style(resolve_look(sheet, identity), identity, colors["ink"], numbering, sheet)
    clean_briefing(package, main, root, body, section)
    traits = Traits(
        east_asian_font=named,
        page_number=has_field(package, main, "PAGE"),
        shaded=frozenset(
            role
            for role in STYLES
            if resolve_look(sheet, sheet.names[STYLES[role]]).ground not in ("", colors["paper"])
        ),
    )
    text = styles["body"]
    steps = (
        tuple(dict.fromkeys((text.size, max(text.size - 1, 9.0), max(text.size - 2, 9.0))))
        if text.size > 9
        else (text.size,)
    )
    template = Template(
        name=brand.name if brand else PurePath(name).stem,
        kind="briefing",
        width=width,
        height=height,
        layouts=(),
        styles=styles,
        ladder=steps,
        colors=colors,
        chart_style=Style(colors, round(max(text.size - 1, 8.0), 1), is_dark(colors["paper"])),
        blob=package.to_bytes(),
        body=box,
        traits=traits,
    )
    return template, findings


def _mended(sheet: StyleSheet, colors: dict[str, str], box: Box, width: float, name: str) -> list[Finding]:
    """Mend what nobody could read in this house's styles, and say what was mended."""
    findings = []
    for one in mend_colors(sheet, colors):
        where = "the page" if one.ground == colors["paper"] else f"its ground {one.ground}"
        findings.append(
            Finding(
                "template-contrast-low",
                f"the style '{one.style_id}' ({one.role}) of '{name}' in {one.before} has a contrast of "
                f"{contrast(one.before, one.ground):.1f}:1 on {where}; it is set in {one.after}",
                severity=Severity.NOTE,
                hint="give it that colour, or another that can be read, in Word",
            )
        )
    findings += [
        Finding(
            "template-indent-outside",
            f"the style '{identity}' of '{name}' has an indent that leaves the page; it ends at the margin",
            severity=Severity.NOTE,
            hint="set its indents to nothing in Word (Paragraph, Indentation)",
        )
        for identity in mend_indents(sheet, box.x, width - box.x - box.w)
    ]
    return findings


def _last_section(body: Any) -> Any:
    """The last section's properties, with the headers and footers that it takes over from those before it."""
    sections = [element for element in body.iter(f"{W}sectPr") if element.getparent().tag in (f"{W}body", f"{W}pPr")]
    if not sections:
        return None
    last = sections[-1]
    known = {(child.tag, child.get(f"{W}type")) for child in last if isinstance(child.tag, str)}
    inherited = []
    for earlier in reversed(sections[:-1]):
        for child in earlier:
            if child.tag in (f"{W}headerReference", f"{W}footerReference"):
                key = (child.tag, child.get(f"{W}type"))
                if key not in known:
                    known.add(key)
                    inherited.append(child)
    result = etree.fromstring(etree.tostring(last))
    for child in inherited:
        result.insert(0, etree.fromstring(etree.tostring(child)))
    return result


def _new_section() -> Any:
    section = etree.Element(f"{W}sectPr", nsmap={"w": W[1:-1], "r": R[1:-1]})
    etree.SubElement(section, f"{W}pgSz", {f"{W}w": "11906", f"{W}h": "16838"})
    margins = {f"{W}{side}": "1417" for side in ("top", "right", "bottom", "left")}
    etree.SubElement(section, f"{W}pgMar", {**margins, f"{W}header": "708", f"{W}footer": "708", f"{W}gutter": "0"})
    return section


def _page(section: Any) -> tuple[float, float, Box]:
    """Page width, height and the text area; a section without measures is put right as Word understands it."""
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None:
        size = etree.SubElement(section, f"{W}pgSz", {f"{W}w": "12240", f"{W}h": "15840"})
    if margin is None:
        margins = {f"{W}{side}": "1440" for side in ("top", "right", "bottom", "left")}
        margin = etree.Element(f"{W}pgMar", {**margins, f"{W}header": "708", f"{W}footer": "708", f"{W}gutter": "0"})
        size.addnext(margin)
    width, height = read_measure(size.get(f"{W}w"), 12240.0) / TWIPS, read_measure(size.get(f"{W}h"), 15840.0) / TWIPS
    top, right, bottom, left = (
        abs(read_measure(margin.get(f"{W}{side}"), 1440.0)) / TWIPS for side in ("top", "right", "bottom", "left")
    )
    gutter = read_measure(margin.get(f"{W}gutter"), 0.0) / TWIPS
    box = Box(
        round(left + gutter, 2), round(top, 2), round(width - left - right - gutter, 2), round(height - top - bottom, 2)
    )
    if box.w < 180 or box.h < 180:
        raise PageError(f"its page leaves {box.w:.0f} x {box.h:.0f} pt for text, too little for a briefing")
    columns = section.find(f"{W}cols")
    if columns is not None:
        section.remove(columns)
    for tag in ("type", "printerSettings", "docGrid", "sectPrChange"):
        child = section.find(f"{W}{tag}")
        if child is not None and (tag != "docGrid" or child.get(f"{W}type") in (None, "default")):
            section.remove(child)
    return round(width, 2), round(height, 2), box


def _palette(sheet: StyleSheet, default: Look, heading: Look | None) -> dict[str, str]:
    theme = dict(sheet.colors)
    theme.update(
        {"tx1": theme["dk1"], "bg1": theme["lt1"], "tx2": theme["dk2"], "bg2": theme["lt2"], "ground": "FFFFFF"}
    )
    if default.color and contrast(default.color, "FFFFFF") >= TEXT_CONTRAST:
        theme["tx1"] = default.color
    if heading is not None and heading.color and contrast(heading.color, "FFFFFF") >= TEXT_CONTRAST:
        theme["tx2"] = heading.color
    return foreign_palette(theme)
