"""Degrees to points: the part of the Earth that a map shows, laid flat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from briefgen.charts._atlas import Bounds, Ring


class Projection:
    """Equal-area, fitted into a rectangle of points: Albers' cone for a region, Equal Earth for most of the world.

    The cone's standard parallels lie a sixth of the frame from its edges, which keeps shapes nearly true across
    Central Asia.
    """

    def __init__(self, frame: Bounds, width: float, height: float) -> None:
        west, south, east, north = frame
        first, second = (math.radians(south + (north - south) * share) for share in (1 / 6, 5 / 6))
        self._middle = (west + east) / 2
        self._cone = (math.sin(first) + math.sin(second)) / 2
        self._world = east - west > 140 or north - south > 80 or abs(self._cone) < 0.05
        self._base = math.cos(first) ** 2 + 2 * self._cone * math.sin(first)
        self._scale, self._left, self._top = 1.0, 0.0, 0.0
        steps = [step / 24 for step in range(25)]
        edge = [(west + (east - west) * step, y) for step in steps for y in (south, north)]
        edge += [(x, south + (north - south) * step) for step in steps for x in (west, east)]
        flat = self._flat(edge, wrap=False)
        low, high = flat.min(axis=0), flat.max(axis=0)
        self._scale = float(min(width / (high[0] - low[0]), height / (high[1] - low[1])))
        self._left = width / 2 - float(low[0] + high[0]) / 2 * self._scale
        self._top = height / 2 + float(low[1] + high[1]) / 2 * self._scale

    def _flat(self, degrees: Sequence[tuple[float, float]], wrap: bool = True) -> Any:
        """Places on the projection's own plane, y upwards."""
        import numpy

        places = numpy.asarray(degrees, dtype=float)
        east = places[:, 0] - self._middle
        along = numpy.radians((east + 180) % 360 - 180 if wrap else east)
        up = numpy.radians(places[:, 1])
        if self._world:
            slant = numpy.arcsin(math.sqrt(3) / 2 * numpy.sin(up))
            a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
            square = slant * slant
            sixth = square**3
            x = (
                2
                * math.sqrt(3)
                / 3
                * along
                * numpy.cos(slant)
                / (a + 3 * b * square + sixth * (7 * c + 9 * d * square))
            )
            return numpy.column_stack((x, slant * (a + b * square + sixth * (c + d * square))))
        radius = numpy.sqrt(numpy.maximum(self._base - 2 * self._cone * numpy.sin(up), 0.0)) / self._cone
        return numpy.column_stack((radius * numpy.sin(self._cone * along), -radius * numpy.cos(self._cone * along)))

    def points(self, ring: Sequence[tuple[float, float]]) -> Any:
        """Longitudes and latitudes as an array of places in points from the rectangle's top left corner."""
        import numpy

        flat = self._flat(ring)
        return numpy.column_stack((self._left + flat[:, 0] * self._scale, self._top - flat[:, 1] * self._scale))

    def torn(self, ring: Ring) -> bool:
        """Whether the ring runs across the meridian at which the projection cuts the world open."""
        import numpy

        east = (numpy.asarray(ring)[:, 0] - self._middle + 180) % 360
        return bool(numpy.abs(numpy.diff(east)).max() > 180)
