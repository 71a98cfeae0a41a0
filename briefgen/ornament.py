"""Felt patterns as polygons: the qoshqar müyiz (ram's horn) of Kazakh syrmaks, drawn from its construction.

A syrmak is cut from two felts at once, so figure and ground are the same shape in exchanged colours.  The motif is
built as its makers build it: a stem that parts into two horns, each curling inwards and thinning towards a round tip.
Everything is numbers, so the same ornament comes out at any size, and as native shapes that take the house's colours.
"""

from __future__ import annotations

import math

Point = tuple[float, float]
Polygon = tuple[Point, ...]

_STEM = 0.36
_ARCS = ((0.330, 105.0), (0.235, 100.0), (0.135, 150.0))
"""Radius and turning in degrees of the arcs that a horn's middle line runs through after the stem."""
_WIDTH_AT_ROOT, _WIDTH_AT_TIP, _TIP = 0.092, 0.048, 0.082


def circle(x: float, y: float, radius: float, steps: int = 20) -> Polygon:
    """A regular polygon that passes for a circle at the sizes of an ornament."""
    return tuple(
        (x + radius * math.cos(turn), y + radius * math.sin(turn))
        for turn in (2 * math.pi * step / steps for step in range(steps))
    )


def diamond(x: float, y: float, half_width: float, half_height: float) -> Polygon:
    """A square or rhombus that stands on its corner."""
    return ((x, y + half_height), (x + half_width, y), (x, y - half_height), (x - half_width, y))


def horn() -> tuple[Polygon, ...]:
    """The right horn of a pair, root at the origin, stem upwards: its band and the round of its tip."""
    middle: list[tuple[float, float, float]] = []
    x = y = 0.0
    heading = 90.0
    middle += [(0.0, _STEM * index / 8, heading) for index in range(8)]
    y = _STEM
    for radius, turning in _ARCS:
        steps = max(4, round(turning / 9))
        for _ in range(steps):
            middle.append((x, y, heading))
            chord = 2 * radius * math.sin(math.radians(turning / steps) / 2)
            heading -= turning / steps / 2
            x += chord * math.cos(math.radians(heading))
            y += chord * math.sin(math.radians(heading))
            heading -= turning / steps / 2
    middle.append((x, y, heading))
    left, right = [], []
    last = len(middle) - 1
    for index, (px, py, angle) in enumerate(middle):
        half = _WIDTH_AT_ROOT + (_WIDTH_AT_TIP - _WIDTH_AT_ROOT) * index / last
        nx, ny = -math.sin(math.radians(angle)), math.cos(math.radians(angle))
        left.append((px + nx * half, py + ny * half))
        right.append((px - nx * half, py - ny * half))
    inward = math.radians(heading - 90)
    offset = _TIP - _WIDTH_AT_TIP
    tip = circle(x + offset * math.cos(inward), y + offset * math.sin(inward), _TIP)
    return (*left, *reversed(right)), tip


def rosette(x: float, y: float, radius: float) -> tuple[Polygon, ...]:
    """Four pairs of horns around a diamond (tört qulaq, four ears), within `radius` of its centre; y runs down."""
    gap = 0.20
    scale = radius / (gap + _reach())
    parts: list[Polygon] = []
    for quarter in range(4):
        cosine, sine = round(math.cos(quarter * math.pi / 2)), round(math.sin(quarter * math.pi / 2))
        for side in (1, -1):
            for polygon in horn():
                turned = (
                    (side * px * cosine - (py + gap) * sine, side * px * sine + (py + gap) * cosine)
                    for px, py in polygon
                )
                parts.append(tuple((x + px * scale, y - py * scale) for px, py in turned))
    parts.append(diamond(x, y, 0.27 * scale, 0.27 * scale))
    return tuple(parts)


def _reach() -> float:
    return max(py for polygon in horn() for _, py in polygon)
