"""DrawingML of a house's file that Office would not accept, put right before anybody reads it.

A length beyond all paper, a size of text that is no number, a theme without its colour for links: other programs write
them and draw on regardless, PowerPoint repairs the file, and briefgen's own audits would refuse what is made from it.
"""

from __future__ import annotations

import copy
from typing import Any

from briefgen.brand import Brand
from briefgen.house_parts import theme_xml
from briefgen.office_theme import OFFICE_COLORS, A, read_number
from briefgen.package import Package, parse_xml
from briefgen.tones import palette

_PAPER = 51_206_400  # EMU: the longest side of a slide
_FAR = 27_273_042_316_900
_TEXT = {"sz": (100, 400_000), "kern": (0, 400_000), "spc": (-400_000, 400_000)}
_PARAGRAPH = {"marL": (0, _PAPER), "marR": (0, _PAPER), "indent": (-_PAPER, _PAPER)}
_SIZE = {"cx": (0, _FAR), "cy": (0, _FAR)}
_PLACE = {"x": (-_FAR, _FAR), "y": (-_FAR, _FAR)}
_RANGES: dict[str, dict[str, tuple[int, int]]] = {
    **{f"{A}{name}": _TEXT for name in ("rPr", "defRPr", "endParaRPr")},
    **{f"{A}{name}": _PARAGRAPH for name in ("pPr", "defPPr", *(f"lvl{level}pPr" for level in range(1, 10)))},
    **{f"{A}{name}": _PLACE for name in ("off", "chOff")},
    **{f"{A}{name}": _SIZE for name in ("ext", "chExt")},
    f"{A}bodyPr": dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), (-(2**31), 2**31 - 1)),
    f"{A}ln": {"w": (0, 20_116_800)},
    f"{A}spcPts": {"val": (0, 158_400)},
    f"{A}spcPct": {"val": (0, 13_200_000)},
}
"""What Office accepts: element -> attribute -> the least and the most."""
_NEEDED = frozenset({"x", "y", "cx", "cy", "val"})
_COLORS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_FORMATS = ("fillStyleLst", "lnStyleLst", "effectStyleLst", "bgFillStyleLst")


def mend_values(package: Package) -> list[str]:
    """Put lengths and sizes within what Office accepts; gives what was mended, as `marL='-99999999999999'`.

    A size of text that is out of range is left out, so that the one from the next more general style holds.
    """
    mended: list[str] = []
    for name in sorted(package.parts):
        if not name.endswith(".xml") or b"drawingml" not in package.parts[name]:
            continue
        root = package.xml_or_none(name)
        if root is None:
            continue
        before = len(mended)
        for element in root.iter(*_RANGES):
            for key, (low, high) in _RANGES[element.tag].items():
                value = element.get(key)
                if value is None or value.endswith("%") or _accepted(value, low, high):
                    continue
                mended.append(f"{key}='{value[:24]}'")
                if key in _NEEDED or (key in _PARAGRAPH and read_number(value, -0.5) != -0.5):
                    element.set(key, str(round(min(max(read_number(value, 0.0), low), high))))
                else:
                    del element.attrib[key]
        if len(mended) > before:
            package.set_xml(name, root)
    return mended


def _accepted(value: str, low: int, high: int) -> bool:
    try:
        return low <= int(value) <= high
    except ValueError:
        return False


def complete_themes(package: Package) -> list[str]:
    """Give themes the colours, fonts and styles that they lack; gives the names of what was missing."""
    donor = parse_xml(theme_xml(Brand("Plain"), palette({})).encode("utf-8"))
    missing: list[str] = []
    for name in sorted(package.parts):
        if not package.content_type(name).endswith(".theme+xml"):
            continue
        root = package.xml_or_none(name)
        elements = root.find(f"{A}themeElements") if root is not None else None
        if elements is None:
            continue
        found = _complete(elements, donor.find(f"{A}themeElements"))
        if found:
            package.set_xml(name, root)
            missing += found
    return missing


def _complete(elements: Any, donor: Any) -> list[str]:
    missing = []
    for place, tag in enumerate(("clrScheme", "fontScheme", "fmtScheme")):
        if elements.find(f"{A}{tag}") is None:
            elements.insert(place, copy.deepcopy(donor.find(f"{A}{tag}")))
            missing.append(tag)
    scheme = elements.find(f"{A}clrScheme")
    for place, slot in enumerate(_COLORS):
        entry = scheme.find(f"{A}{slot}")
        if entry is None:
            entry = copy.deepcopy(donor.find(f"{A}clrScheme/{A}{slot}"))
            scheme.insert(place, entry)
        elif any(isinstance(child.tag, str) for child in entry):
            continue
        for child in list(entry):
            entry.remove(child)
        entry.append(entry.makeelement(f"{A}srgbClr", {"val": OFFICE_COLORS[slot]}))
        missing.append(slot)
    for family in ("majorFont", "minorFont"):
        fonts = elements.find(f"{A}fontScheme/{A}{family}")
        for place, kind in enumerate(("latin", "ea", "cs") if fonts is not None else ()):
            if fonts.find(f"{A}{kind}") is None:
                fonts.insert(place, fonts.makeelement(f"{A}{kind}", {"typeface": "Calibri" if kind == "latin" else ""}))
                missing.append(kind)
    for tag in _FORMATS:
        listing, plain = (one.find(f"{A}fmtScheme/{A}{tag}") for one in (elements, donor))
        if listing is not None and len(listing) < 3:
            listing.extend(copy.deepcopy(child) for child in plain[len(listing) : 3])
            missing.append(tag)
    return missing
