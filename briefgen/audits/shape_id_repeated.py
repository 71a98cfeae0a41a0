"""Every shape of a slide has an id of its own.

PowerPoint repairs a slide, layout or master on which two shapes share an id, or where an id is no number;
links and animations find their shape by it.  In Word the same holds for drawings of one part.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.audits._package import Parts, Problem, collect, integer, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "shape-id-repeated"


def audit(artifact: Artifact) -> list[Finding]:
    """Shapes that share an id, or have none that counts."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    for name, root in parts.drawn():
        seen: dict[int, str] = {}
        for element in root.iter(tag("p:cNvPr"), tag("wp:docPr")):
            if _is_root(element):
                continue  # LibreOffice gives a slide's own group the id of another shape, and PowerPoint does not mind
            title = element.get("name", "")
            identity = integer(element.get("id"))
            if identity is None or not 0 <= identity < 2**32:
                yield Problem(name, f"the shape '{title}' has the id '{element.get('id')}'")
            elif _in_fallback(element):
                continue
            elif identity in seen:
                yield Problem(name, f"the shapes '{seen[identity]}' and '{title}' share the id {identity}")
            else:
                seen[identity] = title


def _is_root(element: Any) -> bool:
    """Whether these are the properties of the group that holds all shapes of a slide."""
    parent = element.getparent()
    if parent is None or parent.tag != tag("p:nvGrpSpPr") or parent.getparent() is None:
        return False
    return bool(parent.getparent().tag == tag("p:spTree"))


def _in_fallback(element: Any) -> bool:
    """Alternate content says the same shape twice, with one id."""
    return next(element.iterancestors(tag("mc:Fallback")), None) is not None
