"""A house's Word styles mended where their look does not survive another text: words unseen, lines off the page.

A heading is white for the dark cell that it stood in, and text is indented as letters are; a briefing has neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from briefgen.briefing_styles import STYLES, TWIPS, StyleSheet, W, read_measure, resolve_look
from briefgen.color import MARK_CONTRAST, TEXT_CONTRAST, channels, contrast, readable

# These stand on what the house draws for them: a band behind the header, a table's own first row.
_ELSEWHERE = frozenset({"header", "footer", "table-style", "table-header"})
_BOLD_ROLES = frozenset({"title", "heading", "heading-1", "heading-2", "heading-3", "figure", "number", "statement"})
_AFTER_COLOR = (
    *("spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText"),
    *("vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"),
)
_AFTER_INDENT = (
    *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
    *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
)
_SIDES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
_FIRST = ("firstLine", "hanging", "firstLineChars", "hangingChars")


@dataclass(frozen=True, slots=True)
class Recolored:
    """A style whose words could not be read: what they were, on which ground, and what they are now."""

    style_id: str
    role: str
    before: str
    ground: str
    after: str


def mend_colors(sheet: StyleSheet, colors: Mapping[str, str]) -> list[Recolored]:
    """Give styles that are too faint for their ground (their own shading, else the paper) a colour that can be read.

    Small words are darkened to 4.5 : 1 in their own hue, greys to the house's own.  What is below 3 : 1 was chosen for
    another ground: headings take the house's dark tone, all else its ink.  A style is mended after those that it may be
    based on.
    """
    mended: list[Recolored] = []
    for role, style in STYLES.items():
        identity = sheet.names.get(style, "")
        element = sheet.styles.get(identity)
        if element is None or role in _ELSEWHERE or any(one.style_id == identity for one in mended):
            continue
        if element.get(f"{W}type") == "character" and element.find(f"{W}rPr/{W}color") is None:
            continue
        look = resolve_look(sheet, identity)
        ground = look.ground or colors["paper"]
        large = look.size >= 18 or (look.bold and look.size >= 14)
        ratio = contrast(look.color, ground) if look.color else TEXT_CONTRAST
        if ratio >= (MARK_CONTRAST if large or role in _BOLD_ROLES else TEXT_CONTRAST):
            continue
        color = readable(_wanted(look.color, role, ratio, colors), ground, TEXT_CONTRAST)
        _set_color(element, color)
        mended.append(Recolored(identity, role, look.color, ground, color))
    return mended


def _wanted(color: str, role: str, ratio: float, colors: Mapping[str, str]) -> str:
    """What a faint colour is exchanged for, before it is fitted to its ground."""
    if ratio < MARK_CONTRAST:
        tone = "strong-text" if role in _BOLD_ROLES else "accent-text" if role == "hyperlink" else "ink"
        return colors[tone]
    values = channels(color)
    return colors["muted"] if max(values) - min(values) < 0.1 else color


def _set_color(style: Any, color: str) -> None:
    properties = _child(style, "rPr", ("tblPr", "trPr", "tcPr", "tblStylePr"))
    for old in properties.findall(f"{W}color"):
        properties.remove(old)
    _child(properties, "color", _AFTER_COLOR).set(f"{W}val", color)


def _child(parent: Any, name: str, followers: Iterable[str]) -> Any:
    """The child of this name, made before those that must follow it where there is none."""
    found = parent.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        later = next((child for child in parent if child.tag in {f"{W}{follower}" for follower in followers}), None)
        if later is None:
            parent.append(found)
        else:
            later.addprevious(found)
    return found


def state_indents(sheet: StyleSheet, added: Iterable[str]) -> None:
    """Let styles that briefgen added begin at the margin where the house's own text, on which they are based, does not.

    Where a style brings a list, the list says where it stands.
    """
    for identity in added:
        element = sheet.styles[identity]
        if element.get(f"{W}type") != "paragraph":
            continue
        listed = element.find(f"{W}pPr/{W}numPr") is not None
        own = _own_indents(element)
        for key, value in _indents(sheet, identity).items():
            if key not in own and read_measure(value, 0.0) and not (listed and not key.startswith("right")):
                _set_indent(element, key, "0")


def mend_indents(sheet: StyleSheet, left: float, right: float) -> list[str]:
    """End negative indents that reach over the edge of a page with these margins (points); gives the styles' ids."""
    mended = []
    for style in dict.fromkeys(STYLES.values()):
        element = sheet.styles.get(sheet.names.get(style, ""))
        if element is None or element.get(f"{W}type") != "paragraph":
            continue
        indents = _indents(sheet, sheet.names[style])
        for key, margin in (("left", left), ("right", right)):
            if read_measure(indents.get(key), 0.0) < -margin * TWIPS:
                _set_indent(element, key, "0")
                mended.append(sheet.names[style])
    return list(dict.fromkeys(mended))


def _own_indents(style: Any) -> dict[str, str]:
    """A style's own indents by their older names; one for the first line stands for all four of them."""
    found: dict[str, str] = {}
    for element in style.findall(f"{W}pPr/{W}ind"):
        for key, value in element.attrib.items():
            name = str(key).rsplit("}", 1)[-1]
            found[_SIDES.get(name, name)] = str(value)
    return found


def _indents(sheet: StyleSheet, identity: str) -> dict[str, str]:
    """The indents that a style comes to, through all that it is based on."""
    chain: list[Any] = []
    defaults = sheet.root.find(f"{W}docDefaults/{W}pPrDefault")
    while identity in sheet.styles and sheet.styles[identity] not in chain:
        chain.append(sheet.styles[identity])
        based = chain[-1].find(f"{W}basedOn")
        identity = based.get(f"{W}val", "") if based is not None else ""
    found: dict[str, str] = {}
    for element in [*([] if defaults is None else [defaults]), *reversed(chain)]:
        own = _own_indents(element)
        if any(key in own for key in _FIRST):
            found = {key: value for key, value in found.items() if key not in _FIRST}
        found.update(own)
    return found


def _set_indent(style: Any, key: str, value: str) -> None:
    properties = _child(style, "pPr", ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr"))
    indent = _child(properties, "ind", _AFTER_INDENT)
    for newer, older in _SIDES.items():
        if older == key:
            indent.attrib.pop(f"{W}{newer}", None)
    if key == "hanging":
        # A first line that goes neither in nor out.
        indent.attrib.pop(f"{W}hanging", None)
        key = "firstLine"
    indent.set(f"{W}{key}", value)
