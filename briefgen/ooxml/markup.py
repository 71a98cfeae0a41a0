"""The markup that both formats share: namespaces, escaped text, units at the border."""

from __future__ import annotations

import re
from html import escape as _escape_html
from itertools import pairwise

EMU = 12700
"""English Metric Units to the point."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"

NAMESPACES = {"a": A, "p": P, "r": R, "w": W, "wp": WP, "pic": PIC, "p14": P14}

# PowerPoint and Word take a picture for decoration only by this very identifier.
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)

# What XML 1.0 cannot hold; lone surrogates would break the encoding.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Text without the characters that XML has no place for."""
    return _ILLEGAL.sub("", text)


def escape(text: str) -> str:
    """Text as it may stand between tags and in attributes."""
    return _escape_html(clean(text))


def attribute_text(text: str) -> str:
    """Escaped text for an attribute; line ends stay line ends, which XML would else read as spaces."""
    return escape(text).replace("\n", "&#10;").replace("\t", " ")


def tag(name: str) -> str:
    """`w:pPr` as lxml spells it."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def emu(points: float) -> int:
    """Points as English Metric Units, whole ones: a fraction makes PowerPoint repair the file."""
    return round(points * EMU)


def shares_emu(points: tuple[float, ...]) -> list[int]:
    """Lengths whose rounded sums stay true, so that a table is as wide as its columns together."""
    edges, total = [0], 0.0
    for length in points:
        total += length
        edges.append(emu(total))
    return [after - before for before, after in pairwise(edges)]


def centipoints(points: float) -> int:
    """Hundredths of a point, PowerPoint's measure of type."""
    return round(points * 100)


def half_points(points: float) -> int:
    """Half-points, Word's measure of type."""
    return round(points * 2)


def twips(points: float) -> int:
    """Twentieths of a point, Word's measure of lengths."""
    return round(points * 20)
