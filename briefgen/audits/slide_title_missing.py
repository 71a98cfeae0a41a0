"""Every slide has a title of its own, and the file has one too.

Readers who listen move from title to title; a slide without one, or two with the same, cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.audits._package import Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding, Severity
from briefgen.model import Artifact

RULE = "slide-title-missing"


def audit(artifact: Artifact) -> list[Finding]:
    """Slides without a title, and titles that stand twice."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for slide in parts.slides:
        title = _title(parts.xml(slide))
        if not title:
            yield Problem(slide, "it has no title", Severity.WARNING)
        elif title in seen:
            yield Problem(slide, f"its title is also that of {parts.place(seen[title])}", Severity.WARNING)
        else:
            seen[title] = slide
    cores = list(parts.of_type("core-properties+xml"))
    if parts.main and not any((root.findtext(tag("dc:title")) or "").strip() for _, root in cores):
        yield Problem("", "its properties have no title", Severity.WARNING)


def _title(root: Any) -> str:
    for shape in root.iter(tag("p:sp")) if root is not None else ():
        holder = shape.find(f"{tag('p:nvSpPr')}/{tag('p:nvPr')}/{tag('p:ph')}")
        if holder is not None and holder.get("type") in ("title", "ctrTitle"):
            words = "".join(text.text or "" for text in shape.iter(tag("a:t")))
            if words.strip():
                return " ".join(words.split())
    return ""
