"""A house's slide file -> its layouts as regions: where text goes, how it is set there, on which ground.

A layout is known by what it is: the types, places and sizes of its placeholders, resolved through layout, master and
theme as PowerPoint resolves them.  Names of layouts are never looked at, because they are in every language.  What a
layout does not offer (a strip for sources, a body, a title) is derived from the area that is left free.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from briefgen.color import (
    TEXT_CONTRAST,
    channels,
    companded,
    contrast,
    from_channels,
    is_dark,
    linear,
    mix,
    readable,
)
from briefgen.model import Box, Layout, Region, TextStyle
from briefgen.package import OFFICE_TYPES, Package, PackageError, PageError, Relationship, to_bytes

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

EMU = 12700.0
EAST_ASIAN = "Microsoft YaHei"
_SCHEME_SLOTS = (
    "bg1",
    "tx1",
    "bg2",
    "tx2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)
_PRESET_COLORS = {
    "black": "000000",
    "white": "FFFFFF",
    "red": "FF0000",
    "green": "008000",
    "blue": "0000FF",
    "yellow": "FFFF00",
    "gray": "808080",
    "grey": "808080",
}
_OBJECT_KINDS = ("obj", "tbl", "chart", "dgm", "media", "clipArt")
_FURNITURE = {"ftr": "footer", "sldNum": "number", "dt": "date", "hdr": "other"}
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
class Paper:
    """The theme as one master sees it: colours by slot, fonts by `+mj-lt` and its kin, background fills."""

    colors: Mapping[str, str]
    fonts: Mapping[str, str]
    backgrounds: tuple[Any, ...]
    mapping: Mapping[str, str]

    def color(self, slot: str) -> str:
        """The colour of a scheme name after the colour map (`tx1`, `bg2`, `accent3`, `dk1`)."""
        return self.colors.get(self.mapping.get(slot, slot), "000000" if slot.startswith(("tx", "dk")) else "FFFFFF")


@dataclass(slots=True)
class Slot:
    """A placeholder as found: type, idx, place, and what its text looks like at every level."""

    kind: str
    idx: int
    box: Box | None
    levels: tuple[TextStyle, ...]
    insets: tuple[float, float, float, float]
    anchor: str
    upright: bool
    order: int
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Ink:
    """Something a master or layout draws: its place, the colour it covers with (None: a line or a picture unknown)."""

    box: Box
    color: str | None
    picture: bool = False


@dataclass(slots=True)
class Sheet:
    """One layout while it is being understood."""

    name: str
    index: int
    master: int
    part: str
    type: str
    slots: list[Slot]
    inks: list[Ink]
    background: str
    ground: str
    paper: Paper
    title_style: TextStyle
    body_style: TextStyle
    title_home: Box | None
    body_home: Box | None
    regions: list[Region] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    role: str = "other"
    quality: float = 0.0

    @property
    def body_size(self) -> float:
        """The size of a body's first level on the master."""
        return self.body_style.size


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


# ------------------------------------------------------------------------------------------------ colour and theme


def _children(element: Any, *tags: str) -> list[Any]:
    return [child for child in element if isinstance(child.tag, str) and child.tag in tags]


def _number(text: str | None, default: float) -> float:
    try:
        value = float(text) if text is not None else default
    except ValueError:
        return default
    return value if math.isfinite(value) else default


def _share(text: str | None, default: float) -> float:
    """A percentage of DrawingML: 75000 or, in newer files, `75%`."""
    if text is not None and text.endswith("%"):
        return _number(text[:-1], default * 100) / 100
    return _number(text, default * 100000) / 100000


def read_color(element: Any, paper: Paper, placeholder: str = "") -> tuple[str, float] | None:
    """Colour and opacity of the colour element below `element` (a:solidFill, a:gs, a:bgRef), None if there is none."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.rsplit("}", 1)[-1]
        value = child.get("val", "")
        if tag == "srgbClr":
            color = value.upper() if len(value) == 6 and all(c in "0123456789abcdefABCDEF" for c in value) else None
        elif tag == "schemeClr":
            color = (placeholder or None) if value == "phClr" else paper.color(value)
        elif tag == "sysClr":
            last = child.get("lastClr", "")
            color = last.upper() if len(last) == 6 else ("FFFFFF" if value == "window" else "000000")
        elif tag == "prstClr":
            color = _PRESET_COLORS.get(value, "808080")
        elif tag == "scrgbClr":
            color = from_channels(*(companded(min(max(_share(child.get(key), 0), 0), 1)) for key in ("r", "g", "b")))
        elif tag == "hslClr":
            color = "808080"
        else:
            continue
        if color is None:
            return None
        return _modified(color, child)
    return None


def _modified(color: str, element: Any) -> tuple[str, float]:
    """The colour after lumMod, lumOff, tint, shade, and its alpha."""
    import colorsys

    alpha = 1.0
    for change in element:
        if not isinstance(change.tag, str):
            continue
        tag = change.tag.rsplit("}", 1)[-1]
        share = _share(change.get("val"), 1.0)
        if tag == "alpha":
            alpha = min(max(share, 0.0), 1.0)
        elif tag in ("lumMod", "lumOff", "satMod", "lum"):
            hue, light, saturation = colorsys.rgb_to_hls(*channels(color))
            if tag == "lumMod":
                light *= share
            elif tag == "lumOff":
                light += share
            elif tag == "lum":
                light = share
            else:
                saturation = min(saturation * share, 1.0)
            color = from_channels(*colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation))
        elif tag in ("tint", "shade"):
            towards = 1.0 if tag == "tint" else 0.0
            color = from_channels(
                *(companded(linear(value) * share + towards * (1 - share)) for value in channels(color))
            )
        elif tag == "inv":
            color = from_channels(*(1 - value for value in channels(color)))
        elif tag == "gray":
            grey = sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), channels(color), strict=True))
            color = from_channels(grey, grey, grey)
    return color, alpha


def read_theme(package: Package, part: str) -> tuple[dict[str, str], dict[str, str], tuple[Any, ...], bool]:
    """Colours, fonts and background fills of the theme of a master (or of Word's document), and whether it names an
    East Asian font; Office's own values where the theme is missing."""
    colors = {
        "dk1": "000000",
        "lt1": "FFFFFF",
        "dk2": "44546A",
        "lt2": "E7E6E6",
        "accent1": "4472C4",
        "accent2": "ED7D31",
        "accent3": "A5A5A5",
        "accent4": "FFC000",
        "accent5": "5B9BD5",
        "accent6": "70AD47",
        "hlink": "0563C1",
        "folHlink": "954F72",
    }
    fonts = {"+mj-lt": "Calibri", "+mn-lt": "Calibri", "+mj-ea": "", "+mn-ea": "", "+mj-cs": "", "+mn-cs": ""}
    backgrounds: tuple[Any, ...] = ()
    targets = package.related(part, "theme")
    if not targets:
        return colors, fonts, backgrounds, False
    try:
        theme = package.xml(targets[0])
    except PackageError:
        return colors, fonts, backgrounds, False
    bare = Paper({}, {}, (), {})
    for scheme in theme.iter(f"{A}clrScheme"):
        for slot in scheme:
            if isinstance(slot.tag, str):
                found = read_color(slot, bare)
                if found:
                    colors[slot.tag.rsplit("}", 1)[-1]] = found[0]
        break
    named = False
    for scheme in theme.iter(f"{A}fontScheme"):
        for tag, prefix in (("majorFont", "+mj"), ("minorFont", "+mn")):
            for family in _children(scheme, f"{A}{tag}"):
                for child in family:
                    if not isinstance(child.tag, str):
                        continue
                    kind = child.tag.rsplit("}", 1)[-1]
                    typeface = child.get("typeface", "").strip()
                    suffix = {"latin": "lt", "ea": "ea", "cs": "cs"}.get(kind)
                    if suffix and typeface:
                        fonts[f"{prefix}-{suffix}"] = typeface
                        named = named or suffix == "ea"
                    elif kind == "font" and child.get("script") == "Hans" and typeface and not fonts[f"{prefix}-ea"]:
                        fonts[f"{prefix}-ea"] = typeface
        break
    for styles in theme.iter(f"{A}bgFillStyleLst"):
        backgrounds = tuple(child for child in styles if isinstance(child.tag, str))
        break
    return colors, fonts, backgrounds, named


def _fill_color(package: Package, part: str, fill: Any, paper: Paper, under: str, placeholder: str = "") -> str | None:
    """The colour that a fill shows on the whole: a gradient's middle, a picture's average; None for no fill."""
    tag = fill.tag.rsplit("}", 1)[-1]
    if tag == "solidFill":
        found = read_color(fill, paper, placeholder)
        return mix(under, found[0], found[1]) if found else None
    if tag == "gradFill":
        stops = [read_color(stop, paper, placeholder) for stop in fill.iter(f"{A}gs")]
        known = [mix(under, stop[0], stop[1]) for stop in stops if stop]
        if not known:
            return None
        sums = [sum(values) / len(known) for values in zip(*(channels(color) for color in known), strict=True)]
        return from_channels(*sums)
    if tag == "pattFill":
        for ground in _children(fill, f"{A}bgClr"):
            found = read_color(ground, paper, placeholder)
            return found[0] if found else None
    if tag == "blipFill":
        for blip in fill.iter(f"{A}blip"):
            return _picture_color(package, part, blip.get(f"{R}embed", ""), under)
    return None


def _picture_color(package: Package, part: str, identity: str, under: str) -> str | None:
    """The average colour of a picture, None where it cannot be read (EMF, SVG, too large)."""
    target = next(
        (item.target for item in package.relationships(part) if item.id == identity and not item.external), ""
    )
    data = package.parts.get(target)
    if not data or len(data) > 40 * 2**20:
        return None
    try:
        from PIL import Image

        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > 60_000_000 or picture.format not in (
                "PNG",
                "JPEG",
                "GIF",
                "BMP",
                "TIFF",
            ):
                return None
            picture.draft("RGB", (64, 64))
            small = picture.convert("RGBA").resize((1, 1), Image.Resampling.BOX)
            red, green, blue, alpha = small.tobytes()
    except Exception:  # a picture from outside may fail in any way a decoder can; the colour is only an estimate
        return None
    return mix(under, from_channels(red / 255, green / 255, blue / 255), alpha / 255)


# ------------------------------------------------------------------------------------------------------- styles

_LEVELS = 5


@dataclass(slots=True)
class _Level:
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


def _apply_list_style(levels: list[_Level], style: Any, paper: Paper) -> None:
    if style is None:
        return
    default = style.find(f"{A}defPPr")
    for index, level in enumerate(levels):
        for element in (default, style.find(f"{A}lvl{index + 1}pPr")):
            if element is not None:
                _apply_paragraph(level, element, paper)


def _apply_paragraph(level: _Level, element: Any, paper: Paper) -> None:
    if "marL" in element.attrib:
        level.margin = _number(element.get("marL"), 0.0) / EMU
    if "indent" in element.attrib:
        level.indent = _number(element.get("indent"), 0.0) / EMU
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
                    share = _share(amount.get("val"), 1.0)
                    if tag == "lnSpc":
                        level.spacing, level.exact = min(max(share, 0.5), 3.0), 0.0
                    elif tag == "spcBef":
                        level.before = -share
                    else:
                        level.after = -share
                else:
                    points = _number(amount.get("val"), 0.0) / 100
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
        elif tag == "defRPr":
            _apply_run(level, child, paper)


def _apply_run(level: _Level, element: Any, paper: Paper) -> None:
    if "sz" in element.attrib:
        size = _number(element.get("sz"), 1800.0) / 100
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


def _text_style(level: _Level, paper: Paper) -> TextStyle:
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
    indent = max(level.margin, 0.0)
    hanging = min(max(-level.indent, 0.0), indent)
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
        hanging=round(hanging, 2),
        bullet=level.bullet,
        caps=level.caps,
    )


# ------------------------------------------------------------------------------------------------------- shapes


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
                chosen = next(iter(_children(child, f"{MC}Fallback", f"{MC}Choice")), None)
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
            (_number(child.get(first), 0.0), _number(child.get(second), 0.0)) if child is not None else (0.0, 0.0)
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
    x, y = _number(offset.get("x"), 0.0), _number(offset.get("y"), 0.0)
    width, height = _number(extent.get("cx"), 0.0), _number(extent.get("cy"), 0.0)
    scale_x, scale_y, shift_x, shift_y = transform
    box = Box(
        (x * scale_x + shift_x) / EMU, (y * scale_y + shift_y) / EMU, width * scale_x / EMU, height * scale_y / EMU
    )
    rotation = abs(_number(found.get("rot"), 0.0)) / 60000 % 180
    if 45 < rotation < 135:
        middle_x, middle_y = box.x + box.w / 2, box.y + box.h / 2
        box = Box(middle_x - box.h / 2, middle_y - box.w / 2, box.h, box.w)
    return box


def _placeholder(shape: Any) -> Any:
    return shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") if shape.tag == f"{P}sp" else shape.find(f"{P}nvPicPr/{P}nvPr/{P}ph")


def _idx(element: Any) -> int:
    try:
        return int(element.get("idx", "0"))
    except ValueError:
        return 0


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
            for fill in _children(shape, f"{P}blipFill"):
                for blip in fill.iter(f"{A}blip"):
                    color = _picture_color(package, part, blip.get(f"{R}embed", ""), ground)
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
                color, filled = _fill_color(package, part, child, paper, ground), True
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
                    color = _fill_color(package, part, fill, paper, white)
                    if color:
                        return color
        elif child.tag == f"{P}bgRef":
            found = read_color(child, paper)
            index = int(_number(child.get("idx"), 0)) - 1001
            if found and 0 <= index < len(paper.backgrounds):
                color = _fill_color(package, part, paper.backgrounds[index], paper, white, found[0])
                return color or found[0]
            if found:
                return found[0]
    return None


# ------------------------------------------------------------------------------------------------ masters and layouts


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
        for slot in _SCHEME_SLOTS:
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
    family = "title" if kind in ("title", "ctrTitle") else "other" if kind in _FURNITURE else "body"
    levels = [_Level() for _ in range(_LEVELS)]
    _apply_list_style(levels, defaults, paper)
    if family == "title":
        for level in levels:
            level.latin, level.east_asian = "+mj-lt", "+mj-ea"
    _apply_list_style(levels, master.styles[f"{family}Style"], paper)
    bodies = []
    for source in (inherited, shape):
        if source is None:
            continue
        _apply_list_style(levels, source.find(f"{P}txBody/{A}lstStyle"), paper)
        body = source.find(f"{P}txBody/{A}bodyPr")
        if body is not None:
            bodies.append(body)
    insets = [7.2, 3.6, 7.2, 3.6]
    anchor, upright = "top", True
    for body in bodies:
        for place, key in enumerate(("lIns", "tIns", "rIns", "bIns")):
            if key in body.attrib:
                insets[place] = max(_number(body.get(key), 0.0) / EMU, 0.0)
        anchor = {"t": "top", "ctr": "middle", "b": "bottom"}.get(body.get("anchor", ""), anchor)
        if "vert" in body.attrib:
            upright = body.get("vert") == "horz"
    rotation = shape.find(f"{P}spPr/{A}xfrm")
    if rotation is not None and abs(_number(rotation.get("rot"), 0.0)) / 60000 % 360 > 2:
        upright = False
    left, top, right, bottom = insets
    return Slot(
        kind,
        _idx(element),
        box,
        tuple(_text_style(level, paper) for level in levels),
        (left, top, right, bottom),
        anchor,
        upright,
        order,
    )


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


def read_deck(package: Package, presentation: str, roles: Mapping[str, str]) -> Deck:
    """The layouts of a slide file.

    `roles` gives roles by a layout's name or its number from 1, as template.yaml states them.  Raises PackageError
    where a part that cannot be done without is broken.
    """
    root = package.xml(presentation)
    size = root.find(f"{P}sldSz")
    width = _number(size.get("cx") if size is not None else None, 9144000.0) / EMU
    height = _number(size.get("cy") if size is not None else None, 6858000.0) / EMU
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
        _mend_slots(sheet, page)
        _make_regions(sheet, page)
        _score(sheet, page)
    _settle_roles(sheets, roles)
    for sheet in sheets:
        _complete_regions(sheet, page)
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
    palette = {slot: first.paper.color(slot) for slot in _SCHEME_SLOTS}
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
    return reference is None or _number(reference.get("idx"), 1001) in (0, 1000, 1001)


def _master_levels(master: _Master, family: str, defaults: Any) -> tuple[TextStyle, ...]:
    levels = [_Level() for _ in range(_LEVELS)]
    _apply_list_style(levels, defaults, master.paper)
    if family == "title":
        for level in levels:
            level.latin, level.east_asian = "+mj-lt", "+mj-ea"
    _apply_list_style(levels, master.styles[f"{family}Style"], master.paper)
    shape = master.slots.get(family)
    if shape is not None:
        _apply_list_style(levels, shape.find(f"{P}txBody/{A}lstStyle"), master.paper)
    return tuple(_text_style(level, master.paper) for level in levels)


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


# ------------------------------------------------------------------------------------------------------ regions


def _overlap(first: Box, second: Box) -> Box | None:
    left, top = max(first.x, second.x), max(first.y, second.y)
    right, bottom = min(first.x + first.w, second.x + second.w), min(first.y + first.h, second.y + second.h)
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None


def _area(box: Box) -> float:
    return max(box.w, 0.0) * max(box.h, 0.0)


def _rounded(box: Box) -> Box:
    return Box(round(box.x, 2), round(box.y, 2), round(box.w, 2), round(box.h, 2))


def _mend_slots(sheet: Sheet, page: Box) -> None:
    """Cut placeholders to the page; those without a usable place or with a repeated idx cannot be filled."""
    seen: set[int] = set()
    for slot in sorted(sheet.slots, key=lambda slot: slot.order):
        box = slot.box
        if box is None or box.w <= 0 or box.h <= 0:
            slot.usable = False
            continue
        inside = _overlap(box, page)
        if inside is None or inside.w < page.w * 0.015 or inside.h < page.h * 0.012:
            slot.usable = False
            continue
        slot.box = _rounded(inside)
        if slot.kind not in ("title", "ctrTitle"):
            if slot.idx in seen:
                slot.usable = False
                continue
            seen.add(slot.idx)


def _region(slot: Slot, role: str, name: str) -> Region:
    assert slot.box is not None
    return Region(name, role, slot.box, slot.idx, slot.levels[0], slot.insets, slot.anchor)


def _make_regions(sheet: Sheet, page: Box) -> None:
    """Give each placeholder a role by its type, its place and the size of its text."""
    usable = [slot for slot in sheet.slots if slot.usable and slot.box is not None]
    regions: list[Region] = []
    titles = [slot for slot in usable if slot.kind in ("title", "ctrTitle") and slot.upright]
    title = max(titles, key=lambda slot: _area(slot.box or page)) if titles else None
    title_box = title.box if title else None
    texts = []
    for slot in usable:
        assert slot.box is not None
        if slot is title:
            regions.append(_region(slot, "title", "title"))
        elif slot.kind in _FURNITURE:
            role = _FURNITURE[slot.kind]
            regions.append(_region(slot, role if slot.upright else "other", role))
        elif not slot.upright or slot.kind in ("title", "ctrTitle"):
            regions.append(_region(slot, "other", f"upright-{slot.idx}"))
        elif slot.kind == "subTitle":
            regions.append(_region(slot, "subtitle", "subtitle"))
        elif slot.kind == "pic":
            regions.append(_region(slot, "picture", f"picture-{slot.idx}"))
        else:
            texts.append(slot)
    body_size = sheet.body_size
    large = [slot for slot in texts if _is_body(slot, page, body_size)]
    for slot in texts:
        assert slot.box is not None
        size, box = slot.levels[0].size, slot.box
        if slot in large:
            role = "picture" if slot.kind in ("chart", "media", "clipArt", "dgm") else "body"
            regions.append(_region(slot, role, f"body-{slot.idx}"))
        elif (
            slot.kind in ("body", "obj")
            and title_box is not None
            and _above(box, title_box)
            and size < title_size(title)
        ):
            regions.append(_region(slot, "kicker", "kicker"))
        elif (
            slot.kind == "body" and box.y >= page.h * 0.8 and size <= max(body_size * 0.8, 12) and box.w >= page.w * 0.3
        ):
            regions.append(_region(slot, "source", "source"))
        elif slot.kind == "body" and title is not None and size >= title_size(title) * 1.3:
            regions.append(_region(slot, "other", "section-number"))
        elif slot.kind == "body" and title_box is not None and box.y + 2 >= title_box.y + title_box.h * 0.5:
            regions.append(
                _region(slot, "subtitle" if box.w >= page.w * 0.3 and not large else "other", f"text-{slot.idx}")
            )
        else:
            regions.append(_region(slot, "other", f"text-{slot.idx}"))
    sheet.regions = _unique_roles(regions)
    sheet.ground = _ground_under(sheet, title_box or (large[0].box if large else None), page)


def title_size(slot: Slot | None) -> float:
    """The size of a title's text, 28 where there is none."""
    return slot.levels[0].size if slot else 28.0


def _is_body(slot: Slot, page: Box, body_size: float) -> bool:
    assert slot.box is not None
    size = slot.levels[0].size
    tall, wide = slot.box.h / page.h, slot.box.w / page.w
    return tall >= 0.16 and wide >= 0.16 and tall * wide >= 0.045 and size <= max(body_size * 1.8, 1)


def _above(box: Box, title: Box) -> bool:
    return box.y + box.h <= title.y + title.h * 0.35 and box.x < title.x + title.w


def _unique_roles(regions: Sequence[Region]) -> list[Region]:
    """One kicker, one source, one subtitle, one section number; the others of a kind are `other`."""
    seen: set[str] = set()
    result = []
    for region in sorted(regions, key=lambda region: (region.box.y, region.box.x)):
        key = region.name if region.name == "section-number" else region.role
        if key in ("kicker", "source", "subtitle", "section-number", "footer", "number", "date"):
            if key in seen:
                region = replace(region, role="other", name=f"text-{region.placeholder}")
            seen.add(key)
        result.append(region)
    return result


def _ground_under(sheet: Sheet, box: Box | None, page: Box) -> str:
    """The colour behind a box: the last filled shape that covers most of it, else the sheet's background."""
    color = sheet.background
    area = box or Box(page.w * 0.1, page.h * 0.1, page.w * 0.8, page.h * 0.8)
    for ink in sheet.inks:
        shared = _overlap(ink.box, area)
        if shared is not None and ink.color is not None and _area(shared) >= 0.7 * _area(area):
            color = ink.color
    return color


# -------------------------------------------------------------------------------------------------------- roles

_TYPES = {
    "title": ("cover", 4.0),
    "secHead": ("section", 4.0),
    "obj": ("content", 2.5),
    "tx": ("content", 2.5),
    "twoObj": ("two-column", 3.0),
    "twoColTx": ("two-column", 3.0),
    "titleOnly": ("title-only", 3.0),
    "blank": ("blank", 3.0),
    "picTx": ("picture", 3.0),
    "objTx": ("exhibit", 1.0),
    "txAndObj": ("two-column", 2.0),
    "objAndTx": ("two-column", 2.0),
    "txAndChart": ("exhibit", 1.5),
    "chartAndTx": ("exhibit", 1.5),
}


def _score(sheet: Sheet, page: Box) -> None:
    """How well each role fits, from the layout's declared type and from geometry.

    PowerPoint writes the type (`secHead`) in every language alike, but designers copy layouts, so it counts only as
    much as two or three geometric signs.
    """
    by_role: dict[str, list[Region]] = {}
    for region in sheet.regions:
        by_role.setdefault(region.role, []).append(region)
    title = next(iter(by_role.get("title", [])), None)
    bodies = by_role.get("body", [])
    pictures = by_role.get("picture", [])
    subtitle = bool(by_role.get("subtitle"))
    centred = any(slot.kind == "ctrTitle" and slot.usable for slot in sheet.slots)
    named_subtitle = any(slot.kind == "subTitle" and slot.usable for slot in sheet.slots)
    upright = not any(not slot.upright for slot in sheet.slots if slot.kind not in _FURNITURE)
    number = any(region.name == "section-number" for region in sheet.regions)
    scores = dict.fromkeys(
        (
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
        ),
        0.0,
    )
    declared = _TYPES.get(sheet.type)
    empty = title is None and not bodies and not pictures
    if declared and upright and (declared[0] != "blank" or empty):
        scores[declared[0]] += declared[1]
    page_area = _area(page)
    shares = sorted((_area(region.box) / page_area for region in bodies), reverse=True)
    if title is None:
        scores["blank"] += 3.0 if not bodies and not pictures else 0.0
        scores["content"] += 1.0 if len(bodies) == 1 and shares[0] > 0.25 else 0.0
        scores["picture"] += 2.0 if pictures and not bodies else 0.0
        sheet.scores = scores
        return
    low = (title.box.y + title.box.h / 2) / page.h
    big = title.style.size / max(sheet.title_style.size, 1.0)
    top = low < 0.30
    special = contrast(sheet.ground, sheet.paper.color("bg1")) > 1.1
    below = [region for region in bodies if region.box.y >= title.box.y]
    scores["cover"] += (
        3.0 * centred + (0.5 * subtitle + 1.5 * named_subtitle) * (not bodies) + 1.0 * (low > 0.3) - 2.0 * len(bodies) - 1.5 * len(pictures)
    )
    scores["cover"] += 0.5 * (big > 1.2)
    scores["section"] += (
        1.5 * (low > 0.3) * (not centred)
        + 1.0 * special * (low > 0.25)
        + 2.5 * number
        + 1.5 * (subtitle and not centred and not named_subtitle)
        + 0.5 * (len(bodies) == 1 and shares[0] < 0.25)
        - 2.0 * (len(bodies) > 1)
        - 2.0 * top
        - 1.5 * len(pictures)
        - 1.5 * centred
    )
    scores["content"] += (
        2.0 * (len(bodies) == 1 and not pictures)
        + 1.5 * (len(bodies) == 1 and shares[0] > 0.3)
        + 1.0 * top
        - 1.0 * len(pictures)
        - 1.0 * max(len(bodies) - 1, 0)
        - 2.0 * (not bodies)
    )
    if len(bodies) == 2:
        first, second = sorted(bodies, key=lambda region: region.box.x)
        beside = first.box.x + first.box.w <= second.box.x + page.w * 0.02
        ratio = min(_area(first.box), _area(second.box)) / max(_area(first.box), _area(second.box))
        level = abs(first.box.y - second.box.y) < page.h * 0.06
        scores["two-column"] += 1.5 + 2.0 * beside + 1.5 * (ratio > 0.8) + 1.0 * level + 0.5 * top
        scores["exhibit"] += 1.5 + 1.5 * beside + 1.0 * (0.25 < ratio <= 0.8) + 0.5 * top if ratio <= 0.8 else 0.0
        stacked = not beside and abs(first.box.x - second.box.x) < page.w * 0.06
        scores["figures"] += (3.5 + 0.5 * top) if stacked else 0.0
    if len(pictures) == 1 and len(bodies) == 1:
        wide = pictures[0].box.w >= page.w * 0.4
        beside = pictures[0].box.x + pictures[0].box.w <= bodies[0].box.x + page.w * 0.02
        scores["exhibit"] += 3.0 * (wide and top) + 1.0 * beside
    if pictures:
        scores["picture"] += 2.0 + 1.0 * (_area(pictures[0].box) / page_area > 0.25) - 1.0 * (len(pictures) > 1)
    if not bodies and not pictures:
        scores["statement"] += (
            1.5 * (big > 1.1 or title.box.h > page.h * 0.25)
            + 1.0 * (low > 0.25)
            - 1.5 * subtitle
            - 1.5 * centred
            - 2.0 * number
        )
        scores["title-only"] += (
            2.0 + 1.5 * top - 1.5 * subtitle - 1.0 * (big > 1.25) - 1.0 * (title.box.h > page.h * 0.35)
        )
    away = len([region for region in by_role.get("other", []) if region.placeholder is not None])
    for role in scores:
        scores[role] -= 0.15 * away + (3.0 if not upright else 0.0)
    scores["content"] += 0.2 * len(below)
    sheet.scores = scores


def _settle_roles(sheets: list[Sheet], roles: Mapping[str, str]) -> None:
    """The best role for each layout; a second cover on another ground, or one without a subtitle, is the closing."""
    for sheet in sheets:
        role, score = max(sheet.scores.items(), key=lambda item: item[1])
        turned = any(not slot.upright for slot in sheet.slots if slot.kind not in _FURNITURE)
        sheet.role, sheet.quality = (role, score) if score >= 1.5 and not turned else ("other", 0.0)
    for master in {sheet.master for sheet in sheets}:
        own = [sheet for sheet in sheets if sheet.master == master]
        covers = [sheet for sheet in own if sheet.role == "cover"]
        sections = [sheet for sheet in own if sheet.role == "section"]
        if covers:
            main = max(covers, key=lambda sheet: (sheet.quality, -sheet.index))
            last = own[-1] if own else None
            for sheet in [*covers, *sections]:
                alike = sheet.ground == main.ground and sheet is not main
                after = all(sheet.index > other.index for other in own if other.role in ("content", "two-column"))
                if alike and after and (sheet.role == "cover" or len(sections) > 1 or last is sheet):
                    sheet.role = "closing"
    for sheet in sheets:
        for key in (sheet.name, str(sheet.index + 1)):
            if key in roles:
                sheet.role, sheet.quality = roles[key], 99.0


# -------------------------------------------------------------------------------------------- what is not there


def _complete_regions(sheet: Sheet, page: Box) -> None:
    """Derive a title, a body and a strip for sources where the layout has none, and keep text off the decoration."""
    spare = sheet.role in ("cover", "section", "closing", "statement")
    wanted = ("title",) if spare else ("title", "body", "source")
    regions = [_off_decoration(region, sheet, page) for region in sheet.regions]
    regions = _apart(regions)
    if sheet.role in ("cover", "section", "closing"):
        regions = _few_words(regions)
    roles = {region.role for region in regions}
    if "title" in wanted and "title" not in roles:
        regions.append(_derived_title(sheet, regions, page))
    title = next((region for region in regions if region.role == "title"), None)
    floor = _floor(regions, page)
    if "body" in wanted and not any(region.role == "body" for region in regions):
        free = _derived_body(sheet, regions, title, floor, page)
        if free is not None:
            regions.append(Region("body", "body", _rounded(free), None, _own_style(sheet, "body"), (0, 0, 0, 0), "top"))
    if "source" in wanted and not any(region.role == "source" for region in regions):
        regions = _with_source(regions, sheet, page, floor)
    sheet.regions = [_finished(region, sheet, page) for region in regions]


def _finished(region: Region, sheet: Sheet, page: Box) -> Region:
    ladder: tuple[float, ...] = ()
    if region.role in ("body", "picture"):
        ladder = make_ladder(region.style.size if region.role == "body" else sheet.body_size)
    ground = _ground_under(sheet, region.box, page)
    return replace(region, ladder=ladder, ground="" if ground == sheet.ground else ground)


def _apart(regions: Sequence[Region]) -> list[Region]:
    """Bodies and pictures cut back where a title stands on them, and of two bodies on one spot only the larger."""
    words = [region.box for region in regions if region.role in ("title", "subtitle", "kicker")]
    result: list[Region] = []
    taken: list[Box] = []
    order = sorted(regions, key=lambda region: -_area(region.box))
    kept = set()
    for region in order:
        if region.role in ("body", "picture"):
            if any((shared := _overlap(region.box, box)) and _area(shared) > 0.15 * _area(region.box) for box in taken):
                continue
            taken.append(region.box)
        kept.add(id(region))
    for region in regions:
        if id(region) not in kept:
            result.append(replace(region, role="other", name=f"text-{region.placeholder}"))
            continue
        box = region.box
        if region.role in ("body", "picture"):
            for other in words:
                shared = _overlap(box, other)
                if shared is not None and _area(shared) > 0.08 * _area(other):
                    best = max(_around(box, other), key=_area, default=None)
                    if best is not None and _area(best) >= 0.45 * _area(region.box):
                        box = best
        result.append(replace(region, box=_rounded(box)) if box != region.box else region)
    return result


def _few_words(regions: Sequence[Region]) -> list[Region]:
    """On covers and dividers there is no body: the largest text is the subtitle, one at the foot tells the edition."""
    has_subtitle = any(region.role == "subtitle" for region in regions)
    bodies = [region for region in regions if region.role == "body"]
    first = max(bodies, key=lambda region: _area(region.box), default=None)
    result = []
    for region in regions:
        if region is first and not has_subtitle:
            region = replace(region, role="subtitle", name="subtitle")
        elif region.role == "body":
            region = replace(region, role="other", name=f"text-{region.placeholder}")
        elif region.role == "source":
            region = replace(region, role="other", name="meta")
        result.append(region)
    return result


def _derived_title(sheet: Sheet, regions: Sequence[Region], page: Box) -> Region:
    """A title where the master has its own, so that it stays in its place; else in the free band at the top."""
    style = _own_style(sheet, "title")
    taken = [region.box for region in regions if region.role in ("body", "picture", "subtitle", "other")]
    home = _overlap(sheet.title_home, page) if sheet.title_home else None
    if home is not None and home.h > page.h * 0.05 and not any(_overlap(home, box) for box in taken):
        return Region("title", "title", _rounded(home), None, style, (0, 0, 0, 0), "top")
    margin = page.w * 0.06
    box = Box(margin, page.h * 0.06, page.w - 2 * margin, page.h * 0.13)
    tops = [other.y for other in taken if other.y < page.h * 0.5]
    if tops and min(tops) < box.y + box.h:
        box = replace(box, y=page.h * 0.02, h=max(min(tops) - page.h * 0.03, page.h * 0.07))
    size = min(style.size, box.h / 2.6)
    return Region("title", "title", _rounded(box), None, replace(style, size=round(size, 1)), (0, 0, 0, 0), "top")


def _derived_body(sheet: Sheet, regions: Sequence[Region], title: Region | None, floor: float, page: Box) -> Box | None:
    """The room for a body: the master's own body, or what is free between the title and the footers."""
    margin = page.w * 0.06
    taken = [region.box for region in regions if region.role == "picture"]
    top = title.box.y + title.box.h + page.h * 0.02 if title else page.h * 0.08
    if top > page.h * 0.5 and title is not None and title.box.y > page.h * 0.35:
        top, floor = page.h * 0.06, title.box.y
    left, right = margin, page.w - margin
    if title and title.box.w > page.w * 0.5:
        left, right = title.box.x + title.insets[0], title.box.x + title.box.w - title.insets[2]
    area = Box(left, top, right - left, max(floor - top - page.h * 0.02, 0))
    home = _overlap(sheet.body_home, page) if sheet.body_home else None
    if home is not None:
        inside = _overlap(home, area)
        if inside is not None and _area(inside) > 0.6 * _area(area) and not any(_overlap(inside, box) for box in taken):
            return inside
    return _free_box(sheet, area, taken, page)


def _own_style(sheet: Sheet, family: str) -> TextStyle:
    """The master's own style of titles or bodies, in a colour that can be read on this layout's ground."""
    style = sheet.title_style if family == "title" else sheet.body_style
    return replace(style, color=readable(style.color, sheet.ground, TEXT_CONTRAST))


def _floor(regions: Sequence[Region], page: Box) -> float:
    """Where the content area ends: above the footers in the lower part of the page."""
    feet = [
        region.box.y
        for region in regions
        if region.role in ("footer", "number", "date", "source") and region.box.y > page.h * 0.75
    ]
    return min([*feet, page.h * 0.95])


def _free_box(sheet: Sheet, area: Box, taken: Sequence[Box], page: Box) -> Box | None:
    """The largest band of an area that no region and no decoration takes."""
    boxes = [area]
    blockers = list(taken)
    blockers += [ink.box for ink in sheet.inks if _area(ink.box) < _area(page) * 0.5]
    for blocker in blockers:
        pieces: list[Box] = []
        for box in boxes:
            pieces.extend(_around(box, blocker))
        boxes = sorted(pieces, key=_area, reverse=True)[:8]
    best = max(boxes, key=_area, default=None)
    if best is None or best.w < page.w * 0.2 or best.h < page.h * 0.12:
        return None
    return best


def _around(box: Box, blocker: Box) -> list[Box]:
    """What is left of a box on each side of something in its way."""
    shared = _overlap(box, blocker)
    if shared is None:
        return [box]
    right, bottom = box.x + box.w, box.y + box.h
    return [
        piece
        for piece in (
            Box(box.x, box.y, box.w, blocker.y - box.y),
            Box(box.x, blocker.y + blocker.h, box.w, bottom - blocker.y - blocker.h),
            Box(box.x, box.y, blocker.x - box.x, box.h),
            Box(blocker.x + blocker.w, box.y, right - blocker.x - blocker.w, box.h),
        )
        if piece.w > 4 and piece.h > 4
    ]


def _off_decoration(region: Region, sheet: Sheet, page: Box) -> Region:
    """A body region cut back where a drawn thing reaches into it; panels behind the text are left alone."""
    if region.role not in ("body", "title", "subtitle"):
        return region
    box = region.box
    for ink in sheet.inks:
        shared = _overlap(box, ink.box)
        if shared is None:
            continue
        share = _area(shared) / _area(box)
        covers = share > 0.45 or _area(ink.box) > _area(page) * 0.5
        if covers or (share < 0.004 and ink.color is None):
            continue
        pieces = _around(box, ink.box)
        best = max(pieces, key=_area, default=None)
        if best is not None and _area(best) >= 0.6 * _area(box):
            box = best
    return replace(region, box=_rounded(box)) if box != region.box else region


def _with_source(regions: list[Region], sheet: Sheet, page: Box, floor: float) -> list[Region]:
    """A strip for sources between the bodies and the footers, taken from the bodies where there is no room."""
    content = [region for region in regions if region.role in ("body", "picture")]
    scale = min(max(page.h / 540.0, 0.2), 8.0)
    size = 9.5 * scale if scale > 1.5 or scale < 0.6 else 9.5
    strip = round(size * 1.3 * 2, 1)
    edge = next((region for region in regions if region.role in ("body", "title")), None)
    left = min((region.box.x + region.insets[0] for region in content), default=edge.box.x if edge else page.w * 0.06)
    right = max(
        (region.box.x + region.box.w - region.insets[2] for region in content),
        default=edge.box.x + edge.box.w if edge else page.w * 0.94,
    )
    end = max((region.box.y + region.box.h for region in content), default=floor - strip)
    top = min(max(end + size * 0.3, floor - strip - size * 0.6), floor - strip - 1)
    mended = []
    for region in regions:
        if region.role in ("body", "picture") and region.box.y + region.box.h > top - size * 0.3:
            height = top - size * 0.3 - region.box.y
            if height >= page.h * 0.1:
                region = replace(region, box=_rounded(replace(region.box, h=height)))
        mended.append(region)
    box = Box(left, top, max(right - left, page.w * 0.2), strip)
    words = [region.box for region in mended if region.role in ("title", "subtitle", "other", "kicker")]
    if any(_overlap(box, other) for other in words):
        return mended
    color = readable(mix(sheet.paper.color("tx1"), sheet.ground, 0.35), sheet.ground, TEXT_CONTRAST)
    fonts = sheet.paper.fonts
    style = TextStyle(
        fonts.get("+mn-lt") or "Calibri",
        fonts.get("+mn-ea") or EAST_ASIAN,
        round(size, 1),
        color=color,
        line_spacing=0.95,
    )
    return [*mended, Region("source", "source", _rounded(box), None, style, (0.0, 0.0, 0.0, 0.0), "bottom")]


def make_ladder(size: float) -> tuple[float, ...]:
    """Sizes from a body's own down to twelve points, in steps that an eye accepts as one family.

    >>> make_ladder(28)
    (28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0)
    >>> make_ladder(18)
    (18.0, 16.0, 14.0, 12.0)
    """
    usual = (96.0, 80.0, 72.0, 66.0, 60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0)
    if size <= 12:
        return (round(size, 1),)
    if size > 96:
        return tuple(round(size * share, 1) for share in (1, 0.9, 0.8, 0.7, 0.6))
    return (round(size, 1), *(step for step in usual if step < size - 0.9))


# ------------------------------------------------------------------------------------------------------ cleaning

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
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
        for element in _children(root, f"{P}{tag}"):
            if tag in ("sldIdLst", "extLst") and keep_slides:
                continue
            root.remove(element)
    for element in list(root.iter(f"{P}sldMasterId", f"{P}notesMasterId")):
        if element.get(f"{R}id") in gone or element.get(f"{R}id") not in {item.id for item in kept}:
            element.getparent().remove(element)
    for element in _children(root, f"{P}notesMasterIdLst", f"{P}sldIdLst"):
        if not len(element):
            root.remove(element)
    package.set_xml(presentation, root)
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
                idx = _idx(element)
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
    from briefgen.brand import Brand, palette
    from briefgen.house_deck import theme_xml

    count = 0
    for master in masters:
        themes = package.related(master, "theme")
        if themes and _is_theme(package, themes[0]):
            continue
        plain = Brand("Plain", {}, "Calibri", "Calibri", EAST_ASIAN, 11.0, 1.2, (), "none", {})
        number = 1
        while f"ppt/theme/theme{number}.xml" in package.parts:
            number += 1
        name = f"ppt/theme/theme{number}.xml"
        package.parts[name] = theme_xml(plain, palette({})).encode("utf-8")
        package.set_type(name, "application/vnd.openxmlformats-officedocument.theme+xml")
        items = [item for item in package.relationships(master) if item.kind != "theme"]
        package.set_relationships(master, [*items, Relationship(_new_id(items), OFFICE_TYPES + "theme", name)])
        count += 1
    return count


def _is_theme(package: Package, name: str) -> bool:
    try:
        return package.xml(name).find(f"{A}themeElements") is not None
    except PackageError:
        return False


def add_derived_layout(package: Package, master: str) -> None:
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
    number = 1
    while f"ppt/slideLayouts/slideLayout{number}.xml" in package.parts:
        number += 1
    name = f"ppt/slideLayouts/slideLayout{number}.xml"
    package.parts[name] = xml.encode("utf-8")
    package.set_type(name, "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml")
    package.set_relationships(name, [Relationship("rId1", OFFICE_TYPES + "slideMaster", master)])
    items = package.relationships(master)
    identity = _new_id(items)
    package.set_relationships(master, [*items, Relationship(identity, OFFICE_TYPES + "slideLayout", name)])
    from lxml import etree

    listing = root.find(f"{P}sldLayoutIdLst")
    if listing is None:
        listing = etree.Element(f"{P}sldLayoutIdLst")
        anchor = root.find(f"{P}clrMap")
        if anchor is not None:
            anchor.addnext(listing)
        else:
            root.insert(1, listing)
    used = [int(_number(entry.get("id"), 0)) for entry in root.iter(f"{P}sldLayoutId")]
    entry = etree.SubElement(listing, f"{P}sldLayoutId")
    entry.set("id", str(max([*used, 2147483700]) + 1 + number * 32))
    entry.set(f"{R}id", identity)
    package.parts[master] = to_bytes(root)


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
    from lxml import etree

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


def _new_id(items: Sequence[Relationship]) -> str:
    used = {item.id for item in items}
    number = len(items) + 1
    while f"rId{number}" in used:
        number += 1
    return f"rId{number}"
