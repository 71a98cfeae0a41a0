"""The parts of a Word file: the styles and lists that it lacks are added, what belongs to its old text goes."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from briefgen.brand import EAST_ASIAN, Brand
from briefgen.briefing_mends import state_indents
from briefgen.briefing_styles import STYLES, Look, StyleSheet, W, default_style, read_measure, resolve_look, style_name
from briefgen.house_briefing import footnotes_xml, settings_xml
from briefgen.house_styles import house_styles, numbering_xml
from briefgen.office_theme import R
from briefgen.package import Package, parse_xml, to_bytes

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PART_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_KEPT = (
    "styles",
    "numbering",
    "settings",
    "theme",
    "fontTable",
    "footnotes",
    "endnotes",
    "header",
    "footer",
    "stylesWithEffects",
)
_UNWANTED_SETTINGS = frozenset(
    [
        "documentProtection",
        "writeProtection",
        "attachedTemplate",
        "trackRevisions",
        "mailMerge",
        "docVars",
        "updateFields",
        "rsids",
        "saveThroughXslt",
        "linkStyles",
        "formsDesign",
        "revisionView",
        "activeWritingStyle",
        "proofState",
        "documentType",
        "attachedSchema",
        "schemaLibrary",
        "captions",
        "readModeInkLockDown",
        "hdrShapeDefaults",
        "shapeDefaults",
        "removePersonalInformation",
    ]
)


def add_missing(
    package: Package,
    main: str,
    sheet: StyleSheet,
    default: Look,
    colors: dict[str, str],
    has_theme: bool,
    brand: Brand | None,
) -> list[str]:
    """Add the styles that no role may lack, as the house template words them, in this file's fonts and colours."""
    wanted = [style for style in dict.fromkeys(STYLES.values()) if style not in sheet.names]
    if not default_style(sheet):
        wanted.insert(0, "normal")
    if "body text" in wanted and default_style(sheet) and default.after >= 60:
        sheet.names["body text"] = default_style(sheet)
        wanted.remove("body text")
    if not wanted:
        return []
    family = default.latin or "Calibri"
    made = brand or Brand(
        name="",
        tones=colors,
        family=family,
        heading_family=family,
        east_asian=default.east_asian or EAST_ASIAN,
        size=default.size,
        line_height=1.2,
    )
    source = parse_xml(house_styles(made, colors).encode("utf-8"))
    by_name = {}
    for element in source.iter(f"{W}style"):
        shown = style_name(element)
        by_name[shown if shown in STYLES.values() else shown.lower()] = element
    needs_lists = any(style.startswith("list ") for style in wanted)
    shift = _add_numbering(package, main, numbering_xml(colors)) if needs_lists else 0
    ids: dict[str, str] = {}
    added = []
    bases = {"normal": default_style(sheet)}
    heading = sheet.names.get("heading 1") or sheet.names.get("title")
    heading_look = resolve_look(sheet, heading) if heading else None
    for style in wanted:
        element = by_name.get(style)
        if element is None:
            continue
        identity = element.get(f"{W}styleId")
        fresh, count = identity, 2
        while fresh in sheet.styles:
            fresh, count = f"{identity}{count}", count + 1
        element.set(f"{W}styleId", fresh)
        ids[identity] = fresh
        _adapt(element, style, sheet, heading_look, has_theme, shift, bool(bases["normal"]))
        sheet.root.append(element)
        sheet.styles[fresh] = element
        sheet.names[style] = fresh
        added.append(style_name(element))
    base_id = default_style(sheet)
    for style in wanted:
        element = sheet.styles.get(sheet.names.get(style, ""))
        if element is None:
            continue
        for tag in ("basedOn", "next", "link"):
            child = element.find(f"{W}{tag}")
            if child is None:
                continue
            target = child.get(f"{W}val", "")
            mapped = ids.get(target) or (base_id if target in ("Normal", "BodyText") else "")
            if target == "BodyText":
                mapped = sheet.names.get("body text", base_id)
            if target in ("TableText", "Subtitle"):
                mapped = sheet.names.get({"TableText": "Table Text", "Subtitle": "subtitle"}[target], "")
            if target in ("DefaultParagraphFont", "TableNormal"):
                mapped = (
                    target
                    if target in sheet.styles
                    else _named(
                        sheet, {"DefaultParagraphFont": "default paragraph font", "TableNormal": "normal table"}[target]
                    )
                )
            if mapped:
                child.set(f"{W}val", mapped)
            else:
                element.remove(child)
    # Body text itself is the house's: its first lines begin where the house's do.
    state_indents(sheet, [identity for identity in ids.values() if identity != sheet.names["body text"]])
    _store_styles(package, main, sheet, source)
    return added


def _named(sheet: StyleSheet, name: str) -> str:
    return next((identity for identity, element in sheet.styles.items() if style_name(element).lower() == name), "")


def _adapt(
    element: Any, style: str, sheet: StyleSheet, heading: Look | None, has_theme: bool, shift: int, has_base: bool
) -> None:
    """Fit a house style into a strange file: its headings' look, no theme fonts without a theme, its list numbers."""
    for fonts in list(element.iter(f"{W}rFonts")):
        if heading is not None and heading.latin:
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            fonts.set(f"{W}ascii", heading.latin)
            fonts.set(f"{W}hAnsi", heading.latin)
            fonts.set(f"{W}cs", heading.latin)
            fonts.set(f"{W}eastAsia", heading.east_asian or sheet.fonts.get("+mj-ea") or EAST_ASIAN)
        elif not has_theme:
            fonts.getparent().remove(fonts)
    properties = element.find(f"{W}pPr")
    if properties is not None:
        for numbering in properties.findall(f"{W}numPr"):
            if style.startswith("heading"):
                properties.remove(numbering)
            else:
                for child in numbering.iter(f"{W}numId"):
                    child.set(f"{W}val", str(int(child.get(f"{W}val", "0")) + shift))
    if style == "normal" and has_base:
        element.attrib.pop(f"{W}default", None)


def _add_numbering(package: Package, main: str, xml: str) -> int:
    """Put the house's lists behind the file's own; gives what to add to the house's list numbers."""
    source = parse_xml(xml.encode("utf-8"))
    parts = package.related(main, "numbering")
    root = package.xml_or_none(parts[0]) if parts else None
    if root is None:
        _put_part(package, main, "numbering", to_bytes(source))
        return 0
    used = [int(read_measure(e.get(f"{W}abstractNumId"), 0)) for e in root.iter(f"{W}abstractNum")]
    numbers = [int(read_measure(e.get(f"{W}numId"), 0)) for e in root.iter(f"{W}num")]
    shift, abstract_shift = max([*numbers, 0]), max([*used, 0]) + 1
    first_number = root.find(f"{W}num")
    for element in list(source):
        if element.tag == f"{W}abstractNum":
            element.set(f"{W}abstractNumId", str(int(element.get(f"{W}abstractNumId")) + abstract_shift))
            for link in list(element.iter(f"{W}pStyle")):
                link.getparent().remove(link)
            if first_number is not None:
                first_number.addprevious(element)
            else:
                root.append(element)
    for element in list(source):
        if element.tag == f"{W}num":
            element.set(f"{W}numId", str(int(element.get(f"{W}numId")) + shift))
            link = element.find(f"{W}abstractNumId")
            link.set(f"{W}val", str(int(link.get(f"{W}val")) + abstract_shift))
            last = root.findall(f"{W}num")
            if last:
                last[-1].addnext(element)
            else:
                root.append(element)
    package.set_xml(parts[0], root)
    return shift


def _store_styles(package: Package, main: str, sheet: StyleSheet, source: Any) -> None:
    parts = package.related(main, "styles")
    if sheet.root.find(f"{W}docDefaults") is None and len(sheet.styles) and not parts:
        defaults = source.find(f"{W}docDefaults")
        if defaults is not None:
            for fonts in list(defaults.iter(f"{W}rFonts")):
                for key in list(fonts.attrib):
                    del fonts.attrib[key]
                for slot in ("ascii", "hAnsi", "cs"):
                    fonts.set(f"{W}{slot}", "Calibri")
                fonts.set(f"{W}eastAsia", EAST_ASIAN)
            sheet.root.insert(0, defaults)
    _put_part(package, main, "styles", to_bytes(sheet.root))


def _put_part(package: Package, main: str, kind: str, data: bytes) -> None:
    """Fill the document's part of this kind (`styles`), which is made where there is none."""
    parts = package.related(main, kind)
    if parts:
        package.parts[parts[0]] = data
    else:
        name = posixpath.join(posixpath.dirname(main), f"{kind}.xml")
        package.add_part(main, kind, name, _PART_TYPE.format(kind), data)


def clean_briefing(package: Package, main: str, root: Any, body: Any, section: Any) -> None:
    """Empty the document but for its page, and drop what belongs to the old text."""
    package.set_type(main, _MAIN_TYPE)
    for child in list(body):
        body.remove(child)
    items = package.relationships(main)
    by_id = {item.id: item for item in items if item.target in package.parts}
    for child in list(section):
        if child.tag in (f"{W}headerReference", f"{W}footerReference") and child.get(f"{R}id") not in by_id:
            section.remove(child)
    referenced = {child.get(f"{R}id") for child in section}
    kept, seen = [], set()
    for item in items:
        if item.external or item.target not in package.parts or item.kind not in _KEPT:
            continue
        if item.kind in ("header", "footer"):
            if item.id not in referenced:
                continue
        elif item.kind in seen:
            continue
        seen.add(item.kind)
        kept.append(item)
    package.set_relationships(main, kept)
    for child in list(root):
        if child.tag != f"{W}body" and child.tag != f"{W}background":
            root.remove(child)
    body.append(section)
    package.set_xml(main, root)
    for kind in ("footnotes", "endnotes"):
        for name in package.related(main, kind):
            _keep_separators(package, name)
    if not package.related(main, "footnotes"):
        _put_part(package, main, "footnotes", footnotes_xml().encode("utf-8"))
    _clean_settings(package, main)
    top = [
        item
        for item in package.relationships("")
        if item.kind in ("officeDocument", "core-properties", "extended-properties") and item.target in package.parts
    ]
    package.set_relationships("", top)
    package.keep_reachable()


def _keep_separators(package: Package, name: str) -> None:
    root = package.xml_or_none(name)
    if root is None:
        package.parts.pop(name, None)
        return
    for child in list(root):
        if not isinstance(child.tag, str) or child.get(f"{W}type") not in ("separator", "continuationSeparator"):
            root.remove(child)
    package.set_xml(name, root)
    package.set_relationships(name, [])


def _clean_settings(package: Package, main: str) -> None:
    parts = package.related(main, "settings")
    if parts:
        package.set_relationships(parts[0], [])
    root = package.xml_or_none(parts[0]) if parts else None
    if root is None:
        _put_part(package, main, "settings", settings_xml().encode("utf-8"))
        return
    for child in list(root):
        if isinstance(child.tag, str) and child.tag.rsplit("}", 1)[-1] in _UNWANTED_SETTINGS:
            root.remove(child)
    if not package.related(main, "endnotes"):
        for child in root.findall(f"{W}endnotePr"):
            root.remove(child)
    package.set_xml(parts[0], root)


def _stories(package: Package, main: str) -> list[Any]:
    names = [item.target for item in package.relationships(main) if item.kind in ("header", "footer")]
    return [root for root in map(package.xml_or_none, names) if root is not None]


def has_field(package: Package, main: str, code: str) -> bool:
    """Whether a header or footer holds a field of this code (`PAGE`)."""
    for story in _stories(package, main):
        codes = [element.text or "" for element in story.iter(f"{W}instrText")]
        codes += [element.get(f"{W}instr", "") for element in story.iter(f"{W}fldSimple")]
        if any(re.match(rf"\s*{code}\b", text) for text in codes):
            return True
    return False
