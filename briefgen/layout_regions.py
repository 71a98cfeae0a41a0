"""A slide layout's placeholders -> regions: by types, places and sizes, never by names.

What a layout does not offer (a strip for sources, a body, a title) is derived from the area that is left free.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefgen.brand import EAST_ASIAN
from briefgen.color import TEXT_CONTRAST, mix, readable
from briefgen.model import Box, Region, TextStyle
from briefgen.office_theme import Paper

CLEARANCE = 8.0
"""How far words keep from what the house draws, in points on an ordinary slide."""
FURNITURE = {"ftr": "footer", "sldNum": "number", "dt": "date", "hdr": "other"}


@dataclass(slots=True)
class Slot:
    """A placeholder as found: type, idx, place, and what its text looks like at every level."""

    kind: str
    idx: int
    box: Box | None
    levels: tuple[TextStyle, ...]
    insets: tuple[float, float, float, float]
    anchor: str
    upright: bool
    order: int
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Ink:
    """Something a master or layout draws: its place, the colour it covers with (None: a line or a picture unknown)."""

    box: Box
    color: str | None
    picture: bool = False


@dataclass(slots=True)
class Sheet:
    """One layout while it is being understood."""

    name: str
    index: int
    master: int
    part: str
    type: str
    slots: list[Slot]
    inks: list[Ink]
    background: str
    ground: str
    paper: Paper
    title_style: TextStyle
    body_style: TextStyle
    title_home: Box | None
    body_home: Box | None
    regions: list[Region] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    role: str = "other"
    quality: float = 0.0

    @property
    def body_size(self) -> float:
        """The size of a body's first level on the master."""
        return self.body_style.size


def _overlap(first: Box, second: Box) -> Box | None:
    left, top = max(first.x, second.x), max(first.y, second.y)
    right, bottom = min(first.x + first.w, second.x + second.w), min(first.y + first.h, second.y + second.h)
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None


def area(box: Box) -> float:
    """The surface of a box, nothing for one that is inside out."""
    return max(box.w, 0.0) * max(box.h, 0.0)


def _rounded(box: Box) -> Box:
    return Box(round(box.x, 2), round(box.y, 2), round(box.w, 2), round(box.h, 2))


def mend_slots(sheet: Sheet, page: Box) -> None:
    """Cut placeholders to the page; those without a usable place or with a repeated idx cannot be filled."""
    seen: set[int] = set()
    for slot in sorted(sheet.slots, key=lambda slot: slot.order):
        box = slot.box
        if box is None or box.w <= 0 or box.h <= 0:
            slot.usable = False
            continue
        inside = _overlap(box, page)
        if inside is None or inside.w < page.w * 0.015 or inside.h < page.h * 0.012:
            slot.usable = False
            continue
        slot.box = _rounded(inside)
        if slot.kind not in ("title", "ctrTitle"):
            if slot.idx in seen:
                slot.usable = False
                continue
            seen.add(slot.idx)


def _region(slot: Slot, role: str, name: str) -> Region:
    assert slot.box is not None
    return Region(name, role, slot.box, slot.idx, slot.levels[0], slot.insets, slot.anchor)


def make_regions(sheet: Sheet, page: Box) -> None:
    """Give each placeholder a role by its type, its place and the size of its text."""
    usable = [slot for slot in sheet.slots if slot.usable and slot.box is not None]
    regions: list[Region] = []
    titles = [slot for slot in usable if slot.kind in ("title", "ctrTitle") and slot.upright]
    title = max(titles, key=lambda slot: area(slot.box or page)) if titles else None
    title_box = title.box if title else None
    texts = []
    for slot in usable:
        assert slot.box is not None
        if slot is title:
            regions.append(_region(slot, "title", "title"))
        elif slot.kind in FURNITURE:
            role = FURNITURE[slot.kind]
            regions.append(_region(slot, role if slot.upright else "other", role))
        elif not slot.upright or slot.kind in ("title", "ctrTitle"):
            regions.append(_region(slot, "other", f"upright-{slot.idx}"))
        elif slot.kind == "subTitle":
            regions.append(_region(slot, "subtitle", "subtitle"))
        elif slot.kind == "pic":
            regions.append(_region(slot, "picture", f"picture-{slot.idx}"))
        else:
            texts.append(slot)
    body_size = sheet.body_size
    large = [slot for slot in texts if _is_body(slot, page, body_size)]
    for slot in texts:
        assert slot.box is not None
        size, box = slot.levels[0].size, slot.box
        if slot in large:
            role = "picture" if slot.kind in ("chart", "media", "clipArt", "dgm") else "body"
            regions.append(_region(slot, role, f"body-{slot.idx}"))
        elif (
            slot.kind in ("body", "obj")
            and title_box is not None
            and _above(box, title_box)
            and size < title_size(title)
        ):
            regions.append(_region(slot, "kicker", "kicker"))
        elif (
            slot.kind == "body" and box.y >= page.h * 0.8 and size <= max(body_size * 0.8, 12) and box.w >= page.w * 0.3
        ):
            regions.append(_region(slot, "source", "source"))
        elif slot.kind == "body" and title is not None and size >= title_size(title) * 1.3:
            regions.append(_region(slot, "other", "section-number"))
        elif slot.kind == "body" and title_box is not None and box.y + 2 >= title_box.y + title_box.h * 0.5:
            regions.append(
                _region(slot, "subtitle" if box.w >= page.w * 0.3 and not large else "other", f"text-{slot.idx}")
            )
        else:
            regions.append(_region(slot, "other", f"text-{slot.idx}"))
    sheet.regions = _unique_roles(regions)
    sheet.ground = _ground_under(sheet, title_box or (large[0].box if large else None), page)


def title_size(slot: Slot | None) -> float:
    """The size of a title's text, 28 where there is none."""
    return slot.levels[0].size if slot else 28.0


def _is_body(slot: Slot, page: Box, body_size: float) -> bool:
    assert slot.box is not None
    size = slot.levels[0].size
    tall, wide = slot.box.h / page.h, slot.box.w / page.w
    return tall >= 0.16 and wide >= 0.16 and tall * wide >= 0.045 and size <= max(body_size * 1.8, 1)


def _above(box: Box, title: Box) -> bool:
    return box.y + box.h <= title.y + title.h * 0.35 and box.x < title.x + title.w


def _unique_roles(regions: Sequence[Region]) -> list[Region]:
    """One kicker, one source, one subtitle, one section number; the others of a kind are `other`."""
    seen: set[str] = set()
    result = []
    for region in sorted(regions, key=lambda region: (region.box.y, region.box.x)):
        key = region.name if region.name == "section-number" else region.role
        if key in ("kicker", "source", "subtitle", "section-number", "footer", "number", "date"):
            if key in seen:
                region = replace(region, role="other", name=f"text-{region.placeholder}")
            seen.add(key)
        result.append(region)
    return result


def _ground_under(sheet: Sheet, box: Box | None, page: Box) -> str:
    """The colour behind a box: the last filled shape that covers most of it, else the sheet's background."""
    color = sheet.background
    behind = box or Box(page.w * 0.1, page.h * 0.1, page.w * 0.8, page.h * 0.8)
    for ink in sheet.inks:
        shared = _overlap(ink.box, behind)
        if shared is not None and ink.color is not None and area(shared) >= 0.7 * area(behind):
            color = ink.color
    return color


def complete_regions(sheet: Sheet, page: Box) -> None:
    """Derive a title, a body and a strip for sources where the layout has none, and keep text off the decoration."""
    spare = sheet.role in ("cover", "section", "closing", "statement")
    wanted = ("title",) if spare else ("title", "body", "source")
    homes: dict[int | None, Box] = {region.placeholder: region.box for region in sheet.regions}
    homes.pop(None, None)
    regions = [_off_decoration(region, sheet, page) for region in sheet.regions]
    regions = _apart(regions)
    if sheet.role in ("cover", "section", "closing"):
        regions = _few_words(regions)
    roles = {region.role for region in regions}
    if "title" in wanted and "title" not in roles:
        regions.append(_derived_title(sheet, regions, page))
    title = next((region for region in regions if region.role == "title"), None)
    floor = _floor(regions, page)
    if "body" in wanted and not any(region.role == "body" for region in regions):
        free = _derived_body(sheet, regions, title, floor, page)
        if free is not None:
            body = Region("body", "body", _rounded(free), None, _own_style(sheet, "body"), (0, 0, 0, 0), "top")
            regions.append(_off_decoration(body, sheet, page))
    if "source" in wanted and not any(region.role == "source" for region in regions):
        regions = _with_source(regions, sheet, page, floor)
    sheet.regions = [
        replace(_finished(region, sheet, page), moved=homes.get(region.placeholder, region.box) != region.box)
        for region in regions
    ]


def _finished(region: Region, sheet: Sheet, page: Box) -> Region:
    ladder: tuple[float, ...] = ()
    if region.role in ("body", "picture"):
        ladder = make_ladder(region.style.size if region.role == "body" else sheet.body_size)
    ground = _ground_under(sheet, region.box, page)
    return replace(region, ladder=ladder, ground="" if ground == sheet.ground else ground)


def _apart(regions: Sequence[Region]) -> list[Region]:
    """Bodies and pictures cut back where a title stands on them, and of two bodies on one spot only the larger."""
    words = [region.box for region in regions if region.role in ("title", "subtitle", "kicker")]
    result: list[Region] = []
    taken: list[Box] = []
    order = sorted(regions, key=lambda region: -area(region.box))
    kept = set()
    for region in order:
        if region.role in ("body", "picture"):
            if any((shared := _overlap(region.box, box)) and area(shared) > 0.15 * area(region.box) for box in taken):
                continue
            taken.append(region.box)
        kept.add(id(region))
    for region in regions:
        if id(region) not in kept:
            result.append(replace(region, role="other", name=f"text-{region.placeholder}"))
            continue
        box = region.box
        if region.role in ("body", "picture"):
            for other in words:
                shared = _overlap(box, other)
                if shared is not None and area(shared) > 0.08 * area(other):
                    best = max(_around(box, other), key=area, default=None)
                    if best is not None and area(best) >= 0.45 * area(region.box):
                        box = best
        result.append(replace(region, box=_rounded(box)) if box != region.box else region)
    return result


def _few_words(regions: Sequence[Region]) -> list[Region]:
    """On covers and dividers there is no body: the largest text is the subtitle, one at the foot tells the edition."""
    has_subtitle = any(region.role == "subtitle" for region in regions)
    bodies = [region for region in regions if region.role == "body"]
    first = max(bodies, key=lambda region: area(region.box), default=None)
    result = []
    for region in regions:
        if region is first and not has_subtitle:
            region = replace(region, role="subtitle", name="subtitle")
        elif region.role == "body":
            region = replace(region, role="other", name=f"text-{region.placeholder}")
        elif region.role == "source":
            region = replace(region, role="other", name="meta")
        result.append(region)
    return result


def _derived_title(sheet: Sheet, regions: Sequence[Region], page: Box) -> Region:
    """A title where the master has its own, so that it stays in its place; else in the free band at the top."""
    style = _own_style(sheet, "title")
    taken = [region.box for region in regions if region.role in ("body", "picture", "subtitle", "other")]
    home = _overlap(sheet.title_home, page) if sheet.title_home else None
    if home is not None and home.h > page.h * 0.05 and not any(_overlap(home, box) for box in taken):
        return Region("title", "title", _rounded(home), None, style, (0, 0, 0, 0), "top")
    margin = page.w * 0.06
    box = Box(margin, page.h * 0.06, page.w - 2 * margin, page.h * 0.13)
    tops = [other.y for other in taken if other.y < page.h * 0.5]
    if tops and min(tops) < box.y + box.h:
        box = replace(box, y=page.h * 0.02, h=max(min(tops) - page.h * 0.03, page.h * 0.07))
    size = min(style.size, box.h / 2.6)
    return Region("title", "title", _rounded(box), None, replace(style, size=round(size, 1)), (0, 0, 0, 0), "top")


def _derived_body(sheet: Sheet, regions: Sequence[Region], title: Region | None, floor: float, page: Box) -> Box | None:
    """The room for a body: the master's own body, or what is free between the title and the footers."""
    margin = page.w * 0.06
    taken = [region.box for region in regions if region.role == "picture"]
    top = title.box.y + title.box.h + page.h * 0.02 if title else page.h * 0.08
    if top > page.h * 0.5 and title is not None and title.box.y > page.h * 0.35:
        top, floor = page.h * 0.06, title.box.y
    left, right = margin, page.w - margin
    if title and title.box.w > page.w * 0.5:
        left, right = title.box.x + title.insets[0], title.box.x + title.box.w - title.insets[2]
    room = Box(left, top, right - left, max(floor - top - page.h * 0.02, 0))
    home = _overlap(sheet.body_home, page) if sheet.body_home else None
    if home is not None:
        inside = _overlap(home, room)
        if inside is not None and area(inside) > 0.6 * area(room) and not any(_overlap(inside, box) for box in taken):
            return inside
    return _free_box(sheet, room, taken, page)


def _own_style(sheet: Sheet, family: str) -> TextStyle:
    """The master's own style of titles or bodies, in a colour that can be read on this layout's ground."""
    style = sheet.title_style if family == "title" else sheet.body_style
    return replace(style, color=readable(style.color, sheet.ground, TEXT_CONTRAST))


def _floor(regions: Sequence[Region], page: Box) -> float:
    """Where the content area ends: above the footers in the lower part of the page."""
    feet = [
        region.box.y
        for region in regions
        if region.role in ("footer", "number", "date", "source") and region.box.y > page.h * 0.75
    ]
    return min([*feet, page.h * 0.95])


def _free_box(sheet: Sheet, room: Box, taken: Sequence[Box], page: Box) -> Box | None:
    """The largest band of an area that no region and no decoration takes."""
    boxes = [room]
    blockers = list(taken)
    blockers += [_widened(ink.box, (0, 0, 0, 0), page) for ink in sheet.inks if area(ink.box) < area(page) * 0.5]
    for blocker in blockers:
        pieces: list[Box] = []
        for box in boxes:
            pieces.extend(_around(box, blocker))
        boxes = sorted(pieces, key=area, reverse=True)[:8]
    best = max(boxes, key=area, default=None)
    if best is None or best.w < page.w * 0.2 or best.h < page.h * 0.12:
        return None
    return best


def _around(box: Box, blocker: Box) -> list[Box]:
    """What is left of a box on each side of something in its way."""
    shared = _overlap(box, blocker)
    if shared is None:
        return [box]
    right, bottom = box.x + box.w, box.y + box.h
    return [
        piece
        for piece in (
            Box(box.x, box.y, box.w, blocker.y - box.y),
            Box(box.x, blocker.y + blocker.h, box.w, bottom - blocker.y - blocker.h),
            Box(box.x, box.y, blocker.x - box.x, box.h),
            Box(blocker.x + blocker.w, box.y, right - blocker.x - blocker.w, box.h),
        )
        if piece.w > 4 and piece.h > 4
    ]


def _widened(box: Box, insets: tuple[float, float, float, float], page: Box) -> Box:
    """Something drawn, with the air that words keep from it; what a region's insets keep already is not added."""
    unit = math.sqrt(area(page) / (960.0 * 540.0))
    left, top, right, bottom = (max(CLEARANCE * unit - inset, 0.0) for inset in insets)
    # What stands before it keeps away with its right side, what stands above with its foot.
    return Box(box.x - right, box.y - bottom, box.w + left + right, box.h + top + bottom)


def _off_decoration(region: Region, sheet: Sheet, page: Box) -> Region:
    """A region cut back where a drawn thing reaches into it, or a body close to it; panels behind it are left alone."""
    if region.role not in ("body", "picture", "title", "subtitle", "source"):
        return region
    box = region.box
    for ink in sheet.inks:
        widened = _widened(ink.box, region.insets, page)
        shared = _overlap(box, ink.box)
        close = region.role in ("body", "picture") and area(ink.box) >= 0.01 * area(page) and _overlap(box, widened)
        if shared is None and not close:
            continue
        share = area(shared) / area(box) if shared else 0.0
        covers = share > 0.45 or area(ink.box) > area(page) * 0.5
        if covers or (share < 0.004 and ink.color is None):
            continue
        pieces = _around(box, widened)
        best = max(pieces, key=area, default=None)
        if best is not None and area(best) >= 0.6 * area(box):
            box = best
    return replace(region, box=_rounded(box)) if box != region.box else region


def _with_source(regions: list[Region], sheet: Sheet, page: Box, floor: float) -> list[Region]:
    """A strip for sources between the bodies and the footers, taken from the bodies where there is no room."""
    content = [region for region in regions if region.role in ("body", "picture")]
    scale = min(max(page.h / 540.0, 0.2), 8.0)
    size = 9.5 * (scale if scale > 1.5 or scale < 0.6 else usual_scale(page.w, page.h))
    strip = round(size * 1.3 * 2, 1)
    edge = next((region for region in regions if region.role in ("body", "title")), None)
    left = min((region.box.x + region.insets[0] for region in content), default=edge.box.x if edge else page.w * 0.06)
    right = max(
        (region.box.x + region.box.w - region.insets[2] for region in content),
        default=edge.box.x + edge.box.w if edge else page.w * 0.94,
    )
    end = max((region.box.y + region.box.h for region in content), default=floor - strip)
    top = min(max(end + size * 0.3, floor - strip - size * 0.6), floor - strip - 1)
    mended = []
    for region in regions:
        if region.role in ("body", "picture") and region.box.y + region.box.h > top - size * 0.3:
            height = top - size * 0.3 - region.box.y
            if height >= page.h * 0.1:
                region = replace(region, box=_rounded(replace(region.box, h=height)))
        mended.append(region)
    box = Box(left, top, max(right - left, page.w * 0.2), strip)
    words = [region.box for region in mended if region.role in ("title", "subtitle", "other", "kicker")]
    if any(_overlap(box, other) for other in words):
        return mended
    color = readable(mix(sheet.paper.color("tx1"), sheet.ground, 0.35), sheet.ground, TEXT_CONTRAST)
    fonts = sheet.paper.fonts
    style = TextStyle(
        fonts.get("+mn-lt") or "Calibri",
        fonts.get("+mn-ea") or EAST_ASIAN,
        round(size, 1),
        color=color,
        line_spacing=0.95,
    )
    source = Region("source", "source", _rounded(box), None, style, (0.0, 0.0, 0.0, 0.0), "bottom")
    return [*mended, _off_decoration(source, sheet, page)]


def usual_scale(width: float, height: float) -> float:
    """How much larger than an ordinary slide a page of a usual height is, by its surface; nothing is set smaller.

    >>> round(usual_scale(1024, 768), 2), usual_scale(720, 540)
    (1.23, 1.0)
    """
    return min(max(math.sqrt(width * height / (960.0 * 540.0)), 1.0), 1.5)


def make_ladder(size: float) -> tuple[float, ...]:
    """Sizes from a body's own down to twelve points, in steps that an eye accepts as one family.

    >>> make_ladder(28)
    (28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0)
    >>> make_ladder(18)
    (18.0, 16.0, 14.0, 12.0)
    """
    usual = (96.0, 80.0, 72.0, 66.0, 60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0)
    if size <= 12:
        return (round(size, 1),)
    if size > 96:
        return tuple(round(size * share, 1) for share in (1, 0.9, 0.8, 0.7, 0.6))
    return (round(size, 1), *(step for step in usual if step < size - 0.9))
