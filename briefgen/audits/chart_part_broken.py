"""A native chart's cache says how many points it has, and its axes are all there.

PowerPoint and Word repair a chart whose `ptCount` is less than its points, whose points repeat an index, whose series
share an index, or that names an axis which is not there; a negative axis id is against the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.audits._package import Parts, Problem, collect, integer, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "chart-part-broken"

_AXES = tuple(tag(f"c:{name}") for name in ("catAx", "valAx", "dateAx", "serAx"))
_WITHOUT_AXES = frozenset(tag(f"c:{name}") for name in ("pieChart", "pie3DChart", "doughnutChart", "ofPieChart"))


def audit(artifact: Artifact) -> list[Finding]:
    """Charts that Office would repair."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    for name, root in parts.of_type("drawingml.chart+xml"):
        for text in (*_caches(root), *_axes(root)):
            yield Problem(name, text)


def _caches(root: Any) -> Iterator[str]:
    for cache in root.iter(tag("c:numCache"), tag("c:strCache"), tag("c:numLit"), tag("c:strLit"), tag("c:lvl")):
        declared = cache.find(tag("c:ptCount"))
        if declared is None and cache.tag == tag("c:lvl"):
            declared = cache.getparent().find(tag("c:ptCount"))
        count = integer(declared.get("val")) if declared is not None else None
        points = cache.findall(tag("c:pt"))
        if count is None:
            if points:
                yield "a cache does not say how many points it has"
            continue
        indexes = [integer(point.get("idx")) for point in points]
        if len(set(indexes)) != len(indexes):
            yield "a cache has two points of one index"
        if any(index is None or not 0 <= index < count for index in indexes):
            yield f"a cache says it has {count} points and has others"
        if cache.tag in (tag("c:numCache"), tag("c:numLit")):
            for point in points:
                if not _is_number(point.findtext(tag("c:v"))):
                    yield f"'{point.findtext(tag('c:v'))}' stands where a number belongs"


def _is_number(text: str | None) -> bool:
    try:
        number = float(text or "")
    except ValueError:
        return (text or "").startswith("#")
    return number == number and abs(number) != float("inf")


def _axes(root: Any) -> Iterator[str]:
    for area in root.iter(tag("c:plotArea")):
        axes: list[str] = []
        for axis in area.iter(*_AXES):
            identity = axis.find(tag("c:axId"))
            value = identity.get("val", "") if identity is not None else ""
            number = integer(value)
            if number is None or not 0 <= number < 2**32:
                yield f"an axis has the id '{value}'"
            if value in axes:
                yield f"two axes have the id '{value}'"
            axes.append(value)
        for axis in area.iter(*_AXES):
            cross = axis.find(tag("c:crossAx"))
            if cross is not None and cross.get("val") not in axes:
                yield f"an axis crosses the axis '{cross.get('val')}', which is not there"
        for chart in area:
            if not isinstance(chart.tag, str) or not chart.tag.endswith("Chart"):
                continue
            used = [entry.get("val") for entry in chart.findall(tag("c:axId"))]
            for value in used:
                if value not in axes:
                    yield f"it uses the axis '{value}', which is not there"
            if chart.tag in _WITHOUT_AXES:
                continue
            if len(used) < 2:
                yield f"it names {len(used)} axes where it needs two"
        for key in ("c:idx", "c:order"):
            values = [entry.get("val") for series in area.iter(tag("c:ser")) for entry in series.findall(tag(key))]
            if len(set(values)) != len(values):
                yield f"two series share one {key.removeprefix('c:')}"
