"""Odd templates, made by script: the kinds that designers hand over, and files that are no templates at all.

`decks()` and `briefings()` give templates that must work, by name; `refused()` gives files that must be refused, with
the rule that refuses them.  Nothing here is random but `mutilated`, which is seeded.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PML = "application/vnd.openxmlformats-officedocument.presentationml"
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'

Box = tuple[float, float, float, float]


@dataclass
class Holder:
    """A placeholder; its box is in hundredths of the page, None inherits the master's."""

    kind: str
    idx: int | None = None
    box: Box | None = None
    size: float = 0
    vertical: bool = False
    style: str = ""


@dataclass
class Sheet:
    """A layout or master: placeholders, further shapes and a background as XML."""

    name: str
    holders: Sequence[Holder] = ()
    shapes: str = ""
    background: str = ""
    kind: str = ""
    flags: str = ""


@dataclass
class Deck:
    """A presentation as this file builds it; `masters` pairs a master with its layouts."""

    width: float = 720
    height: float = 540
    masters: Sequence[tuple[Sheet, Sequence[Sheet]]] = ()
    clr_map: str = 'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"'
    colors: tuple[str, ...] = (
        "222222",
        "FFFFFF",
        "1F3864",
        "EEEEEE",
        "2E75B6",
        "C55A11",
        "7F7F7F",
        "BF9000",
        "548235",
        "833C0C",
    )
    fonts: tuple[str, str] = ("Calibri", "")
    main_type: str = f"{PML}.presentation.main+xml"
    slides: int = 0
    macros: bool = False
    theme: bool = True
    extra: dict[str, bytes] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The package."""
        parts: dict[str, str | bytes] = dict(self.extra)
        types = {"ppt/presentation.xml": self.main_type}
        links: list[tuple[str, str, str]] = []
        master_ids = ""
        number = 0
        for place, (master, layouts) in enumerate(self.masters, 1):
            links.append((f"rId{place}", "slideMaster", f"slideMasters/slideMaster{place}.xml"))
            master_ids += f'<p:sldMasterId id="{2147483648 + place * 1000}" r:id="rId{place}"/>'
            own: list[tuple[str, str, str]] = []
            ids = ""
            for offset, layout in enumerate(layouts, 1):
                number += 1
                name = f"ppt/slideLayouts/slideLayout{number}.xml"
                own.append((f"rId{offset}", "slideLayout", f"../slideLayouts/slideLayout{number}.xml"))
                ids += f'<p:sldLayoutId id="{2147483648 + place * 1000 + offset}" r:id="rId{offset}"/>'
                parts[name] = self._layout(layout)
                types[name] = f"{PML}.slideLayout+xml"
                parts[relationships_of(name)] = relationships(
                    ("rId1", "slideMaster", f"../slideMasters/slideMaster{place}.xml")
                )
            if self.theme:
                own.append((f"rId{len(layouts) + 1}", "theme", f"../theme/theme{place}.xml"))
                parts[f"ppt/theme/theme{place}.xml"] = self._theme()
                types[f"ppt/theme/theme{place}.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
            name = f"ppt/slideMasters/slideMaster{place}.xml"
            parts[name] = self._master(master, ids)
            types[name] = f"{PML}.slideMaster+xml"
            parts[relationships_of(name)] = relationships(*own)
        slide_ids = ""
        for place in range(1, self.slides + 1):
            name = f"ppt/slides/slide{place}.xml"
            links.append((f"rId{100 + place}", "slide", f"slides/slide{place}.xml"))
            slide_ids += f'<p:sldId id="{255 + place}" r:id="rId{100 + place}"/>'
            parts[name] = f"{HEAD}<p:sld {SPACES}><p:cSld>{tree('')}</p:cSld></p:sld>"
            types[name] = f"{PML}.slide+xml"
            parts[relationships_of(name)] = relationships(("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"))
        if self.macros:
            links.append(("rId99", "vba", "vbaProject.bin"))
            parts["ppt/vbaProject.bin"] = b"\xd0\xcf\x11\xe0macro"
            types["ppt/vbaProject.bin"] = "application/vnd.ms-office.vbaProject"
        listed = f"<p:sldIdLst>{slide_ids}</p:sldIdLst>" if slide_ids else ""
        parts["ppt/presentation.xml"] = (
            f"{HEAD}<p:presentation {SPACES}><p:sldMasterIdLst>{master_ids}</p:sldMasterIdLst>{listed}"
            f'<p:sldSz cx="{round(self.width * 12700)}" cy="{round(self.height * 12700)}"/>'
            '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
        )
        parts["ppt/_rels/presentation.xml.rels"] = relationships(*links)
        parts["_rels/.rels"] = relationships(("rId1", "officeDocument", "ppt/presentation.xml"))
        return package(parts, types)

    def _box(self, box: Box) -> str:
        x, y, w, h = (round(share * side * 127) for share, side in zip(box, (self.width, self.height) * 2, strict=True))
        return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'

    def _holder(self, identity: int, holder: Holder) -> str:
        kind = f' type="{holder.kind}"' if holder.kind else ""
        idx = "" if holder.idx is None else f' idx="{holder.idx}"'
        place = self._box(holder.box) if holder.box else ""
        style = holder.style
        if holder.size:
            style += f'<a:lvl1pPr><a:defRPr sz="{round(holder.size * 100)}"/></a:lvl1pPr>'
        vertical = ' vert="eaVert"' if holder.vertical else ""
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="Holder {identity}"/><p:cNvSpPr><a:spLocks '
            'noGrp="1"/></p:cNvSpPr>'
            f"<p:nvPr><p:ph{kind}{idx}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr><p:txBody><a:bodyPr{vertical}/>"
            f"<a:lstStyle>{style}</a:lstStyle><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
        )

    def _tree(self, sheet: Sheet) -> str:
        holders = "".join(self._holder(number, holder) for number, holder in enumerate(sheet.holders, 2))
        name = sheet.name.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\n", "&#10;")
        return f'<p:cSld name="{name}">{sheet.background}{tree(sheet.shapes + holders)}</p:cSld>'

    def _layout(self, sheet: Sheet) -> str:
        kind = f' type="{sheet.kind}"' if sheet.kind else ""
        return f"{HEAD}<p:sldLayout {SPACES}{kind}{sheet.flags}>{self._tree(sheet)}</p:sldLayout>"

    def _master(self, sheet: Sheet, ids: str) -> str:
        accents = " ".join(f'accent{n}="accent{n}"' for n in range(1, 7))
        levels = "".join(
            f'<a:lvl{level}pPr marL="{342900 * level}" indent="-342900"><a:buChar char="•"/><a:defRPr '
            f'sz="{3400 - 400 * level}">'
            '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr>'
            f"</a:lvl{level}pPr>"
            for level in range(1, 6)
        )
        listed = f"<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>" if ids else ""
        return (
            f"{HEAD}<p:sldMaster {SPACES}>{self._tree(sheet)}"
            f'<p:clrMap {self.clr_map} {accents} hlink="hlink" folHlink="folHlink"/>{listed}<p:txStyles><p:titleStyle>'
            '<a:lvl1pPr><a:defRPr sz="4000"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin '
            'typeface="+mj-lt"/>'
            f"</a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle/></p:txStyles></p:sldMaster>"
        )

    def _theme(self) -> str:
        names = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
        colors = (*self.colors, "0563C1", "954F72")
        slots = "".join(f'<a:{n}><a:srgbClr val="{c}"/></a:{n}>' for n, c in zip(names, colors, strict=True))
        latin, eastern = self.fonts
        font = f'<a:latin typeface="{latin}"/><a:ea typeface="{eastern}"/><a:cs typeface=""/>'
        fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
        line = f'<a:ln w="9525">{fill}</a:ln>'
        effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
        return (
            f'{HEAD}<a:theme xmlns:a="{A}" name="Odd"><a:themeElements><a:clrScheme name="Odd">{slots}</a:clrScheme>'
            f'<a:fontScheme name="Odd"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
            "</a:fontScheme>"
            f'<a:fmtScheme name="Odd"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>'
            f"{line * 3}</a:lnStyleLst>"
            f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
            "</a:fmtScheme></a:themeElements></a:theme>"
        )


# ------------------------------------------------------------------------------------------------------ packages


def relationships_of(name: str) -> str:
    """The name of the part that holds another's relationships."""
    folder, base = name.rsplit("/", 1)
    return f"{folder}/_rels/{base}.rels"


def relationships(*items: tuple[str, str, str]) -> str:
    """A relationships part; `vba` stands for Microsoft's type of macros."""
    types = {"vba": "http://schemas.microsoft.com/office/2006/relationships/vbaProject"}
    entries = "".join(
        f'<Relationship Id="{identity}" Type="{types.get(kind, f"{R}/{kind}")}" Target="{target}"/>'
        for identity, kind, target in items
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{entries}</Relationships>'


def package(parts: dict[str, str | bytes], types: dict[str, str]) -> bytes:
    """A zip with content types."""
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in sorted(types.items()))
    listing = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("[Content_Types].xml", listing), *sorted(parts.items())):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def rewritten(blob: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with each member passed through `change`; None leaves a member out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            data = change(info.filename, source.read(info))
            if data is not None:
                archive.writestr(zipfile.ZipInfo(info.filename), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def png(color: tuple[int, int, int], side: int = 4) -> bytes:
    """A square picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(color) * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def tree(shapes: str) -> str:
    """A shape tree."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{shapes}</p:spTree>"
    )


def block(identity: int, points: Box, color: str) -> str:
    """A filled rectangle without text, in points."""
    x, y, w, h = (round(value * 12700) for value in points)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="Block"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"/><a:solidFill>'
        f'<a:srgbClr val="{color}"/></a:solidFill></p:spPr></p:sp>'
    )


def solid(color: str) -> str:
    """A background of one colour."""
    return f'<p:bg><p:bgPr><a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


# --------------------------------------------------------------------------------------------------------- decks

FEET = (
    Holder("dt", 10, (5, 93, 23, 5), 12),
    Holder("ftr", 11, (34, 93, 32, 5), 12),
    Holder("sldNum", 12, (72, 93, 23, 5), 12),
)
MASTER = Sheet("", (Holder("title", None, (5, 4, 90, 16)), Holder("body", 1, (5, 23, 90, 66)), *FEET))
ENGLISH = ("Title Slide", "Title and Content", "Section Header", "Two Content", "Title Only", "Blank", "Picture")


def usual(names: Sequence[str] = ENGLISH, kinds: bool = True) -> list[Sheet]:
    """The layouts that PowerPoint starts with, under any names, with or without their declared types."""
    feet = tuple(Holder(holder.kind, holder.idx) for holder in FEET)

    def kind(name: str) -> str:
        return name if kinds else ""

    return [
        Sheet(
            names[0],
            (Holder("ctrTitle", None, (7, 31, 86, 21)), Holder("subTitle", 1, (15, 57, 70, 25)), *feet),
            kind=kind("title"),
        ),
        Sheet(names[1], (Holder("title"), Holder("", 1), *feet), kind=kind("obj")),
        Sheet(
            names[2],
            (Holder("title", None, (8, 44, 84, 20)), Holder("body", 1, (8, 65, 84, 14), 20), *feet),
            kind=kind("secHead"),
        ),
        Sheet(
            names[3],
            (Holder("title"), Holder("", 1, (5, 23, 44, 64)), Holder("", 2, (51, 23, 44, 64)), *feet),
            kind=kind("twoObj"),
        ),
        Sheet(names[4], (Holder("title"), *feet), kind=kind("titleOnly")),
        Sheet(names[5], feet, kind=kind("blank")),
        Sheet(
            names[6],
            (
                Holder("title", None, (20, 70, 60, 8), 20),
                Holder("pic", 1, (20, 9, 60, 60)),
                Holder("body", 2, (20, 78, 60, 12), 14),
                *feet,
            ),
            kind=kind("picTx"),
        ),
    ]


NAMES = {
    "german": (
        "Titelfolie",
        "Titel und Inhalt",
        "Abschnitts-\nüberschrift",
        "Zwei Inhalte",
        "Nur Titel",
        "Leer",
        "Bild",
    ),
    "chinese": ("标题幻灯片", "标题和内容", "节标题", "两栏内容", "仅标题", "空白", "图片与标题"),
    "russian": (
        "Титульный слайд",
        "Заголовок и объект",
        "Заголовок раздела",
        "Два объекта",
        "Только заголовок",
        "Пустой",
        "Рисунок",
    ),
    "alike": ("Layout",) * 7,
    "misleading": (
        "Blank",
        "Title Slide",
        "Picture",
        "Title Only",
        "Two Content",
        "Section Header",
        "Title and Content",
    ),
}


@cache
def decks() -> dict[str, bytes]:
    """Slide templates that must be read and filled, by name."""
    found: dict[str, Deck] = {name: Deck(masters=[(MASTER, usual(names))]) for name, names in NAMES.items()}
    plain = [(MASTER, usual())]
    found["wide"] = Deck(960, 540, plain, fonts=("Arial", "Microsoft YaHei"))
    found["untyped"] = Deck(960, 540, [(MASTER, usual(kinds=False))])
    found["a4"] = Deck(842, 595, plain)
    found["portrait"] = Deck(540, 720, plain)
    found["a0"] = Deck(2384, 3370, plain)
    found["dark"] = Deck(960, 540, plain, clr_map='bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"')
    found["coloured"] = Deck(masters=[(Sheet("", MASTER.holders, background=solid("E2D5C0")), usual())])
    found["picture"] = _on_picture()
    found["several-masters"] = Deck(960, 540, [(MASTER, usual()), (MASTER, usual(NAMES["german"])), (MASTER, usual())])
    found["one-layout"] = Deck(masters=[(MASTER, usual()[1:2])])
    found["blank-only"] = Deck(masters=[(Sheet(""), [Sheet("Blank")])])
    found["no-layouts"] = Deck(masters=[(MASTER, [])])
    found["no-titles"] = Deck(masters=[(MASTER, [_without(sheet, "title", "ctrTitle") for sheet in usual()])])
    found["no-bodies"] = Deck(masters=[(MASTER, [_without(sheet, "", "body") for sheet in usual()])])
    found["six-bodies"] = Deck(masters=[(MASTER, [Sheet("Many", (Holder("title"), *_grid(3, 2)))])])
    found["same-idx"] = Deck(
        masters=[(MASTER, [Sheet("Both", (Holder("title"), *_grid(2, 1, idx=None)), kind="twoObj")])]
    )
    found["odd-idx"] = Deck(
        masters=[(MASTER, [Sheet("Odd", (Holder("title"), Holder("body", 4294967295, (5, 23, 90, 60))))])]
    )
    found["off-page"] = Deck(480, 360, [(MASTER, [Sheet("Off", (Holder("title"), Holder("", 1, (60, 25, 90, 120))))])])
    found["no-size"] = Deck(
        masters=[(MASTER, [Sheet("Flat", (Holder("title", None, (5, 4, 0, 0)), Holder("", 1, (5, 23, 90, -4))))])]
    )
    found["vertical"] = Deck(
        masters=[
            (MASTER, [Sheet("竖排", (Holder("title"), Holder("body", 1, None, 0, True)), kind="vertTx"), *usual()])
        ]
    )
    found["banner"] = Deck(960, 540, [(Sheet("", MASTER.holders, block(40, (760, 0, 200, 540), "1F3864")), usual())])
    found["corner"] = Deck(960, 540, [(Sheet("", MASTER.holders, block(40, (680, 440, 216, 46), "1F3864")), usual())])
    filled = Sheet("Filled", usual()[0].holders, background=solid("D76C23"), kind="title")
    found["filled-cover"] = Deck(960, 540, [(MASTER, [usual()[0], filled, usual()[1]])])
    found["large-page"] = Deck(1024, 768, plain)
    found["panel"] = Deck(960, 540, [(Sheet("", MASTER.holders, block(40, (0, 0, 960, 540), "1F3864")), usual())])
    found["small-body"] = Deck(960, 540, [(MASTER, [Sheet("Small", (Holder("title"), Holder("", 1, None, 9)))])])
    found["huge-title"] = Deck(960, 540, [(MASTER, [Sheet("Huge", (Holder("ctrTitle", None, (5, 10, 90, 70), 120),))])])
    small = [Sheet("Small title", (Holder("title", None, (5, 3, 55, 4.5), 14), Holder("", 1, (5, 11, 90, 78)), *FEET))]
    found["tiny-title"] = Deck(960, 540, [(MASTER, small)])
    found["huge-body"] = Deck(960, 540, [(MASTER, [Sheet("Huge", (Holder("title"), Holder("", 1, None, 66), *FEET))])])
    found["with-slides"] = Deck(masters=plain, slides=3)
    found["themeless"] = Deck(masters=plain, theme=False)
    found["potx"] = Deck(masters=plain, main_type=f"{PML}.template.main+xml")
    found["ppsx"] = Deck(masters=plain, main_type=f"{PML}.slideshow.main+xml")
    kind = "application/vnd.ms-powerpoint.{}.macroEnabled.main+xml"
    found["pptm"] = Deck(masters=plain, main_type=kind.format("presentation"), macros=True)
    found["potm"] = Deck(masters=plain, main_type=kind.format("template"), macros=True)
    made = {name: deck.to_bytes() for name, deck in found.items()}
    second = relationships_of("ppt/slideLayouts/slideLayout2.xml")
    made["unlinked"] = rewritten(made["wide"], lambda name, data: None if name == second else data)
    master = relationships_of("ppt/slideMasters/slideMaster2.xml")
    made["claimed-twice"] = rewritten(
        made["several-masters"],
        lambda name, data: data.replace(b"slideLayout8.xml", b"slideLayout1.xml") if name == master else data,
    )
    first = '<a:lvl1pPr marL="342900" indent="-342900"><a:buChar char="•"/>'
    symbol = '<a:buClr><a:schemeClr val="accent2"/></a:buClr><a:buSzPct val="60000"/><a:buFont typeface="Wingdings"/>'
    made["symbol-bullets"] = remastered(
        made["wide"], first, f'<a:lvl1pPr marL="342900" indent="-342900">{symbol}<a:buChar char="\uf0a8"/>'
    )
    made["glued-bullets"] = remastered(made["wide"], first, first.replace('marL="342900"', 'marL="0"'))
    return made


def remastered(blob: bytes, old: str, new: str) -> bytes:
    """A deck with one passage of its first master exchanged."""

    def change(name: str, data: bytes) -> bytes:
        if name != "ppt/slideMasters/slideMaster1.xml":
            return data
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), 1)

    return rewritten(blob, change)


def _on_picture() -> Deck:
    """A deck whose master lies on a dark photograph."""
    background = (
        f'<p:bg><p:bgPr><a:blipFill xmlns:r="{R}"><a:blip r:embed="rId77"/><a:stretch/>'
        "</a:blipFill><a:effectLst/></p:bgPr></p:bg>"
    )
    deck = Deck(
        960,
        540,
        [(Sheet("", MASTER.holders, background=background), usual())],
        clr_map='bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"',
    )
    deck.extra["ppt/media/image1.png"] = png((20, 30, 60))
    blob = deck.to_bytes()

    def link(name: str, data: bytes) -> bytes:
        if name != "ppt/slideMasters/_rels/slideMaster1.xml.rels":
            return data
        entry = f'<Relationship Id="rId77" Type="{R}/image" Target="../media/image1.png"/></Relationships>'
        return data.replace(b"</Relationships>", entry.encode())

    class Linked(Deck):
        def to_bytes(self) -> bytes:
            return rewritten(blob, link)

    return Linked()


def _without(sheet: Sheet, *kinds: str) -> Sheet:
    return Sheet(sheet.name, [holder for holder in sheet.holders if holder.kind not in kinds])


def _grid(columns: int, rows: int, idx: int | None = 20) -> Iterable[Holder]:
    for number in range(columns * rows):
        width, height = 90 / columns, 64 / rows
        box = (5 + number % columns * width, 23 + number // columns * height, width - 2, height - 2)
        yield Holder("body", None if idx is None else idx + number, box)


# ----------------------------------------------------------------------------------------------------- briefings

STYLE_NAMES = {
    "english": ("Normal", "heading 1", "heading 2", "heading 3", "Title", "List Bullet", "caption"),
    "german": (
        "Standard",
        "Überschrift 1",
        "Überschrift 2",
        "Überschrift 3",
        "Titel",
        "Aufzählungszeichen",
        "Beschriftung",
    ),
    "chinese": ("正文", "标题 1", "标题 2", "标题 3", "标题", "列表项目符号", "题注"),
    "russian": (
        "Обычный",
        "Заголовок 1",
        "Заголовок 2",
        "Заголовок 3",
        "Название",
        "Маркированный список",
        "Название объекта",
    ),
}


PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1418"/>'


def briefing(
    names: Sequence[str] = STYLE_NAMES["english"],
    section: str = PAGE,
    main_type: str = f"{WML}.document.main+xml",
    styled: bool = True,
    outline: bool = False,
    header: bool = False,
    controls: str = "",
    macros: bool = False,
    settings: str = "",
    body: str = "<w:p><w:r><w:t>Old text</w:t></w:r></w:p>",
) -> bytes:
    """A Word file with the seven styles of `names` under ids that say nothing."""
    parts: dict[str, str | bytes] = {"_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml"))}
    types = {"word/document.xml": main_type}
    links: list[tuple[str, str, str]] = []
    if styled:
        looks = (("", 22), ("", 36), ("", 28), ("", 24), ("", 52), ("", 22), ("", 18))
        items = "".join(
            f'<w:style w:type="paragraph"{" w:default=" + chr(34) + "1" + chr(34) if number == 0 else ""} '
            f'w:styleId="s{number}">'
            f'<w:name w:val="{name}"/>'
            + (f'<w:pPr><w:outlineLvl w:val="{number - 1}"/></w:pPr>' if outline and number in (1, 2, 3) else "")
            + f'<w:rPr><w:color w:val="{"7B2D26" if number in (1, 2, 3) else "222222"}"/><w:sz '
            f'w:val="{size}"/></w:rPr></w:style>'
            for number, (name, (_, size)) in enumerate(zip(names, looks, strict=True))
        )
        parts["word/styles.xml"] = (
            f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" '
            'w:hAnsi="Georgia" w:eastAsia="SimSun" w:cs="Georgia"/><w:sz w:val="22"/></w:rPr>'
            "</w:rPrDefault></w:docDefaults>"
            f"{items}</w:styles>"
        )
        types["word/styles.xml"] = f"{WML}.styles+xml"
        links.append(("rId1", "styles", "styles.xml"))
    if header:
        parts["word/header1.xml"] = (
            f'{HEAD}<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>House of Odd</w:t></w:r>{controls}<w:fldSimple w:instr=" PAGE '
            '"/></w:p></w:hdr>'
        )
        types["word/header1.xml"] = f"{WML}.header+xml"
        links.append(("rId2", "header", "header1.xml"))
    if settings:
        parts["word/settings.xml"] = f'{HEAD}<w:settings xmlns:w="{W}">{settings}</w:settings>'
        types["word/settings.xml"] = f"{WML}.settings+xml"
        links.append(("rId3", "settings", "settings.xml"))
    if macros:
        parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0macro"
        types["word/vbaProject.bin"] = "application/vnd.ms-office.vbaProject"
        links.append(("rId4", "vba", "vbaProject.bin"))
    reference = '<w:headerReference w:type="default" r:id="rId2"/>' if header else ""
    closing = f"<w:sectPr>{reference}{section}</w:sectPr>" if section else ""
    parts["word/document.xml"] = (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{closing}</w:body></w:document>'
    )
    parts["word/_rels/document.xml.rels"] = relationships(*links)
    return package(parts, types)


def control(properties: str, words: str, look: str = '<w:rPr><w:color w:val="7B2D26"/></w:rPr>') -> str:
    """A content control as Word's building blocks have them in headers and footers."""
    run = f"<w:r>{look}<w:t>{words}</w:t></w:r>"
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"


def bound(path: str) -> str:
    """A content control's tie to a property of the document."""
    return (
        f'<w:dataBinding w:xpath="/ns1:x[1]/ns0:{path}[1]" w:storeItemID="{{6C3C8BC8-F283-45AE-878A-BAB7291924A1}}"/>'
    )


def restyled(*changes: tuple[str, str]) -> bytes:
    """The plain Word file with these passages of its styles exchanged."""

    def change(name: str, data: bytes) -> bytes:
        for old, new in changes if name == "word/styles.xml" else ():
            assert old.encode() in data, old
            data = data.replace(old.encode(), new.encode(), 1)
        return data

    return rewritten(briefing(), change)


@cache
def briefings() -> dict[str, bytes]:
    """Word templates that must be read and filled, by name."""
    found = {name: briefing(names) for name, names in STYLE_NAMES.items()}
    odd = ("Odd", "Big", "Middle", "Little", "Top", "Dots", "Under")
    found["outline-levels"] = briefing(odd, outline=True)
    found["unnamed"] = briefing(odd)
    found["no-styles"] = briefing(styled=False)
    found["no-section"] = briefing(section="")
    found["a5-landscape"] = briefing(
        section=(
            '<w:pgSz w:w="11906" w:h="8391" w:orient="landscape"/><w:pgMar w:top="850" w:right="850" '
            'w:bottom="850" w:left="850"/>'
        )
    )
    earlier = (
        '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="8000" '
        'w:h="9000"/></w:sectPr></w:pPr></w:p>'
    )
    found["two-sections"] = rewritten(
        briefing(header=True, body=earlier),
        lambda name, data: (
            data.replace(
                b'<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906"',
                b'<w:sectPr><w:pgSz w:w="11906"',
            )
            if name == "word/document.xml"
            else data
        ),
    )
    found["header"] = briefing(header=True)
    hint = "<w:showingPlcHdr/>"
    found["controls"] = briefing(
        header=True,
        controls=control(bound("title"), "Critical Issue Report")
        + control(
            hint + bound("Company"), "[Type the company name]", '<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
        )
        + control('<w:date w:fullDate="2006-10-23T00:00:00Z"/>', "10/23/2006")
        + control(hint + "<w:text/>", "[Type text]")
        + control(bound("keywords"), "old, words")
        + control("<w:text/>", "House motto"),
    )
    found["protected"] = briefing(
        settings='<w:trackRevisions/><w:documentProtection w:edit="readOnly" w:enforcement="1"/>'
    )
    found["unseen"] = restyled(
        ('<w:color w:val="7B2D26"/><w:sz w:val="36"/>', '<w:color w:val="FFFFFF" w:themeColor="background1"/>'),
        ('<w:color w:val="7B2D26"/><w:sz w:val="28"/>', '<w:color w:val="AED4B4"/><w:sz w:val="31"/>'),
        (
            '<w:rPr><w:color w:val="7B2D26"/><w:sz w:val="24"/>',
            '<w:pPr><w:shd w:val="clear" w:color="auto" w:fill="1F3864"/></w:pPr><w:rPr><w:color w:val="FFFFFF"/>',
        ),
        ('<w:color w:val="222222"/><w:sz w:val="18"/>', '<w:color w:val="858585"/><w:sz w:val="18"/>'),
    )
    found["indented"] = restyled(
        (
            '<w:name w:val="Normal"/>',
            '<w:name w:val="Normal"/><w:pPr><w:ind w:left="200" w:firstLine="720" w:firstLineChars="200"/></w:pPr>',
        ),
        (
            '<w:name w:val="Title"/>',
            '<w:name w:val="Title"/><w:pPr><w:ind w:left="-300" w:end="-1200" w:firstLine="0"/><w:jc w:val="center"/>'
            "</w:pPr>",
        ),
    )
    found["dotx"] = briefing(main_type=f"{WML}.template.main+xml")
    found["docm"] = briefing(main_type="application/vnd.ms-word.document.macroEnabled.main+xml", macros=True)
    found["dotm"] = briefing(main_type="application/vnd.ms-word.template.macroEnabledTemplate.main+xml", macros=True)
    return found


# ------------------------------------------------------------------------------------------------------- refused


def compound(stream: str) -> bytes:
    """The beginning of an OLE2 file that holds a stream of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


@cache
def refused() -> dict[str, tuple[bytes, str, str]]:
    """Files that are no templates: bytes, the kind that is asked for, the rule that must be found."""
    good, word = decks()["wide"], briefings()["english"]

    def strict(name: str, data: bytes) -> bytes:
        if name == "_rels/.rels" or name == "ppt/presentation.xml":
            data = data.replace(R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        return data.replace(P.encode(), b"http://purl.oclc.org/ooxml/presentationml/main")

    def entity(name: str, data: bytes) -> bytes:
        if name != "ppt/presentation.xml":
            return data
        return data.replace(b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n')

    def bomb(name: str, data: bytes) -> bytes:
        return data + b" " * (40 * 2**20) if name == "ppt/presentation.xml" else data

    odt = io.BytesIO()
    with zipfile.ZipFile(odt, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
    nothing = Deck(masters=[]).to_bytes()
    tiny = Deck(72, 72, [(MASTER, usual())]).to_bytes()
    narrow = briefing(
        section='<w:pgSz w:w="4000" w:h="8000"/><w:pgMar w:top="100" w:right="1400" w:bottom="100" w:left="1400"/>'
    )
    return {
        "empty": (b"", "deck", "template-empty"),
        "pdf": (b"%PDF-1.7\n", "deck", "template-not-office"),
        "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "deck", "template-not-office"),
        "words": (b"just words", "briefing", "template-not-office"),
        "opendocument": (odt.getvalue(), "deck", "template-not-office"),
        "encrypted": (compound("EncryptedPackage"), "deck", "template-encrypted"),
        "old-powerpoint": (compound("PowerPoint Document"), "deck", "template-old-format"),
        "old-word": (compound("WordDocument"), "briefing", "template-old-format"),
        "truncated": (good[: len(good) // 2], "deck", "template-corrupt"),
        "no-master": (nothing, "deck", "template-corrupt"),
        "entities": (rewritten(good, entity), "deck", "template-corrupt"),
        "bomb": (rewritten(good, bomb), "deck", "template-corrupt"),
        "broken-xml": (
            rewritten(word, lambda n, d: d[:200] if n == "word/document.xml" else d),
            "briefing",
            "template-corrupt",
        ),
        "strict": (rewritten(good, strict), "deck", "template-strict"),
        "word-for-deck": (word, "deck", "template-wrong-kind"),
        "deck-for-briefing": (good, "briefing", "template-wrong-kind"),
        "tiny": (tiny, "deck", "template-page-small"),
        "narrow": (narrow, "briefing", "template-page-small"),
    }


LOSSES = (
    "a:off",
    "a:ext",
    "p:ph",
    "a:lvl1pPr",
    "a:defRPr",
    "p:cSld",
    "p:spTree",
    "p:sldSz",
    "p:clrMap",
    "a:theme",
    "p:nvPr",
    "p:txStyles",
    "w:name",
    "w:pgSz",
    "w:pgMar",
    "w:body",
    "w:rPr",
    "w:docDefaults",
)


def mutilated(blob: bytes, seed: int) -> bytes:
    """The package with the XML of one or two parts changed at random: attributes lost, numbers and tags garbled."""
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml") and "Content_Types" not in name]
    chosen = set(chance.sample(sorted(names), min(2, len(names))))

    def change(name: str, data: bytes) -> bytes:
        if name not in chosen:
            return data
        text = data.decode()
        for _ in range(chance.randint(1, 8)):
            numbers = list(re.finditer(r'="(-?\d+)"', text))
            if numbers and chance.random() < 0.7:
                match = chance.choice(numbers)
                value = chance.choice(["-1", "x", "99999999999999", "", "NaN", "1.5", "0", "١٢"])
                text = text[: match.start(1)] + value + text[match.end(1) :]
            else:
                old = chance.choice(LOSSES)
                text = re.sub(rf"(</?){old}\b", rf"\1{old}Odd", text)
        return text.encode()

    return rewritten(blob, change)
