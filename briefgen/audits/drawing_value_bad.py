"""Lengths are whole numbers in range, and colours are six hexadecimal digits or names of the theme.

A fractional or negative size, `red` where `FF0000` belongs, or a text size beyond 4,000 points makes PowerPoint repair
the file; LibreOffice draws on regardless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefgen.audits._package import Parts, Problem, collect, integer, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "drawing-value-bad"

_COORDINATE = 27_273_042_316_900
_LENGTH = 27_273_042_316_900
_LINE = 20_116_800
_RANGES: dict[str, dict[str, tuple[int, int]]] = {
    "a:off": {"x": (-_COORDINATE, _COORDINATE), "y": (-_COORDINATE, _COORDINATE)},
    "a:chOff": {"x": (-_COORDINATE, _COORDINATE), "y": (-_COORDINATE, _COORDINATE)},
    "a:ext": {"cx": (0, _LENGTH), "cy": (0, _LENGTH)},
    "a:chExt": {"cx": (0, _LENGTH), "cy": (0, _LENGTH)},
    "wp:extent": {"cx": (0, _LENGTH), "cy": (0, _LENGTH)},
    "p:sldSz": {"cx": (914_400, 51_206_400), "cy": (914_400, 51_206_400)},
    "p:notesSz": {"cx": (0, _LENGTH), "cy": (0, _LENGTH)},
    "a:gridCol": {"w": (0, _LENGTH)},
    "a:tr": {"h": (0, _LENGTH)},
    "a:ln": {"w": (0, _LINE)},
    "a:rPr": {"sz": (100, 400_000), "kern": (0, 400_000), "spc": (-400_000, 400_000)},
    "a:defRPr": {"sz": (100, 400_000), "kern": (0, 400_000), "spc": (-400_000, 400_000)},
    "a:endParaRPr": {"sz": (100, 400_000)},
    "a:pPr": {"marL": (0, 51_206_400), "indent": (-51_206_400, 51_206_400), "lvl": (0, 8)},
    "a:bodyPr": dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), (-(2**31), 2**31 - 1)),
    "a:spcPts": {"val": (0, 158_400)},
    "a:spcPct": {"val": (0, 13_200_000)},
    "w:sz": {"w:val": (1, 3_276)},
    "w:szCs": {"w:val": (1, 3_276)},
    "w:gridCol": {"w:w": (0, 31_680)},
    "w:pgSz": {"w:w": (1, 31_680), "w:h": (1, 31_680)},
}
_BY_TAG = {
    tag(element): [(tag(key) if ":" in key else key, key, low, high) for key, (low, high) in attributes.items()]
    for element, attributes in _RANGES.items()
}
_UNITS = re.compile(r"-?\d+(\.\d+)?(mm|cm|in|pt|pc|pi|%)")
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_SCHEME = frozenset(
    ["bg1", "tx1", "bg2", "tx2", "dk1", "lt1", "dk2", "lt2", "hlink", "folHlink", "phClr"]
    + [f"accent{number}" for number in range(1, 7)]
)


def audit(artifact: Artifact) -> list[Finding]:
    """Numbers and colours that Office does not accept."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    sources = [*parts.drawn(), *parts.of_type("theme+xml"), *parts.of_type("presentation.main+xml")]
    sources += [*parts.of_type("styles+xml")]
    for name, root in sources:
        for element in root.iter(*_BY_TAG):
            for attribute, written, low, high in _BY_TAG[element.tag]:
                value = element.get(attribute)
                if value is None or (_UNITS.fullmatch(value) and not value.startswith("-")):
                    continue
                number = integer(value)
                if number is None:
                    yield Problem(name, f"{_short(element)} has {written}='{value}', which is no whole number")
                elif not low <= number <= high:
                    yield Problem(name, f"{_short(element)} has {written}='{value}', which is out of range")
        yield from _colors(name, root)


def _colors(name: str, root: Any) -> Iterator[Problem]:
    for element in root.iter(tag("a:srgbClr"), tag("a:schemeClr"), tag("w:color"), tag("w:shd")):
        if element.tag == tag("a:schemeClr"):
            if element.get("val") not in _SCHEME:
                yield Problem(name, f"'{element.get('val')}' is no colour of a theme")
            continue
        keys = [tag("w:fill"), tag("w:color")] if element.tag == tag("w:shd") else [tag("w:val")]
        for key in ["val"] if element.tag == tag("a:srgbClr") else keys:
            value = element.get(key)
            if value == "auto" and element.tag != tag("a:srgbClr"):
                continue
            if value is None and element.tag != tag("a:srgbClr"):
                continue
            if value is None or not _HEX.fullmatch(value):
                yield Problem(name, f"{_short(element)} has the colour '{value}', which is not six hexadecimal digits")


def _short(element: Any) -> str:
    prefix = element.prefix or ""
    return f"{prefix}:{element.tag.rsplit('}', 1)[-1]}" if prefix else str(element.tag.rsplit("}", 1)[-1])
