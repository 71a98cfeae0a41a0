"""Rectangles on a page: what they share, what one leaves of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefgen.model import Box


def clipped(box: Box, page: Box) -> Box:
    """The part of a box that lies on the page; without width or height if none does."""
    x, y = min(max(box.x, page.x), page.x + page.w), min(max(box.y, page.y), page.y + page.h)
    right, bottom = min(box.x + box.w, page.x + page.w), min(box.y + box.h, page.y + page.h)
    return Box(x, y, max(right - x, 0.0), max(bottom - y, 0.0))


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds them all."""
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.w for box in boxes), max(box.y + box.h for box in boxes)
    return Box(x, y, right - x, bottom - y)


def area(box: Box) -> float:
    """The surface of a box, nothing for one that is inside out."""
    return max(box.w, 0.0) * max(box.h, 0.0)


def beside(one: Box, other: Box) -> bool:
    """Whether two boxes stand above one another, however far."""
    return one.x < other.x + other.w and other.x < one.x + one.w


def shared(one: Box, other: Box) -> float:
    """The surface that two boxes share."""
    width = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    height = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    return width * height if width > 0 and height > 0 else 0.0


def inset(box: Box, insets: tuple[float, float, float, float]) -> Box:
    """A box without its margins: left, top, right, bottom."""
    left, top, right, bottom = insets
    return Box(box.x + left, box.y + top, max(box.w - left - right, 1.0), max(box.h - top - bottom, 1.0))


def trimmed(box: Box, blocks: Iterable[Box], gap: float = 0.0) -> Box:
    """The largest rectangle of a box that none of the blocks covers, a gap away from those above and below it."""
    for block in blocks:
        if shared(box, block) <= 0.5:
            continue
        right, bottom = box.x + box.w, box.y + box.h
        block_right, block_bottom = block.x + block.w, block.y + block.h
        below, above = block_bottom + gap, block.y - gap
        rests = (
            Box(box.x, below, box.w, bottom - below),
            Box(box.x, box.y, box.w, above - box.y),
            Box(block_right + gap, box.y, right - block_right - gap, box.h),
            Box(box.x, box.y, block.x - gap - box.x, box.h),
        )
        box = max(rests, key=area)
        if area(box) <= 0:
            return Box(box.x, box.y, 0.0, 0.0)
    return box
