"""Colours, fonts and fills of an Office theme, as the shapes of a slide or the words of a document see them."""

from __future__ import annotations

import colorsys
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefgen.color import channels, companded, from_channels, linear, mix
from briefgen.package import Package

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

SCHEME_SLOTS = (
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
OFFICE_COLORS: Mapping[str, str] = {
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
"""What Office takes for a theme's colour that is not there."""
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


def children(element: Any, *tags: str) -> list[Any]:
    return [child for child in element if isinstance(child.tag, str) and child.tag in tags]


def read_number(text: str | None, default: float) -> float:
    try:
        value = float(text) if text is not None else default
    except ValueError:
        return default
    return value if math.isfinite(value) else default


def read_share(text: str | None, default: float) -> float:
    """A percentage of DrawingML: 75000 or, in newer files, `75%`."""
    if text is not None and text.endswith("%"):
        return read_number(text[:-1], default * 100) / 100
    return read_number(text, default * 100000) / 100000


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
            color = from_channels(
                *(companded(min(max(read_share(child.get(key), 0), 0), 1)) for key in ("r", "g", "b"))
            )
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
    alpha = 1.0
    for change in element:
        if not isinstance(change.tag, str):
            continue
        tag = change.tag.rsplit("}", 1)[-1]
        share = read_share(change.get("val"), 1.0)
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
    colors = dict(OFFICE_COLORS)
    fonts = {"+mj-lt": "Calibri", "+mn-lt": "Calibri", "+mj-ea": "", "+mn-ea": "", "+mj-cs": "", "+mn-cs": ""}
    backgrounds: tuple[Any, ...] = ()
    targets = package.related(part, "theme")
    if not targets:
        return colors, fonts, backgrounds, False
    theme = package.xml_or_none(targets[0])
    if theme is None:
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
            for family in children(scheme, f"{A}{tag}"):
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


def fill_color(package: Package, part: str, fill: Any, paper: Paper, under: str, placeholder: str = "") -> str | None:
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
        for ground in children(fill, f"{A}bgClr"):
            found = read_color(ground, paper, placeholder)
            return found[0] if found else None
    if tag == "blipFill":
        for blip in fill.iter(f"{A}blip"):
            return picture_color(package, part, blip.get(f"{R}embed", ""), under)
    return None


def picture_color(package: Package, part: str, identity: str, under: str) -> str | None:
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
