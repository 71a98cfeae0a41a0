"""The styles and lists of a house's document, as a writer asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from briefgen.model import TextStyle
from briefgen.ooxml.markup import NAMESPACES, attribute_text, tag, twips

_LEVELS = 9


class Stylesheet:
    """The style part: which style a role has, whether it numbers or breaks the page, and the default language.

    Every role that a document uses has a style by now: the template stage makes those that a house lacks.
    """

    def __init__(self, root: Any, styles: Mapping[str, TextStyle]) -> None:
        self.root = root
        self._styles = styles
        self._by_id: dict[str, Any] = {}
        for element in root.iterfind("w:style", NAMESPACES):
            self._by_id.setdefault(element.get(tag("w:styleId"), ""), element)

    def has(self, role: str) -> bool:
        """Whether the template knows the role."""
        return role in self._styles and self._styles[role].style_id in self._by_id

    def style(self, role: str) -> TextStyle:
        """What a role looks like; body text for one that the template does not know."""
        return self._styles.get(role) or self._styles.get("body") or TextStyle("", "", 11.0)

    def id(self, *roles: str) -> str:
        """The id of the style of the first of these roles that has one; body text's if none has."""
        return next((self._styles[role].style_id for role in (*roles, "body", "prose") if self.has(role)), "")

    def breaks_page(self, id_: str) -> bool:
        """Whether paragraphs of a style begin a new page."""
        found = self._inherited(id_, "w:pPr/w:pageBreakBefore")
        return found is not None and found.get(tag("w:val"), "1") not in {"0", "false", "off"}

    def numbering(self, id_: str) -> tuple[str, int]:
        """The numId and the level that a style or one that it is based on brings; an empty numId for none."""
        found = self._inherited(id_, "w:pPr/w:numPr")
        if found is None:
            return "", 0
        number, level = found.find("w:numId", NAMESPACES), found.find("w:ilvl", NAMESPACES)
        value = number.get(tag("w:val"), "") if number is not None else ""
        return "" if value == "0" else value, int(level.get(tag("w:val"), "0")) if level is not None else 0

    def set_language(self, letters: str, east_asian: str) -> None:
        """The language of all text that does not say its own."""
        for language in list(self.root.iter(tag("w:lang"))):
            language.getparent().remove(language)
        properties = self.root
        for name in ("w:docDefaults", "w:rPrDefault", "w:rPr"):
            child = properties.find(name, NAMESPACES)
            if child is None:
                child = etree.Element(tag(name))
                properties.insert(0, child)
            properties = child
        language = etree.SubElement(properties, tag("w:lang"))
        for attribute, value in (("w:val", letters), ("w:eastAsia", east_asian), ("w:bidi", "ar-SA")):
            language.set(tag(attribute), value)

    def loosen_exact_lines(self) -> None:
        """Chinese characters are cut off by exact line spacing under 1.15 em: such spacing becomes a least one."""
        default = self.root.find("w:docDefaults/w:rPrDefault/w:rPr/w:sz", NAMESPACES)
        for id_, element in self._by_id.items():
            spacing = element.find("w:pPr/w:spacing", NAMESPACES)
            if spacing is None or spacing.get(tag("w:lineRule")) != "exact":
                continue
            size = self._inherited(id_, "w:rPr/w:sz")
            size = size if size is not None else default
            half_points = float(size.get(tag("w:val"), "22")) if size is not None else 22.0
            if float(spacing.get(tag("w:line"), "0")) < 1.15 * half_points * 10:
                spacing.set(tag("w:lineRule"), "atLeast")

    def _inherited(self, id_: str, path: str) -> Any:
        seen: set[str] = set()
        while id_ in self._by_id and id_ not in seen:
            seen.add(id_)
            element = self._by_id[id_]
            found = element.find(path, NAMESPACES)
            if found is not None:
                return found
            based = element.find("w:basedOn", NAMESPACES)
            id_ = based.get(tag("w:val"), "") if based is not None else ""
        return None


class Numbering:
    """The numbering part: bullets for a style that brings none, and numbers that begin again for every list."""

    def __init__(self, root: Any | None) -> None:
        self.root = root if root is not None else etree.Element(tag("w:numbering"), nsmap={"w": NAMESPACES["w"]})
        self._bullets: dict[tuple[str, float, float], str] = {}
        self._uncounted = ""
        self.changed = False

    def bullets(self, style: TextStyle) -> str:
        """The numId of a bulleted list that looks as a style says, in nine levels."""
        key = (style.bullet or "•", style.indent or 14.0, style.hanging or 14.0)
        if key not in self._bullets:
            self._bullets[key] = self._number(self._define("bullet", *key))
        return self._bullets[key]

    def uncounted(self) -> str:
        """The numId of a list that shows nothing and indents nothing, for a heading that must not be counted.

        `w:numId w:val="0"` means the same to Word, but checkers take it for a list that is not there.
        """
        if not self._uncounted:
            self._uncounted = self._number(self._define("none", "", 0.0, 0.0))
        return self._uncounted

    def restart(self, number_id: str, style: TextStyle) -> str:
        """The numId of a new list that counts from one, in the dress of another list."""
        found = self._definition(number_id)
        definition = found.get(tag("w:abstractNumId"), "") if found is not None else ""
        if not definition:
            definition = self._define("decimal", "%1.", style.indent or 18.0, style.hanging or 18.0)
        return self._number(definition, restart=True)

    def label(self, number_id: str, level: int, counts: list[int]) -> str:
        """What stands before a numbered heading (`2.1`); nothing where the house does not count in figures."""
        found = self._definition(number_id)
        if found is None:
            return ""
        text = ""
        for element in found.iterfind("w:lvl", NAMESPACES):
            depth = int(element.get(tag("w:ilvl"), "0"))
            kind, pattern = element.find("w:numFmt", NAMESPACES), element.find("w:lvlText", NAMESPACES)
            if depth == level and kind is not None and pattern is not None and kind.get(tag("w:val")) == "decimal":
                text = pattern.get(tag("w:val"), "")
        for depth, count in enumerate(counts):
            text = text.replace(f"%{depth + 1}", str(count))
        return "" if "%" in text else text

    def _definition(self, number_id: str) -> Any:
        for number in self.root.iterfind("w:num", NAMESPACES):
            reference = number.find("w:abstractNumId", NAMESPACES)
            if number.get(tag("w:numId")) == number_id and reference is not None:
                wanted = reference.get(tag("w:val"))
                for element in self.root.iterfind("w:abstractNum", NAMESPACES):
                    if element.get(tag("w:abstractNumId")) == wanted:
                        return element
        return None

    def _define(self, kind: str, text: str, indent: float, hanging: float) -> str:
        self.changed = True
        definitions = self.root.findall("w:abstractNum", NAMESPACES)
        number = 1 + max((int(element.get(tag("w:abstractNumId"), "0")) for element in definitions), default=-1)
        suffix = "" if text else '<w:suff w:val="nothing"/>'
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{suffix}'
            f'<w:lvlText w:val="{attribute_text(text.replace("%1", f"%{level + 1}"))}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{twips(indent + level * hanging)}" w:hanging="{twips(hanging)}"/></w:pPr></w:lvl>'
            for level in range(_LEVELS)
        )
        element = etree.fromstring(
            f'<w:abstractNum xmlns:w="{NAMESPACES["w"]}" w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        )
        first = self.root.find("w:num", NAMESPACES)
        if definitions:
            definitions[-1].addnext(element)
        elif first is not None:
            first.addprevious(element)
        else:
            self.root.append(element)
        return str(number)

    def _number(self, definition: str, restart: bool = False) -> str:
        self.changed = True
        numbers = self.root.findall("w:num", NAMESPACES)
        number = 1 + max((int(element.get(tag("w:numId"), "0")) for element in numbers), default=0)
        override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
        element = etree.fromstring(
            f'<w:num xmlns:w="{NAMESPACES["w"]}" w:numId="{number}"><w:abstractNumId w:val="{definition}"/>'
            f"{override}</w:num>"
        )
        (numbers or self.root.findall("w:abstractNum", NAMESPACES))[-1].addnext(element)
        return str(number)
