"""Everything that is not text says in words what it shows.

Pictures, charts and tables of slides, and drawings of a Word text, need an alternative text, or the mark that they are
decoration; a file name is not one.  Screen readers have nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefgen.audits._package import Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding, Severity
from briefgen.model import Artifact

RULE = "alt-text-missing"

_FILE_NAME = re.compile(r"[^\s/\\]+\.(png|jpe?g|gif|svg|emf|wmf|bmp|tiff?)", re.IGNORECASE)


def audit(artifact: Artifact) -> list[Finding]:
    """Pictures, charts and tables without words."""
    return collect(artifact, RULE, _problems(open_parts(artifact)), "give it an 'alt' text")


def _problems(parts: Parts) -> Iterator[Problem]:
    if parts.word:
        root = parts.xml(parts.main)
        found = [(parts.main, element) for element in (root.iter(tag("wp:docPr")) if root is not None else ())]
    else:
        found = [
            (slide, properties)
            for slide in parts.slides
            if (root := parts.xml(slide)) is not None
            for shape in root.iter(tag("p:pic"), tag("p:graphicFrame"))
            for properties in [next(shape.iter(tag("p:cNvPr")), None)]
            if properties is not None
        ]
    for name, properties in found:
        text = (properties.get("descr") or properties.get("title") or "").strip()
        if _is_decoration(properties):
            continue
        if not text:
            problem = f"'{properties.get('name', '')}' has no alternative text"
        elif _FILE_NAME.fullmatch(text):
            problem = f"'{properties.get('name', '')}' has a file name for alternative text ('{text}')"
        else:
            continue
        yield Problem(name, problem, Severity.WARNING)


def _is_decoration(properties: Any) -> bool:
    return any(mark.get("val") in ("1", "true") for mark in properties.iter(tag("adec:decorative")))
