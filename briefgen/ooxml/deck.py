"""A house's presentation under construction: its layouts, themes and notes master, and a new list of slides.

The template stage has taken out what must not stay; slides that it kept stand before the new ones.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from briefgen.ooxml.drawing import ThemeFonts
from briefgen.ooxml.markup import DECLARATION, NAMESPACES, P14, attribute_text, clean, tag
from briefgen.ooxml.parts import Names, Relations
from briefgen.package import Package, PackageError, Relationship

_PML = "application/vnd.openxmlformats-officedocument.presentationml"
_SLIDE = f"{_PML}.slide+xml"
_NOTES = f"{_PML}.notesSlide+xml"
_SPACES = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("a", "r", "p"))
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_FIRST_SLIDE_ID = 256
# PowerPoint writes these beside every presentation and is said to repair one that has none.
_COMPANIONS = {
    "presProps": f"{DECLARATION}<p:presentationPr {_SPACES}/>",
    "viewProps": f"{DECLARATION}<p:viewPr {_SPACES}/>",
    "tableStyles": (
        f'{DECLARATION}<a:tblStyleLst xmlns:a="{NAMESPACES["a"]}" def="{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}"/>'
    ),
}
_SCHEME = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_MAPPED = ("tx1", "bg1", "tx2", "bg2")


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder of a layout, as a slide must name it."""

    index: int
    type: str
    name: str
    markup: str


@dataclass(frozen=True, slots=True)
class SlideLayout:
    """A layout part, the master behind it, its placeholders and its colour mapping."""

    name: str
    master: str
    slots: Mapping[int, Slot]
    color_map: str


class Deck:
    """The template's presentation.

    `part_names` gives the parts of layouts that a reader of the template has seen, by their index over all masters.
    Raises PackageError where the package has no master or no layout.
    """

    def __init__(self, package: Package, part_names: Mapping[int, str]) -> None:
        self.package = package
        self.names = Names(package)
        main = package.related("", "officeDocument")
        if not main:
            raise PackageError("it holds no presentation")
        self.main = main[0]
        self._root = package.xml(self.main)
        self._kept = len(self._root.findall("p:sldIdLst/p:sldId", NAMESPACES))
        self._relations = Relations(package.relationships(self.main))
        self._part_names = part_names
        self._layouts: dict[str, SlideLayout] = {}
        self._order = self._layout_order()
        self._notes_master: tuple[str, str] | None = None
        self._slides: list[str] = []

    # ----------------------------------------------------------------------------------------------- layouts

    def layout(self, index: int | None) -> SlideLayout:
        """The layout at an index over all masters; without one, the layout with the fewest placeholders."""
        name = self._part_names.get(index, "").lstrip("/") if index is not None else ""
        known = dict(self._order)
        if name not in known:
            if index is not None and index < len(self._order):
                name = self._order[index][0]
            else:
                name = min(self._order, key=lambda pair: len(self._read_layout(*pair).slots))[0]
        return self._read_layout(name, known[name])

    def theme(self, master: str) -> tuple[ThemeFonts, dict[str, str]]:
        """The theme's fonts, and its colour names by RRGGBB (as the master maps them)."""
        themes = self.package.related(master, "theme")
        if not themes:
            return ThemeFonts(), {}
        root = self.package.xml(themes[0])

        def typeface(path: str) -> str:
            found = root.find(f".//a:fontScheme/{path}", NAMESPACES)
            return "" if found is None else found.get("typeface", "")

        fonts = ThemeFonts(
            typeface("a:majorFont/a:latin"),
            typeface("a:minorFont/a:latin"),
            typeface("a:majorFont/a:ea"),
            typeface("a:minorFont/a:ea"),
        )
        colors: dict[str, str] = {}
        for element in root.iterfind(".//a:clrScheme/*", NAMESPACES):
            color = next(iter(element), None)
            if color is not None and isinstance(element.tag, str):
                colors[etree.QName(element).localname] = color.get("lastClr") or color.get("val", "")
        mapping = self.package.xml(master).find("p:clrMap", NAMESPACES)
        scheme: dict[str, str] = {}
        for name in (*_MAPPED, *_SCHEME):
            slot = name if mapping is None else mapping.get(name, name)
            if slot in colors:
                scheme.setdefault(colors[slot].upper(), name)
        return fonts, scheme

    def _layout_order(self) -> list[tuple[str, str]]:
        """(layout, master) over all masters, in the order that PowerPoint shows."""
        order = []
        masters = [item.target for item in self._listed(self.main, self._root, "p:sldMasterIdLst/p:sldMasterId")]
        for master in masters:
            root = self.package.xml(master)
            listed = self._listed(master, root, "p:sldLayoutIdLst/p:sldLayoutId")
            order += [(item.target, master) for item in listed]
        if not masters:
            raise PackageError("it has no slide master")
        if not order:
            raise PackageError("its slide master has no layout")
        return order

    def _listed(self, part: str, root: Any, path: str) -> list[Relationship]:
        by_id = {item.id: item for item in self.package.relationships(part)}
        ids = [element.get(tag("r:id"), "") for element in root.iterfind(path, NAMESPACES)]
        return [by_id[id_] for id_ in ids if id_ in by_id and by_id[id_].target in self.package.parts]

    def _read_layout(self, name: str, master: str) -> SlideLayout:
        known = self._layouts.get(name)
        if known is None:
            root = self.package.xml(name)
            override = root.find("p:clrMapOvr/a:overrideClrMapping", NAMESPACES)
            if override is None:
                color_map = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
            else:
                names = " ".join(f'{key}="{attribute_text(value)}"' for key, value in override.attrib.items())
                color_map = f"<p:clrMapOvr><a:overrideClrMapping {names}/></p:clrMapOvr>"
            known = self._layouts[name] = SlideLayout(name, master, _slots(root), color_map)
        return known

    # ------------------------------------------------------------------------------------------------ slides

    def reserve_slide(self) -> str:
        """The name of the next slide's part, so that earlier slides can link to it."""
        name = self.names.add("ppt/slides/slide%d.xml", _SLIDE)
        self._slides.append(name)
        return name

    def add_slide(self, name: str, markup: bytes, relations: Relations) -> None:
        """Fill a reserved slide."""
        self.package.parts[name] = markup
        self.package.set_relationships(name, relations.items)

    def add_image(self, media_type: str, data: bytes) -> str:
        """The name of an image's part."""
        return self.names.add_image("ppt/media", media_type, data)

    def add_notes(self, slide: str, paragraphs: str, language: str) -> str:
        """The notes part of a slide, made after the notes master's own placeholders."""
        master, frame = self._notes()
        relations = Relations()
        relations.relate("notesMaster", master)
        relations.relate("slide", slide)
        markup = frame.replace("@language@", language).replace("@text@", paragraphs)
        name = self.names.add("ppt/notesSlides/notesSlide%d.xml", _NOTES, markup.encode())
        self.package.set_relationships(name, relations.items)
        return name

    def _notes(self) -> tuple[str, str]:
        if self._notes_master is None:
            found = self.package.related(self.main, "notesMaster")
            master = found[0] if found else self._make_notes_master()
            if found:
                self._relations.relate("notesMaster", master)
            slots = _slots(self.package.xml(master)).values()
            shapes: list[str] = []
            for slot in slots:
                number = len(shapes) + 2
                if slot.type == "sldImg":
                    shapes.append(
                        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{attribute_text(slot.name)}"/><p:cNvSpPr>'
                        f'<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr>{slot.markup}</p:nvPr>'
                        "</p:nvSpPr><p:spPr/></p:sp>"
                    )
                elif slot.type == "body":
                    shapes.append(
                        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{attribute_text(slot.name)}"/><p:cNvSpPr>'
                        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{slot.markup}</p:nvPr></p:nvSpPr><p:spPr/>'
                        "<p:txBody><a:bodyPr/><a:lstStyle/>@text@</p:txBody></p:sp>"
                    )
            frame = (
                f"{DECLARATION}<p:notes {_SPACES}><p:cSld><p:spTree>"
                '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
                f"{''.join(shapes)}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
            )
            self._notes_master = (master, frame)
        return self._notes_master

    def _make_notes_master(self) -> str:
        """A plain notes master with a copy of the first master's theme, as PowerPoint makes it for a first note."""
        theme = self.package.related(self._order[0][1], "theme")
        if not theme:
            raise PackageError("its slide master has no theme")
        copy = self.names.add(
            "ppt/theme/theme%d.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            self.package.parts[theme[0]],
        )
        self.package.set_relationships(copy, self.package.relationships(theme[0]))
        name = self.names.add("ppt/notesMasters/notesMaster%d.xml", f"{_PML}.notesMaster+xml", _NOTES_MASTER.encode())
        relations = Relations()
        relations.relate("theme", copy)
        self.package.set_relationships(name, relations.items)
        entries = etree.Element(tag("p:notesMasterIdLst"))
        etree.SubElement(entries, tag("p:notesMasterId")).set(tag("r:id"), self._relations.relate("notesMaster", name))
        for old in self._root.findall("p:notesMasterIdLst", NAMESPACES):
            self._root.remove(old)
        self._root.find("p:sldMasterIdLst", NAMESPACES).addnext(entries)
        return name

    # ---------------------------------------------------------------------------------------------- the list

    def finish(self, sections: list[tuple[str, int]], language: str) -> None:
        """Write the presentation: the list of slides, the sections (title, first slide), the default language."""
        listed = self._root.find("p:sldIdLst", NAMESPACES)
        if listed is None:
            before = [
                element
                for path in ("p:sldMasterIdLst", "p:notesMasterIdLst", "p:handoutMasterIdLst")
                for element in self._root.findall(path, NAMESPACES)
            ]
            listed = etree.Element(tag("p:sldIdLst"))
            before[-1].addnext(listed)
        first = 1 + max((int(entry.get("id", "0")) for entry in listed), default=_FIRST_SLIDE_ID - 1)
        for number, name in enumerate(self._slides):
            entry = etree.SubElement(listed, tag("p:sldId"))
            entry.set("id", str(first + number))
            entry.set(tag("r:id"), self._relations.relate("slide", name))
        for properties in self._root.iterfind("p:defaultTextStyle//a:defRPr", NAMESPACES):
            properties.set("lang", language)
        if sections and not self._kept:
            self._add_sections(sections)
        for kind, markup in _COMPANIONS.items():
            found = self.package.related(self.main, kind)
            # The template's view may point at slides that are gone.
            if kind == "viewProps" or not found:
                name = found[0] if found else f"ppt/{kind}.xml"
                self.names.put(name, f"{_PML}.{kind}+xml", markup.encode())
                self.package.set_relationships(name, [])
                self._relations.relate(kind, name)
        self.package.set_xml(self.main, self._root)
        self.package.set_relationships(self.main, self._relations.items)

    def _add_sections(self, sections: list[tuple[str, int]]) -> None:
        extensions = self._root.find("p:extLst", NAMESPACES)
        if extensions is None:
            extensions = etree.SubElement(self._root, tag("p:extLst"))
        extension = etree.SubElement(extensions, tag("p:ext"), uri=_SECTIONS)
        group = etree.SubElement(extension, tag("p14:sectionLst"), nsmap={"p14": P14})
        ends = [start for _, start in sections[1:]] + [len(self._slides)]
        for number, ((title, start), end) in enumerate(zip(sections, ends, strict=True)):
            identity = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{number}/{title}")).upper()
            section = etree.SubElement(group, tag("p14:section"), name=clean(title), id=f"{{{identity}}}")
            ids = etree.SubElement(section, tag("p14:sldIdLst"))
            for index in range(start, end):
                etree.SubElement(ids, tag("p14:sldId"), id=str(_FIRST_SLIDE_ID + index))


def _slots(root: Any) -> dict[int, Slot]:
    """The placeholders of a layout or a notes master by index; of two with one index the first."""
    slots: dict[int, Slot] = {}
    for shape in root.iterfind("p:cSld/p:spTree/*", NAMESPACES):
        placeholder = shape.find("./*/p:nvPr/p:ph", NAMESPACES)
        if placeholder is None:
            continue
        type_ = placeholder.get("type", "")
        index = int(placeholder.get("idx", "0"))
        names = " ".join(
            f'{key}="{attribute_text(placeholder.get(key))}"'
            for key in ("type", "orient", "sz", "idx")
            if placeholder.get(key) is not None
        )
        properties = shape.find("./*/p:cNvPr", NAMESPACES)
        name = properties.get("name", "") if properties is not None else ""
        slots.setdefault(index, Slot(index, type_, name, f"<p:ph {names}/>" if names else "<p:ph/>"))
    return slots


def _notes_shape(number: int, name: str, placeholder: str, box: tuple[int, int, int, int], text: bool) -> str:
    locks = "" if text else ' noRot="1" noChangeAspect="1"'
    line = "" if text else '<a:noFill/><a:ln w="12700"><a:solidFill><a:prstClr val="black"/></a:solidFill></a:ln>'
    body = (
        '<p:txBody><a:bodyPr vert="horz" lIns="91440" tIns="45720" rIns="91440" bIns="45720" rtlCol="0"/><a:lstStyle/>'
        '<a:p><a:pPr lvl="0"/><a:endParaRPr lang="en-US"/></a:p></p:txBody>'
        if text
        else ""
    )
    x, y, w, h = box
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"{locks}/></p:cNvSpPr>'
        f'<p:nvPr>{placeholder}</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{line}</p:spPr>{body}</p:sp>'
    )


_NOTES_MASTER = (
    f"{DECLARATION}<p:notesMaster {_SPACES}><p:cSld>"
    '<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
    '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    + _notes_shape(2, "Slide Image", '<p:ph type="sldImg" idx="2"/>', (685800, 1143000, 5486400, 3086100), False)
    + _notes_shape(3, "Notes", '<p:ph type="body" sz="quarter" idx="3"/>', (685800, 4400550, 5486400, 3600450), True)
    + "</p:spTree></p:cSld>"
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:notesStyle>'
    '<a:lvl1pPr marL="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
    '<a:defRPr sz="1200" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>'
    '<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl1pPr></p:notesStyle></p:notesMaster>'
)
