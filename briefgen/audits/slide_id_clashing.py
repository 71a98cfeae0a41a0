"""Slides, masters and layouts have ids of their own, in the range that is theirs.

Masters and layouts share one range (from 2,147,483,648), slides have another (256 to 2,147,483,647).  A clash, or a
layout that no master or more than one master lists, makes PowerPoint repair the file, often after a second master was
copied in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from briefgen.audits._package import Parts, Problem, collect, integer, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "slide-id-clashing"

_FIRST_SLIDE, _FIRST_MASTER, _BEYOND = 256, 2**31, 2**32


def audit(artifact: Artifact) -> list[Finding]:
    """Ids of slides, masters and layouts that clash."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    root = parts.xml(parts.main)
    if root is None or parts.word:
        return
    yield from _slides(parts, root)
    identities: list[int | None] = [integer(entry.get("id")) for entry in root.iter(tag("p:sldMasterId"))]
    if not identities:
        yield Problem(parts.main, "it lists no slide master")
    owners: Counter[str] = Counter()
    for name, master in parts.of_type("slideMaster+xml"):
        targets = {arrow.id: arrow.target for arrow in parts.arrows(name)}
        for entry in master.iter(tag("p:sldLayoutId")):
            identities.append(integer(entry.get("id")))
            layout = targets.get(entry.get(tag("r:id"), ""), "")
            owners[layout] += 1
            if layout in parts.members and parts.related(layout, "slideMaster") != [name]:
                yield Problem(layout, f"it is a layout of '{name}' and leads to another master")
    for layout, count in owners.items():
        if layout and count > 1:
            yield Problem(layout, f"it is listed by masters {count} times")
    for identity, count in Counter(identities).items():
        # PowerPoint itself leaves the id out where there is one master alone.
        if identity is None:
            continue
        if not _FIRST_MASTER <= identity < _BEYOND:
            yield Problem(parts.main, f"a master or layout has the id {identity}, which is out of range")
        if count > 1:
            yield Problem(parts.main, f"{count} masters or layouts have the id {identity}")


def _slides(parts: Parts, root: Any) -> Iterator[Problem]:
    entries = list(root.iter(tag("p:sldId")))
    for identity, count in Counter(entry.get("id", "") for entry in entries).items():
        number = integer(identity)
        if number is None or not _FIRST_SLIDE <= number < _FIRST_MASTER:
            yield Problem(parts.main, f"a slide has the id '{identity}', which is out of range")
        if count > 1:
            yield Problem(parts.main, f"{count} slides have the id {identity}")
    for identity, count in Counter(entry.get(tag("r:id"), "") for entry in entries).items():
        if count > 1:
            yield Problem(parts.main, f"the slide '{identity}' is listed {count} times")
    for slide in parts.slides:
        layouts = parts.related(slide, "slideLayout")
        if len(layouts) != 1:
            yield Problem(slide, f"it has {len(layouts)} layouts")
