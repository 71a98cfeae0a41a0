"""The parts of a slide file: its masters and layouts in order, what is mended in them, what does not stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from briefgen.brand import Brand
from briefgen.house_parts import THEME_TYPE, theme_xml
from briefgen.office_theme import A, P, R, children, read_number
from briefgen.package import Package, Relationship
from briefgen.tones import palette

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_LAYOUT_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml"
_DROPPED_KINDS = {
    "slide",
    "vbaProject",
    "customXml",
    "comments",
    "commentAuthors",
    "tags",
    "handoutMaster",
    "printerSettings",
    "attachedTemplate",
    "thumbnail",
    "authors",
    "customProperties",
    "custom-properties",
    "smartTags",
    "webExtension",
    "ctrlProp",
    "control",
}


def master_parts(package: Package, presentation: str) -> list[str]:
    """The masters in the order of the presentation's own list, which is the order of python-pptx."""
    root = package.xml(presentation)
    targets = {item.id: item.target for item in package.relationships(presentation) if not item.external}
    found = []
    for entry in root.iter(f"{P}sldMasterId"):
        target = targets.get(entry.get(f"{R}id", ""), "")
        if target in package.parts and target not in found:
            found.append(target)
    return found


def layout_parts(package: Package, master: str) -> list[str]:
    """The layouts of a master in the order of its own list."""
    root = package.xml(master)
    targets = {item.id: item.target for item in package.relationships(master) if not item.external}
    found = []
    for entry in root.iter(f"{P}sldLayoutId"):
        target = targets.get(entry.get(f"{R}id", ""), "")
        if target in package.parts and target not in found:
            found.append(target)
    return found


def clean_deck(package: Package, presentation: str, keep_slides: bool) -> None:
    """Turn any slide file into one that can be filled: an ordinary presentation without slides, macros and comments."""
    package.set_type(presentation, MAIN_TYPE)
    dropped = set(_DROPPED_KINDS) - ({"slide"} if keep_slides else set())
    root = package.xml(presentation)
    kept, gone = [], set()
    for item in package.relationships(presentation):
        if item.kind in dropped or (not item.external and item.target not in package.parts):
            gone.add(item.id)
        else:
            kept.append(item)
    package.set_relationships(presentation, kept)
    for tag in (
        "sldIdLst",
        "custShowLst",
        "handoutMasterIdLst",
        "custDataLst",
        "extLst",
        "modifyVerifier",
        "photoAlbum",
        "smartTags",
        "embeddedFontLst",
    ):
        for element in children(root, f"{P}{tag}"):
            if tag in ("sldIdLst", "extLst") and keep_slides:
                continue
            root.remove(element)
    for element in list(root.iter(f"{P}sldMasterId", f"{P}notesMasterId")):
        if element.get(f"{R}id") in gone or element.get(f"{R}id") not in {item.id for item in kept}:
            element.getparent().remove(element)
    for element in children(root, f"{P}notesMasterIdLst", f"{P}sldIdLst"):
        if not len(element):
            root.remove(element)
    if not keep_slides:
        _theme_default_text(root)
    package.set_xml(presentation, root)
    for master in master_parts(package, presentation):
        _spell_out_styles(package, master)
        for part in (master, *layout_parts(package, master)):
            _end_autofit(package, part)
    top = [
        Relationship(item.id, item.type, item.target, item.external)
        for item in package.relationships("")
        if item.kind in ("officeDocument", "core-properties", "extended-properties") and item.target in package.parts
    ]
    package.set_relationships("", top)
    if not keep_slides:
        for name in [name for name in package.parts if name.startswith("ppt/slides/")]:
            del package.parts[name]
    package.keep_reachable()


def _theme_default_text(root: Any) -> None:
    """Let free text boxes have the theme's text font and nothing but what their own runs say.

    A box without placeholder inherits from `p:defaultTextStyle`, where some files name an Arial that the theme does
    not: it would be shown in another font than it was measured in.
    """
    if root.find(f"{P}defaultTextStyle") is None:
        style = etree.Element(f"{P}defaultTextStyle")
        later = children(root, f"{P}modifyVerifier", f"{P}extLst")
        if later:
            later[0].addprevious(style)
        else:
            root.append(style)
    for style in children(root, f"{P}defaultTextStyle"):
        if style.find(f"{A}lvl1pPr") is None:
            level = etree.Element(f"{A}lvl1pPr")
            default = style.find(f"{A}defPPr")
            if default is None:
                style.insert(0, level)
            else:
                default.addnext(level)
        for level in children(style, *(f"{A}lvl{number}pPr" for number in range(1, 10))):
            if level.find(f"{A}defRPr") is None:
                _append_before(level, etree.Element(f"{A}defRPr"), f"{A}extLst")
        for properties in style.iter(f"{A}defRPr"):
            for key in ("b", "i", "u", "strike", "cap", "spc", "baseline", "sz"):
                properties.attrib.pop(key, None)
            for font in children(properties, f"{A}latin", f"{A}ea", f"{A}cs", f"{A}sym"):
                properties.remove(font)
            for tag, slot in (("latin", "lt"), ("ea", "ea"), ("cs", "cs")):
                _append_before(properties, etree.Element(f"{A}{tag}", typeface=f"+mn-{slot}"), *_AFTER_FONTS)


_AFTER_FONTS = (f"{A}sym", f"{A}hlinkClick", f"{A}hlinkMouseOver", f"{A}rtl", f"{A}extLst")
_FILLS = tuple(f"{A}{name}" for name in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"))
_LEVEL_TAGS = tuple(f"{A}lvl{number}pPr" for number in range(1, 6))


def _append_before(parent: Any, element: Any, *tags: str) -> None:
    """Put an element at the end of another, but before those of these tags, as the schema's order wants."""
    later = children(parent, *tags)
    if later:
        later[0].addprevious(element)
    else:
        parent.append(element)


def _spell_out_styles(package: Package, master: str) -> None:
    """State what is taken for granted where a master is silent: the theme's ground, text fonts and text colour.

    LibreOffice takes other things for granted: on a dark master its words would be black, or its ground white.
    """
    root = package.xml(master)
    before = etree.tostring(root)
    sheet = root.find(f"{P}cSld")
    if sheet is not None and sheet.find(f"{P}bg") is None:
        ground = etree.Element(f"{P}bg")
        properties = etree.SubElement(ground, f"{P}bgPr")
        etree.SubElement(etree.SubElement(properties, f"{A}solidFill"), f"{A}schemeClr", val="bg1")
        etree.SubElement(properties, f"{A}effectLst")
        sheet.insert(0, ground)
    styles = root.find(f"{P}txStyles")
    if styles is None:
        styles = etree.Element(f"{P}txStyles")
        _append_before(root, styles, f"{P}extLst")
    for name, face in (("titleStyle", "+mj"), ("bodyStyle", "+mn"), ("otherStyle", "+mn")):
        style = styles.find(f"{P}{name}")
        if style is None:
            style = etree.SubElement(styles, f"{P}{name}")
        for place, tag in enumerate(_LEVEL_TAGS if name != "titleStyle" else _LEVEL_TAGS[:1]):
            level = style.find(tag)
            if level is None:
                level = etree.Element(tag)
                _append_before(style, level, *_LEVEL_TAGS[place + 1 :], f"{A}extLst")
            properties = level.find(f"{A}defRPr")
            if properties is None:
                properties = etree.Element(f"{A}defRPr")
                _append_before(level, properties, f"{A}extLst")
            if not children(properties, *_FILLS):
                fill = etree.Element(f"{A}solidFill")
                etree.SubElement(fill, f"{A}schemeClr", val="tx1")
                outline = properties.find(f"{A}ln")
                if outline is None:
                    properties.insert(0, fill)
                else:
                    outline.addnext(fill)
            for tag_name, slot in (("cs", "cs"), ("ea", "ea"), ("latin", "lt")):
                if properties.find(f"{A}{tag_name}") is None:
                    later = {"latin": (f"{A}ea", f"{A}cs"), "ea": (f"{A}cs",), "cs": ()}[tag_name]
                    _append_before(
                        properties, etree.Element(f"{A}{tag_name}", typeface=f"{face}-{slot}"), *later, *_AFTER_FONTS
                    )
    if etree.tostring(root) != before:
        package.set_xml(master, root)


def _end_autofit(package: Package, part: str) -> None:
    """Undo the shrinking of sample text, which slides inherit: LibreOffice divides even their indents by it."""
    root = package.xml(part)
    shrunk = [element for element in root.iter(f"{A}normAutofit") if element.attrib]
    for element in shrunk:
        element.attrib.clear()
    if shrunk:
        package.set_xml(part, root)


def mend_indexes(package: Package, masters: Sequence[str]) -> int:
    """Give placeholders that share an idx with another of their layout one of their own; gives how many.

    LibreOffice writes `<p:ph type="body"/>` for every body, PowerPoint 4294967295 for one whose layout was changed; a
    slide can be joined to neither.
    """
    count = 0
    for master in masters:
        for part in layout_parts(package, master):
            root = package.xml(part)
            taken: set[int] = set()
            twins = []
            for element in root.iter(f"{P}ph"):
                idx = idx_of(element)
                title = element.get("type") in ("title", "ctrTitle")
                if (idx in taken or idx > 2**31 or (idx == 0 and not title)) and not (title and 0 not in taken):
                    twins.append(element)
                else:
                    taken.add(idx)
            for element in twins:
                fresh = next(number for number in range(1, 1000 + len(taken)) if number not in taken)
                taken.add(fresh)
                element.set("idx", str(fresh))
            if twins:
                package.set_xml(part, root)
                count += len(twins)
    return count


def add_missing_themes(package: Package, masters: Sequence[str]) -> int:
    """Give masters whose theme is gone a plain one, without which PowerPoint repairs the file; gives how many."""
    count = 0
    for master in masters:
        themes = package.related(master, "theme")
        if themes and _is_theme(package, themes[0]):
            continue
        package.set_relationships(master, [item for item in package.relationships(master) if item.kind != "theme"])
        plain = theme_xml(Brand("Plain"), palette({})).encode("utf-8")
        package.add_part(master, "theme", "ppt/theme/theme1.xml", THEME_TYPE, plain)
        count += 1
    return count


def _is_theme(package: Package, name: str) -> bool:
    root = package.xml_or_none(name)
    return root is not None and root.find(f"{A}themeElements") is not None


def add_derived_layout(package: Package, presentation: str, master: str) -> None:
    """Give a master that has no layout one: its own title and body, as PowerPoint's `Title and Content`."""
    root = package.xml(master)
    shapes = []
    for number, kind in enumerate(("title", "body"), 2):
        if any(element.get("type") == kind for element in root.iter(f"{P}ph")):
            idx = "" if kind == "title" else ' idx="1"'
            type_name = f' type="{kind}"' if kind == "title" else ""
            shapes.append(
                f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{kind}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
                f"<p:nvPr><p:ph{type_name}{idx}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>"
                "<a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
            )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<p:sldLayout xmlns:a="{A[1:-1]}" xmlns:r="{R[1:-1]}" xmlns:p="{P[1:-1]}" type="obj" preserve="1">'
        '<p:cSld name="Title and content"><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/>'
        f"</p:nvGrpSpPr><p:grpSpPr/>{''.join(shapes)}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )
    layout = package.add_part(
        master, "slideLayout", "ppt/slideLayouts/slideLayout1.xml", _LAYOUT_TYPE, xml.encode("utf-8")
    )
    package.relate(layout.target, "slideMaster", master)
    listing = root.find(f"{P}sldLayoutIdLst")
    if listing is None:
        listing = etree.Element(f"{P}sldLayoutIdLst")
        anchor = root.find(f"{P}clrMap")
        if anchor is not None:
            anchor.addnext(listing)
        else:
            root.insert(1, listing)
    # No master and no layout may bear the id of another, and none one below this.
    entries = [*root.iter(f"{P}sldLayoutId"), *package.xml(presentation).iter(f"{P}sldMasterId")]
    used = [int(read_number(entry.get("id"), 0)) for entry in entries]
    entry = etree.SubElement(listing, f"{P}sldLayoutId")
    entry.set("id", str(max([*used, 2147483647]) + 1))
    entry.set(f"{R}id", layout.id)
    package.set_xml(master, root)


def relink_layouts(package: Package, masters: Sequence[str]) -> int:
    """Let every layout lead to the master that lists it, and only the first of several list it; gives how many strayed.

    PowerPoint repairs a file whose layout has lost its relationships, or which two masters claim.
    """
    count = 0
    claimed: set[str] = set()
    for master in masters:
        root = package.xml(master)
        targets = {item.id: item.target for item in package.relationships(master) if not item.external}
        twice = []
        for entry in root.iter(f"{P}sldLayoutId"):
            layout = targets.get(entry.get(f"{R}id", ""), "")
            if layout not in package.parts:
                continue
            if layout in claimed:
                twice.append(entry)
                continue
            claimed.add(layout)
            if package.related(layout, "slideMaster") != [master]:
                others = [item for item in package.relationships(layout) if item.kind != "slideMaster"]
                package.set_relationships(layout, others)
                package.relate(layout, "slideMaster", master)
                count += 1
        for entry in twice:
            entry.getparent().remove(entry)
        if twice:
            package.set_xml(master, root)
            count += len(twice)
    return count


def relist_masters(package: Package, presentation: str) -> int:
    """Put masters that the file holds but does not list back on its list; gives how many."""
    root = package.xml(presentation)
    known = set(master_parts(package, presentation))
    missing = [
        item
        for item in package.relationships(presentation)
        if item.kind == "slideMaster" and item.target in package.parts and item.target not in known
    ]
    if not missing or known:
        return 0
    listing = root.find(f"{P}sldMasterIdLst")
    if listing is None:
        listing = etree.Element(f"{P}sldMasterIdLst")
        root.insert(0, listing)
    for element in list(listing):
        listing.remove(element)
    for number, item in enumerate(missing):
        entry = etree.SubElement(listing, f"{P}sldMasterId")
        entry.set("id", str(2147483648 + number * 1000))
        entry.set(f"{R}id", item.id)
    package.set_xml(presentation, root)
    return len(missing)


def idx_of(element: Any) -> int:
    try:
        return int(element.get("idx", "0"))
    except ValueError:
        return 0
