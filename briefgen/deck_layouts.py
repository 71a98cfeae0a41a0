"""A house's slide file -> its layouts as regions: where text goes, how it is set there, on which ground.

A layout is known by what it is: the types, places and sizes of its placeholders, resolved through layout, master and
theme as PowerPoint resolves them.  Names of layouts are never looked at, because they are in every language.  What a
layout does not offer (a strip for sources, a body, a title) is derived from the area that is left free.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from briefgen.color import is_dark
from briefgen.deck_parts import idx_of, layout_parts, master_parts
from briefgen.deck_text import LEVELS, Level, apply_list_style, text_style
from briefgen.layout_regions import FURNITURE, Ink, Sheet, Slot, complete_regions, make_regions, mend_slots
from briefgen.layout_roles import score_roles, settle_roles
from briefgen.model import Box, Layout, TextStyle
from briefgen.office_theme import (
    MC,
    SCHEME_SLOTS,
    A,
    P,
    Paper,
    R,
    children,
    fill_color,
    picture_color,
    read_color,
    read_number,
    read_theme,
)
from briefgen.ooxml.markup import EMU
from briefgen.package import Package, PackageError, PageError

_MAX_LAYOUTS = 400
_MAX_SHAPES = 4000
_INHERITED_KIND = {
    "ctrTitle": "title",
    "subTitle": "body",
    "obj": "body",
    "tbl": "body",
    "chart": "body",
    "dgm": "body",
    "media": "body",
    "clipArt": "body",
    "pic": "body",
}


@dataclass(frozen=True, slots=True)
class Deck:
    """All that was understood of a slide file."""

    width: float
    height: float
    layouts: tuple[Layout, ...]
    scores: Mapping[int, Mapping[str, float]]
    colors: Mapping[str, str]
    fonts: Mapping[str, str]
    body_levels: tuple[TextStyle, ...]
    title: TextStyle
    has_east_asian: bool
    plain_ground: bool


def _shapes(tree: Any) -> Iterable[tuple[Any, tuple[float, float, float, float]]]:
    """Every shape of a tree with the transform of its groups (scale x, scale y, shift x, shift y), in EMU."""
    waiting: list[tuple[Any, tuple[float, float, float, float], int]] = [(tree, (1.0, 1.0, 0.0, 0.0), 0)]
    count = 0
    while waiting:
        parent, transform, depth = waiting.pop(0)
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            count += 1
            if count > _MAX_SHAPES:
                return
            if child.tag == f"{MC}AlternateContent":
                chosen = next(iter(children(child, f"{MC}Fallback", f"{MC}Choice")), None)
                if chosen is not None and depth < 12:
                    waiting.append((chosen, transform, depth + 1))
            elif child.tag == f"{P}grpSp":
                if depth < 12:
                    waiting.append((child, _group_transform(child, transform), depth + 1))
            elif child.tag in (f"{P}sp", f"{P}pic", f"{P}cxnSp", f"{P}graphicFrame"):
                yield child, transform


def _group_transform(group: Any, outer: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    found = group.find(f"{P}grpSpPr/{A}xfrm")
    if found is None:
        return outer
    values = {}
    for tag, first, second in (("off", "x", "y"), ("ext", "cx", "cy"), ("chOff", "x", "y"), ("chExt", "cx", "cy")):
        child = found.find(f"{A}{tag}")
        values[tag] = (
            (read_number(child.get(first), 0.0), read_number(child.get(second), 0.0))
            if child is not None
            else (0.0, 0.0)
        )
    scale_x = values["ext"][0] / values["chExt"][0] if values["chExt"][0] else 1.0
    scale_y = values["ext"][1] / values["chExt"][1] if values["chExt"][1] else 1.0
    shift_x = values["off"][0] - values["chOff"][0] * scale_x
    shift_y = values["off"][1] - values["chOff"][1] * scale_y
    return (outer[0] * scale_x, outer[1] * scale_y, outer[0] * shift_x + outer[2], outer[1] * shift_y + outer[3])


def _box(shape: Any, transform: tuple[float, float, float, float] = (1.0, 1.0, 0.0, 0.0)) -> Box | None:
    found = shape.find(f"{P}spPr/{A}xfrm")
    if found is None:
        found = shape.find(f"{P}xfrm")
    if found is None:
        return None
    offset, extent = found.find(f"{A}off"), found.find(f"{A}ext")
    if offset is None or extent is None:
        return None
    x, y = read_number(offset.get("x"), 0.0), read_number(offset.get("y"), 0.0)
    width, height = read_number(extent.get("cx"), 0.0), read_number(extent.get("cy"), 0.0)
    scale_x, scale_y, shift_x, shift_y = transform
    box = Box(
        (x * scale_x + shift_x) / EMU, (y * scale_y + shift_y) / EMU, width * scale_x / EMU, height * scale_y / EMU
    )
    rotation = abs(read_number(found.get("rot"), 0.0)) / 60000 % 180
    if 45 < rotation < 135:
        middle_x, middle_y = box.x + box.w / 2, box.y + box.h / 2
        box = Box(middle_x - box.h / 2, middle_y - box.w / 2, box.h, box.w)
    return box


def _placeholder(shape: Any) -> Any:
    return shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") if shape.tag == f"{P}sp" else shape.find(f"{P}nvPicPr/{P}nvPr/{P}ph")


def _hidden(shape: Any) -> bool:
    for child in shape:
        if isinstance(child.tag, str) and child.tag.rsplit("}", 1)[-1].startswith("nv"):
            for properties in child:
                if isinstance(properties.tag, str) and properties.tag == f"{P}cNvPr":
                    return properties.get("hidden") in ("1", "true")
    return False


def _inks(package: Package, part: str, root: Any, paper: Paper, ground: str) -> list[Ink]:
    """What a master or layout draws by itself."""
    tree = root.find(f"{P}cSld/{P}spTree")
    found: list[Ink] = []
    if tree is None:
        return found
    for shape, transform in _shapes(tree):
        if _placeholder(shape) is not None or _hidden(shape):
            continue
        box = _box(shape, transform)
        if box is None or box.w < 0 or box.h < 0:
            continue
        if shape.tag == f"{P}pic":
            color = None
            for fill in children(shape, f"{P}blipFill"):
                for blip in fill.iter(f"{A}blip"):
                    color = picture_color(package, part, blip.get(f"{R}embed", ""), ground)
            found.append(Ink(box, color, picture=True))
            continue
        properties = shape.find(f"{P}spPr")
        if properties is None:
            found.append(Ink(box, None))
            continue
        color, filled = None, False
        for child in properties:
            if not isinstance(child.tag, str):
                continue
            tag = child.tag.rsplit("}", 1)[-1]
            if tag in ("solidFill", "gradFill", "pattFill", "blipFill"):
                color, filled = fill_color(package, part, child, paper, ground), True
            elif tag == "noFill":
                filled = True
        reference = shape.find(f"{P}style/{A}fillRef")
        if not filled and reference is not None and reference.get("idx", "0") != "0" and shape.tag == f"{P}sp":
            known = read_color(reference, paper)
            color = known[0] if known else None
        has_text = shape.find(f"{P}txBody") is not None and any(
            (text.text or "").strip() for text in shape.iter(f"{A}t")
        )
        has_line = min(box.w, box.h) < 2 or shape.tag == f"{P}cxnSp"
        if color is not None or has_text or has_line:
            found.append(Ink(box, color))
    return found


def _background(package: Package, part: str, root: Any, paper: Paper) -> str | None:
    """The colour of a sheet's own background, None if it has none of its own."""
    element = root.find(f"{P}cSld/{P}bg")
    if element is None:
        return None
    white = paper.color("bg1")
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == f"{P}bgPr":
            for fill in child:
                if isinstance(fill.tag, str):
                    color = fill_color(package, part, fill, paper, white)
                    if color:
                        return color
        elif child.tag == f"{P}bgRef":
            found = read_color(child, paper)
            index = int(read_number(child.get("idx"), 0)) - 1001
            if found and 0 <= index < len(paper.backgrounds):
                color = fill_color(package, part, paper.backgrounds[index], paper, white, found[0])
                return color or found[0]
            if found:
                return found[0]
    return None


@dataclass(slots=True)
class _Master:
    part: str
    root: Any
    paper: Paper
    ground: str
    inks: list[Ink]
    slots: dict[str, Any]
    styles: Mapping[str, Any]


def _color_map(element: Any, base: Mapping[str, str]) -> dict[str, str]:
    mapping = dict(base)
    if element is not None:
        for slot in SCHEME_SLOTS:
            if element.get(slot):
                mapping[slot] = element.get(slot)
    return mapping


_PLAIN_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


def _read_master(package: Package, part: str) -> tuple[_Master, bool]:
    root = package.xml(part)
    colors, fonts, backgrounds, named = read_theme(package, part)
    paper = Paper(colors, fonts, backgrounds, _color_map(root.find(f"{P}clrMap"), _PLAIN_MAP))
    ground = _background(package, part, root, paper) or paper.color("bg1")
    slots: dict[str, Any] = {}
    tree = root.find(f"{P}cSld/{P}spTree")
    if tree is not None:
        for shape, _ in _shapes(tree):
            element = _placeholder(shape)
            if element is not None:
                slots.setdefault(element.get("type", "obj"), shape)
    styles = {}
    for name in ("titleStyle", "bodyStyle", "otherStyle"):
        styles[name] = root.find(f"{P}txStyles/{P}{name}")
    return _Master(part, root, paper, ground, _inks(package, part, root, paper, ground), slots, styles), named


def _read_slot(shape: Any, element: Any, master: _Master, paper: Paper, defaults: Any, order: int) -> Slot:
    kind = element.get("type", "obj")
    inherited = master.slots.get(_INHERITED_KIND.get(kind, kind))
    own_box = _box(shape)
    box = own_box or (_box(inherited) if inherited is not None else None)
    family = "title" if kind in ("title", "ctrTitle") else "other" if kind in FURNITURE else "body"
    levels = [Level() for _ in range(LEVELS)]
    apply_list_style(levels, defaults, paper)
    if family == "title":
        for level in levels:
            level.latin, level.east_asian = "+mj-lt", "+mj-ea"
    apply_list_style(levels, master.styles[f"{family}Style"], paper)
    bodies = []
    for source in (inherited, shape):
        if source is None:
            continue
        apply_list_style(levels, source.find(f"{P}txBody/{A}lstStyle"), paper)
        body = source.find(f"{P}txBody/{A}bodyPr")
        if body is not None:
            bodies.append(body)
    insets = [7.2, 3.6, 7.2, 3.6]
    anchor, upright = "top", True
    for body in bodies:
        for place, key in enumerate(("lIns", "tIns", "rIns", "bIns")):
            if key in body.attrib:
                insets[place] = max(read_number(body.get(key), 0.0) / EMU, 0.0)
        anchor = {"t": "top", "ctr": "middle", "b": "bottom"}.get(body.get("anchor", ""), anchor)
        if "vert" in body.attrib:
            upright = body.get("vert") == "horz"
    rotation = shape.find(f"{P}spPr/{A}xfrm")
    if rotation is not None and abs(read_number(rotation.get("rot"), 0.0)) / 60000 % 360 > 2:
        upright = False
    left, top, right, bottom = insets
    return Slot(
        kind,
        idx_of(element),
        box,
        tuple(text_style(level, paper) for level in levels),
        (left, top, right, bottom),
        anchor,
        upright,
        order,
    )


def read_layouts(package: Package, presentation: str, roles: Mapping[str, str]) -> Deck:
    """The layouts of a slide file.

    `roles` gives roles by a layout's name or its number from 1, as template.yaml states them.  Raises PackageError
    where a part that cannot be done without is broken.
    """
    root = package.xml(presentation)
    size = root.find(f"{P}sldSz")
    width = read_number(size.get("cx") if size is not None else None, 9144000.0) / EMU
    height = read_number(size.get("cy") if size is not None else None, 6858000.0) / EMU
    if not (36 <= width <= 6000 and 36 <= height <= 6000):
        raise PageError(f"its slides measure {width:.0f} x {height:.0f} pt")
    defaults = root.find(f"{P}defaultTextStyle")
    sheets: list[Sheet] = []
    masters: list[_Master] = []
    named_any = False
    index = 0
    for number, part in enumerate(master_parts(package, presentation)):
        master, named = _read_master(package, part)
        named_any = named_any or named
        masters.append(master)
        for layout_part in layout_parts(package, part):
            if index >= _MAX_LAYOUTS:
                break
            sheets.append(_read_layout(package, layout_part, master, number, index, defaults))
            index += 1
    if not masters:
        raise PackageError("it has no slide master")
    page = Box(0.0, 0.0, width, height)
    for sheet in sheets:
        mend_slots(sheet, page)
        make_regions(sheet, page)
        score_roles(sheet, page)
    settle_roles(sheets, roles)
    for sheet in sheets:
        complete_regions(sheet, page)
    first = masters[0]
    body_levels = _master_levels(first, "body", defaults)
    title = _master_levels(first, "title", defaults)[0]
    layouts = tuple(
        Layout(
            sheet.name,
            sheet.role,
            sheet.index,
            tuple(sheet.regions),
            sheet.ground,
            is_dark(sheet.ground),
            "/" + sheet.part,
        )
        for sheet in sorted(sheets, key=lambda sheet: (sheet.master, -sheet.quality, sheet.index))
    )
    palette = {slot: first.paper.color(slot) for slot in SCHEME_SLOTS}
    palette["ground"] = first.ground
    return Deck(
        round(width, 2),
        round(height, 2),
        layouts,
        {sheet.index: sheet.scores for sheet in sheets},
        palette,
        first.paper.fonts,
        body_levels,
        title,
        named_any,
        all(
            _is_plain(package, part)
            for part in [*(sheet.part for sheet in sheets), *(master.part for master in masters)]
        ),
    )


def _is_plain(package: Package, part: str) -> bool:
    """Whether a sheet's own background, if it has one, is one flat colour."""
    root = package.xml(part)
    if root.find(f"{P}cSld/{P}bg/{P}bgPr") is not None:
        return root.find(f"{P}cSld/{P}bg/{P}bgPr/{A}solidFill") is not None
    reference = root.find(f"{P}cSld/{P}bg/{P}bgRef")
    return reference is None or read_number(reference.get("idx"), 1001) in (0, 1000, 1001)


def _master_levels(master: _Master, family: str, defaults: Any) -> tuple[TextStyle, ...]:
    levels = [Level() for _ in range(LEVELS)]
    apply_list_style(levels, defaults, master.paper)
    if family == "title":
        for level in levels:
            level.latin, level.east_asian = "+mj-lt", "+mj-ea"
    apply_list_style(levels, master.styles[f"{family}Style"], master.paper)
    shape = master.slots.get(family)
    if shape is not None:
        apply_list_style(levels, shape.find(f"{P}txBody/{A}lstStyle"), master.paper)
    return tuple(text_style(level, master.paper) for level in levels)


def _read_layout(package: Package, part: str, master: _Master, number: int, index: int, defaults: Any) -> Sheet:
    root = package.xml(part)
    override = root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    paper = replace(master.paper, mapping=_color_map(override, master.paper.mapping))
    ground = _background(package, part, root, paper) or master.ground
    inks = [] if root.get("showMasterSp") in ("0", "false") else list(master.inks)
    inks += _inks(package, part, root, paper, ground)
    slots = []
    tree = root.find(f"{P}cSld/{P}spTree")
    common = root.find(f"{P}cSld")
    if tree is not None:
        for order, (shape, _) in enumerate(_shapes(tree)):
            element = _placeholder(shape)
            if element is not None and not _hidden(shape):
                slots.append(_read_slot(shape, element, master, paper, defaults, order))
    name = " ".join((common.get("name", "") if common is not None else "").split())
    homes = []
    for family in ("title", "body"):
        shape = master.slots.get(family)
        homes.append(_box(shape) if shape is not None else None)
    return Sheet(
        name,
        index,
        number,
        part,
        root.get("type", ""),
        slots,
        inks,
        ground,
        ground,
        paper,
        _master_levels(master, "title", defaults)[0],
        _master_levels(master, "body", defaults)[0],
        homes[0],
        homes[1],
    )
