"""The properties' dates are W3CDTF (`2026-01-31T00:00:00Z`), marked as such, and each property stands once.

Office reports a file as corrupt when a date in docProps/core.xml is written in another way or a property is repeated.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from briefgen.audits._package import Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "document-date-bad"

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")


def audit(artifact: Artifact) -> list[Finding]:
    """Dates and properties that Office does not accept."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    for name, root in parts.of_type("core-properties+xml"):
        children = [child for child in root if isinstance(child.tag, str)]
        for repeated, count in Counter(child.tag for child in children).items():
            if count > 1:
                yield Problem(name, f"the property '{repeated.rsplit('}', 1)[-1]}' stands {count} times")
        for child in children:
            if child.tag not in (tag("dcterms:created"), tag("dcterms:modified"), tag("cp:lastPrinted")):
                continue
            local = child.tag.rsplit("}", 1)[-1]
            if not _is_date(child.text or ""):
                yield Problem(name, f"'{child.text}' is no date for '{local}'")
            elif child.tag != tag("cp:lastPrinted") and child.get(_TYPE) != "dcterms:W3CDTF":
                yield Problem(name, f"the date '{local}' is not marked as dcterms:W3CDTF")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    day = text.split("T")[0].split("-")
    year, month, number = (int(part) for part in (*day, "1", "1")[:3])
    try:
        datetime.date(year, month, number)
        if "T" in text:
            hours, minutes = text.split("T")[1][:5].split(":")
            datetime.time(int(hours), int(minutes))
    except ValueError:
        return False
    return True
