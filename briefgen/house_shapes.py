"""The shapes on a house's slides as markup: placeholders, panels, the ornament, the logo.  Measures are points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from briefgen import ornament
from briefgen.brand import Logo
from briefgen.house_parts import outline
from briefgen.ooxml.markup import DECORATIVE, emu


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder of a layout; text measures in points, colours as scheme names or RRGGBB."""

    name: str
    kind: str
    idx: int
    box: tuple[float, float, float, float]
    prompt: str
    size: float = 0.0
    color: str = ""
    bold: bool | None = None
    caps: bool = False
    anchor: str = ""
    align: str = ""
    spacing: float = 0.0
    plain: bool = False
    heading_font: bool = False


def color_markup(color: str) -> str:
    """A scheme name (`tx2`), a scheme name with modifiers (`bg1 lumMod=85000`), or RRGGBB."""
    if len(color) == 6 and all(letter in "0123456789ABCDEF" for letter in color):
        return f'<a:srgbClr val="{color}"/>'
    name, *changes = color.split()
    inner = "".join('<a:{} val="{}"/>'.format(*change.split("=")) for change in changes)
    return f'<a:schemeClr val="{name}">{inner}</a:schemeClr>'


def fill(color: str) -> str:
    return f"<a:solidFill>{color_markup(color)}</a:solidFill>"


def tree(shapes: Iterable[str]) -> str:
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
        f"{''.join(shapes)}</p:spTree>"
    )


def place(box: tuple[float, float, float, float]) -> str:
    x, y, width, height = box
    return f'<a:xfrm><a:off x="{emu(x)}" y="{emu(y)}"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/></a:xfrm>'


def _ink(identity: int, name: str, geometry: str, color: str) -> str:
    """A shape that decorates: no text, no line, marked as not to be read aloud."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name={quoteattr(name)}>{DECORATIVE}</p:cNvPr><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{geometry}{fill(color)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def rectangle(identity: int, name: str, box: tuple[float, float, float, float], color: str) -> str:
    return _ink(identity, name, f'{place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>', color)


def _freeform(identity: int, name: str, polygons: Sequence[ornament.Polygon], color: str) -> str:
    """Polygons in page points as one freeform."""
    box, geometry = outline(polygons)
    return _ink(identity, name, place(box) + geometry, color)


def logo_picture(identity: int, logo: Logo, left: float, top: float) -> tuple[str, float]:
    """The house's mark, 34 pt high and no wider than 200, and how wide it came out."""
    scale = min(34 / logo.height, 200 / logo.width)
    width, height = logo.width * scale, logo.height * scale
    shape = (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{identity}" name="Logo" descr={quoteattr(logo.alt)}/><p:cNvPicPr>'
        '<a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>'
        f'{place((left, top, width, height))}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    return shape, width


def mosaic(first_id: int, columns: int, rows: int, left: float, top: float, side: float, tones: tuple[str, str]) -> str:
    """A syrmak's mosaic: squares in two tones, each with the rosette in the other's."""
    grounds: tuple[list[ornament.Polygon], list[ornament.Polygon]] = ([], [])
    figures: tuple[list[ornament.Polygon], list[ornament.Polygon]] = ([], [])
    for column in range(columns):
        for row in range(rows):
            x, y, tone = left + column * side, top + row * side, (column + row) % 2
            grounds[tone].append(((x, y), (x + side, y), (x + side, y + side), (x, y + side)))
            figures[1 - tone].extend(ornament.rosette(x + side / 2, y + side / 2, side * 0.455))
    shapes = []
    for offset, (kind, polygons) in enumerate((("ground", grounds), ("figure", figures))):
        shapes += [
            _freeform(first_id + 2 * offset + tone, f"Ornament {kind} {tone + 1}", polygons[tone], tones[tone])
            for tone in (0, 1)
            if polygons[tone]
        ]
    return "".join(shapes)


def number_field(use: int, properties: str = "") -> str:
    """The field that shows a slide's number; each use has an identity of its own."""
    identity = f"{{A5D0B1F4-7C0E-4E0B-8A3F-1C5E0B4F5C{use:02}}}"
    return f'<a:p>{properties}<a:fld id="{identity}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld></a:p>'


def placeholder(identity: int, slot: Slot) -> str:
    """A placeholder of a layout with its own place and text style; what it does not say comes from the master."""
    custom = ' hasCustomPrompt="1"' if slot.prompt else ""
    kind = f' type="{slot.kind}"' if slot.kind else ""
    idx = f' idx="{slot.idx}"' if slot.idx else ""
    anchor = f' anchor="{slot.anchor}"' if slot.anchor else ""
    run = "".join(
        (
            f' sz="{round(slot.size * 100)}"' if slot.size else "",
            "" if slot.bold is None else f' b="{int(slot.bold)}"',
            ' cap="all" spc="50"' if slot.caps else "",
        )
    )
    fonts = (
        '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/>' if slot.heading_font else ""
    )
    style = f"{fill(slot.color) if slot.color else ''}{fonts}"
    spacing = f'<a:lnSpc><a:spcPct val="{round(slot.spacing * 100000)}"/></a:lnSpc>' if slot.spacing else ""
    levels = ""
    if slot.plain or run or style or spacing or slot.align:
        indents = ' marL="0" indent="0"' if slot.plain else ""
        align = f' algn="{slot.align}"' if slot.align else ""
        after = '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft>' if slot.plain else ""
        none = "<a:buNone/>" if slot.plain else ""
        count = 5 if slot.plain else 1
        levels = "".join(
            f"<a:lvl{level}pPr{indents}{align}>{spacing}{after}{none}<a:defRPr{run}>{style}</a:defRPr></a:lvl{level}pPr>"
            for level in range(1, count + 1)
        )
    if slot.kind == "sldNum":
        body = number_field(1)
    elif slot.kind in ("", "body") and not slot.plain:
        words = ("First level", "Second level", "Third level")
        body = "".join(
            f'<a:p><a:pPr lvl="{level}"/><a:r><a:rPr lang="en-US"/><a:t>{word}</a:t></a:r></a:p>'
            for level, word in enumerate(words)
        )
    else:
        body = f'<a:p><a:r><a:rPr lang="en-US"/><a:t>{escape(slot.prompt)}</a:t></a:r></a:p>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name={quoteattr(slot.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        "</p:cNvSpPr><p:nvPr>"
        f"<p:ph{kind}{idx}{custom}/></p:nvPr></p:nvSpPr>"
        f'<p:spPr>{place(slot.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody><a:bodyPr{anchor}><a:noAutofit/></a:bodyPr><a:lstStyle>{levels}</a:lstStyle>{body}</p:txBody></p:sp>"
    )
