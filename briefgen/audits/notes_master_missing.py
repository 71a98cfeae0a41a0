"""Speaker notes need a notes master, and a notes page and its slide know each other.

A notes page without master, or one that two slides share, makes PowerPoint repair the file and drop the notes.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.audits._package import Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding, Severity
from briefgen.model import Artifact

RULE = "notes-master-missing"


def audit(artifact: Artifact) -> list[Finding]:
    """Notes pages that PowerPoint would drop."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for slide in parts.slides:
        notes = parts.related(slide, "notesSlide")
        if len(notes) > 1:
            yield Problem(slide, f"it has {len(notes)} notes pages")
        for page in notes:
            if page in owners:
                yield Problem(slide, f"its notes page is also that of {parts.place(owners[page])}")
            owners.setdefault(page, slide)
            if slide not in parts.related(page, "slide"):
                yield Problem(slide, "its notes page does not lead back to it", Severity.WARNING)
    pages = [name for name, _ in parts.of_type("notesSlide+xml")]
    for page in pages:
        if not parts.related(page, "notesMaster"):
            yield Problem(page, "it has no notes master")
    root = parts.xml(parts.main)
    if root is None or parts.word:
        return
    listed = [entry.get(tag("r:id"), "") for entry in root.iter(tag("p:notesMasterId"))]
    masters = {arrow.id for arrow in parts.arrows(parts.main) if arrow.kind == "notesMaster"}
    if pages and not masters:  # python-pptx lists no notes master and only points to it, which PowerPoint accepts
        yield Problem(parts.main, "slides have notes, and no relationship leads to a notes master")
    if len(listed) > 1:
        yield Problem(parts.main, "more than one notes master is listed")
    if any(identity not in masters for identity in listed):
        yield Problem(parts.main, "the notes master that is listed is not there")
