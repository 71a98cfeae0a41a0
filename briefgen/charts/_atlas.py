"""The atlas: borders of countries, places, and names that we word otherwise than CLDR.

Borders are Natural Earth's; an author may give other ones as TopoJSON, and they are read alike.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

ATLAS = Path(__file__).parent.parent / "atlas"

Bounds = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""

Ring = list[tuple[float, float]]


class Topology:
    """A TopoJSON file of countries, decoded country by country as they are asked for."""

    def __init__(self, blob: bytes) -> None:
        data = json.loads(gzip.decompress(blob) if blob[:2] == b"\x1f\x8b" else blob)
        self._arcs = data["arcs"]
        self._relative = "transform" in data
        transform = data.get("transform", {"scale": [1, 1], "translate": [0, 0]})
        self._scale, self._move = transform["scale"], transform["translate"]
        self._decoded: dict[int, Ring] = {}
        self._shapes: dict[str, list[Any]] = {}
        for geometry in data["objects"]["countries"]["geometries"]:
            code = str(geometry.get("id") or geometry.get("properties", {}).get("name", "")).upper()
            shapes = geometry.get("arcs", [])
            self._shapes.setdefault(code, []).extend([shapes] if geometry["type"] == "Polygon" else shapes)

    def part(self, code: str, name: str, latitude: float, longitude: float) -> None:
        """Take the areas of a country that hold a place out of it, as a country of another name."""
        shapes = self._shapes.get(code, [])
        parted = [shape for shape in shapes if inside(self._ring(shape[0]), longitude, latitude)]
        if parted:
            self._shapes[code] = [shape for shape in shapes if shape not in parted]
            self._shapes[name] = parted

    @property
    def codes(self) -> tuple[str, ...]:
        """The countries that the file holds."""
        return tuple(self._shapes)

    def rings(self, code: str) -> list[Ring]:
        """The rings of a country, in degrees of longitude and latitude."""
        return [self._ring(ring) for polygon in self._shapes.get(code, ()) for ring in polygon]

    def _ring(self, numbers: Sequence[int]) -> Ring:
        points: Ring = []
        for number in numbers:
            piece = self._arc(number)
            points.extend(piece[1:] if points else piece)
        return points

    def _arc(self, number: int) -> Ring:
        """A stretch of border; one counted by its complement runs backwards."""
        place = number if number >= 0 else ~number
        points = self._decoded.get(place)
        if points is None:
            points, x, y = [], 0, 0
            (scale_x, scale_y), (move_x, move_y) = self._scale, self._move
            for step in self._arcs[place]:
                x, y = (x + step[0], y + step[1]) if self._relative else (step[0], step[1])
                points.append((x * scale_x + move_x, y * scale_y + move_y))
            self._decoded[place] = points
        return points if number >= 0 else points[::-1]


@lru_cache(maxsize=2)
def topology(blob: bytes) -> Topology:
    """The borders of a file, or the atlas's own where there is none: with what is disputed apart from all countries."""
    if blob:
        return Topology(blob)
    own = Topology((ATLAS / "borders.json.gz").read_bytes())
    for name, (code, latitude, longitude) in atlas_index()["disputed"].items():
        own.part(code, name, latitude, longitude)
    return own


def box_of(rings: Sequence[Ring]) -> Bounds:
    """The box that holds all rings."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def inside(ring: Ring, x: float, y: float) -> bool:
    """Whether a place lies within a ring: a line from it to the east crosses the ring an odd number of times."""
    crossings = 0
    for (x1, y1), (x2, y2) in itertools.pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1


def territory(code: str, language: str) -> str:
    """A country's name in a language: CLDR's, but for those that we word otherwise."""
    own = atlas_index()["names"].get(code, {})
    if language in own:
        return str(own[language])
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language).territories.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


@cache
def atlas_index() -> dict[str, Any]:
    """The boxes of countries, the places with latitude and longitude, and the names that we word ourselves."""
    loaded: dict[str, Any] = json.loads((ATLAS / "index.json").read_text("utf-8"))
    return loaded
