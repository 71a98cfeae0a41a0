"""A house's Word document under construction: its styles, lists, pages, headers, notes and settings, and a new body.

The template stage has emptied the document and brought in what every document needs.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from lxml import etree

from briefgen.model import Template
from briefgen.ooxml.markup import DECLARATION, NAMESPACES, W, tag
from briefgen.ooxml.parts import Names, Relations
from briefgen.ooxml.styles import Numbering, Stylesheet
from briefgen.package import Package, PackageError, to_bytes

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("w", "r", "wp"))
# What follows w:footnotePr and w:themeFontLang among the settings, in the order that the schema demands.
_AFTER_LANGUAGE = frozenset(
    {"clrSchemeMapping", "doNotAutoCompressPictures", "decimalSymbol", "listSeparator", "docId"}
)
_AFTER_FOOTNOTES = _AFTER_LANGUAGE | {"endnotePr", "compat", "mathPr", "themeFontLang"}

_BOUND = {
    "title": ("title",),
    "author": ("creator", "company", "manager"),
    "date": ("publishdate", "created"),
    "subtitle": ("subject",),
    "none": ("category", "abstract", "keywords", "contentstatus"),
}
"""The properties that Word's building blocks show in headers and footers, by what there is for them."""

_TAGS = frozenset({"title", "edition"})
"""The tags of the controls that the house template has."""


class Section:
    """The page of the template: its size, margins, headers and footers, upright or turned."""

    def __init__(self, properties: Any) -> None:
        self._properties = properties
        page, margin = properties.find("w:pgSz", NAMESPACES), properties.find("w:pgMar", NAMESPACES)
        width = _twips(page, "w:w") / 20 if page is not None else 595.3
        sides = (
            sum(_twips(margin, f"w:{side}") for side in ("left", "right", "gutter")) / 20 if margin is not None else 0
        )
        self.text_width = max(width - sides, 72.0)

    def markup(self, turned: bool = False, first: bool = True) -> str:
        """`w:sectPr`; only the first section has a title page and sets the page number."""
        properties = copy.deepcopy(self._properties)
        for path in ("w:type", "w:footnotePr") if first else ("w:type", "w:footnotePr", "w:titlePg", "w:pgNumType"):
            for element in properties.findall(path, NAMESPACES):
                properties.remove(element)
        page = properties.find("w:pgSz", NAMESPACES)
        if turned and page is not None:
            width, height = _twips(page, "w:w"), _twips(page, "w:h")
            page.set(tag("w:w"), str(height))
            page.set(tag("w:h"), str(width))
            page.set(tag("w:orient"), "landscape" if height > width else "portrait")
        return str(etree.tostring(properties, encoding="unicode"))


class Briefing:
    """The template's document; raises PackageError where the package holds none."""

    def __init__(self, package: Package, template: Template, tags: tuple[str, str]) -> None:
        self.package = package
        self.names = Names(package)
        main = package.related("", "officeDocument")
        if not main:
            raise PackageError("it holds no document")
        self.main = main[0]
        self._root = package.xml(self.main)
        section = self._root.find("w:body/w:sectPr", NAMESPACES)
        if section is None:
            raise PackageError("its document has no page")
        self.section = Section(section)
        # Word 2010 kept a second copy of the styles; one that does not follow the first is worse than none.
        self.relations = Relations(
            item for item in package.relationships(self.main) if item.kind != "stylesWithEffects"
        )
        self._tags = tags
        self._styles_name = self._part("styles") or "word/styles.xml"
        self.styles = Stylesheet(package.xml(self._styles_name), template.styles)
        self.styles.set_language(*tags)
        numbering = self._part("numbering")
        self._numbering_name = numbering or "word/numbering.xml"
        self.numbering = Numbering(package.xml(numbering) if numbering else None)
        self._stories = [item.target for item in self.relations.items if item.kind in {"header", "footer"}]
        self.first_drawing = 1 + self._largest_drawing()

    def finish(self, body: str, footnotes: str, footnote_relations: Relations, controls: Mapping[str, str]) -> None:
        """Write the document around its new body.

        `footnotes` are `w:footnote` elements numbered from one; `controls` the runs of the content controls in headers
        and footers by what they ask for (`title`, `author`, `date`); one without runs is emptied.
        """
        background = self._root.find("w:background", NAMESPACES)
        ground = "" if background is None else etree.tostring(background, encoding="unicode")
        markup = f"{DECLARATION}<w:document {_SPACES}>{ground}<w:body>{body}</w:body></w:document>"
        self.package.parts[self.main] = markup.encode()
        self._write("styles", self._styles_name, to_bytes(self.styles.root))
        if self.numbering.changed:
            self._write("numbering", self._numbering_name, to_bytes(self.numbering.root))
        self._write_settings(self._write_footnotes(footnotes, footnote_relations))
        for name in self._stories:
            self._fill_controls(name, controls)
        self.package.set_relationships(self.main, self.relations.items)

    def _part(self, kind: str) -> str | None:
        found = self.package.related(self.main, kind)
        return found[0] if found else None

    def _write(self, kind: str, name: str, blob: bytes) -> None:
        self.names.put(name, f"{_WML}.{kind}+xml", blob)
        self.relations.relate(kind, name)

    def _largest_drawing(self) -> int:
        """The largest number of a drawing in headers and footers: the body's must differ from them."""
        numbers = [
            int(element.get("id", "0"))
            for name in self._stories
            for element in self.package.xml(name).iter(tag("wp:docPr"))
        ]
        # A house may number its own from very high: what lies under them is free as well.
        return max((number for number in numbers if number < 100_000), default=0)

    def _write_footnotes(self, notes: str, relations: Relations) -> list[str]:
        """The part with the template's separators and these notes; gives the separators' ids."""
        name = self._part("footnotes")
        separators = list(self.package.xml(name).iterfind("w:footnote", NAMESPACES)) if name else []
        ids = [element.get(tag("w:id"), "") for element in separators]
        # Notes count from one: separators that are in the way, or missing, are made anew.
        if not ids or any(not id_.lstrip("-").isdigit() or int(id_) > 0 for id_ in ids):
            separators = [etree.fromstring(text) for text in _SEPARATORS]
            ids = ["-1", "0"]
        before = "".join(etree.tostring(element, encoding="unicode") for element in separators)
        name = name or "word/footnotes.xml"
        markup = f"{DECLARATION}<w:footnotes {_SPACES}>{before}{notes}</w:footnotes>"
        self._write("footnotes", name, markup.encode())
        self.package.set_relationships(name, relations.items)
        return ids

    def _write_settings(self, separators: list[str]) -> None:
        name = self._part("settings")
        root = self.package.xml(name) if name else etree.fromstring(f'<w:settings xmlns:w="{W}"/>')
        for local in ("footnotePr", "themeFontLang", "updateFields"):
            for element in root.findall(f"w:{local}", NAMESPACES):
                root.remove(element)
        properties = etree.Element(tag("w:footnotePr"))
        for id_ in separators:
            etree.SubElement(properties, tag("w:footnote")).set(tag("w:id"), id_)
        _insert_before(root, properties, _AFTER_FOOTNOTES)
        language = etree.Element(tag("w:themeFontLang"))
        language.set(tag("w:val"), self._tags[0])
        language.set(tag("w:eastAsia"), self._tags[1])
        _insert_before(root, language, _AFTER_LANGUAGE)
        self._write("settings", name or "word/settings.xml", to_bytes(root))

    def _fill_controls(self, name: str, controls: Mapping[str, str]) -> None:
        """Give the content controls of a header or footer the project's words; what asks to be filled in is emptied."""
        root = self.package.xml(name)
        changed = False
        for control in list(root.iter(tag("w:sdt"))):
            content = control.find("w:sdtContent", NAMESPACES)
            if content is None:
                continue
            label = control.find("w:sdtPr/w:tag", NAMESPACES)
            tagged = label.get(tag("w:val"), "") if label is not None else ""
            runs = controls.get(tagged if tagged in _TAGS else _bound_to(control))
            if runs:
                _fill(control, content, etree.fromstring(f"<x {_SPACES}>{runs}</x>"), tagged not in _TAGS)
            elif runs == "" or control.find("w:sdtPr/w:showingPlcHdr", NAMESPACES) is not None:
                _empty(control, content)
            else:
                continue
            changed = True
        if changed:
            self.package.set_xml(name, root)


def _bound_to(control: Any) -> str:
    """What a content control shows by the document's property that it is bound to; any date is the edition's."""
    bound = control.find("w:sdtPr/w:dataBinding", NAMESPACES)
    path = bound.get(tag("w:xpath"), "").lower() if bound is not None else ""
    for asked, properties in _BOUND.items():
        if any(f":{name}[" in path for name in properties):
            return asked
    return "date" if control.find("w:sdtPr/w:date", NAMESPACES) is not None else ""


def _fill(control: Any, content: Any, runs: Any, dressed: bool) -> None:
    """Exchange a control's words for these runs, `dressed` as the first of the old ones was."""
    paragraph = next(content.iter(tag("w:p")), None)
    holder = content if paragraph is None else paragraph
    dress = holder.find(".//w:r/w:rPr", NAMESPACES) if dressed else None
    for run in runs if dress is not None else ():
        _dress(run, dress)
    for other in list(content.iter(tag("w:r"))):
        other.getparent().remove(other)
    holder.extend(list(runs))
    # Word would ask the file's properties again, and some of them (the company) briefgen does not write.
    for path in ("w:sdtPr/w:showingPlcHdr", "w:sdtPr/w:dataBinding"):
        for hint in control.findall(path, NAMESPACES):
            hint.getparent().remove(hint)


def _dress(run: Any, dress: Any) -> None:
    """Give a run the looks of another, but for its language and for the grey of a placeholder."""
    properties = run.find("w:rPr", NAMESPACES)
    hint = properties.find("w:rFonts", NAMESPACES) if properties is not None else None
    kept = [copy.deepcopy(child) for child in dress if child.tag not in (tag("w:lang"), tag("w:rStyle"))]
    if properties is None:
        properties = etree.Element(tag("w:rPr"))
        run.insert(0, properties)
    if hint is not None:
        properties.remove(hint)
        fonts = next((child for child in kept if child.tag == tag("w:rFonts")), None)
        if fonts is None:
            kept.insert(0, hint)
        else:
            fonts.set(tag("w:hint"), hint.get(tag("w:hint"), ""))
    for place, child in enumerate(kept):
        properties.insert(place, child)


def _empty(control: Any, content: Any) -> None:
    """Take a control away with its words, but not the paragraphs and cells that it holds: those must stay."""
    for run in list(content.iter(tag("w:r"))):
        run.getparent().remove(run)
    for child in list(content):
        control.addprevious(child)
    control.getparent().remove(control)


def _insert_before(root: Any, element: Any, followers: frozenset[str]) -> None:
    for child in root:
        if isinstance(child.tag, str) and etree.QName(child).localname in followers:
            child.addprevious(element)
            return
    root.append(element)


_SEPARATORS = tuple(
    f'<w:footnote xmlns:w="{W}" w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
    f'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for kind, number in (("separator", -1), ("continuationSeparator", 0))
)


def _twips(element: Any, name: str) -> int:
    try:
        return round(float(element.get(tag(name), "0")))
    except ValueError:
        return 0
