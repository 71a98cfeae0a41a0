"""What each slide layout is for: its declared type tells, and where its regions stand and how large; never its name."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.color import contrast
from briefgen.layout_regions import FURNITURE, Sheet, area
from briefgen.model import ROLES, Box, Region

_TYPES = {
    "title": ("cover", 4.0),
    "secHead": ("section", 4.0),
    "obj": ("content", 2.5),
    "tx": ("content", 2.5),
    "twoObj": ("two-column", 3.0),
    "twoColTx": ("two-column", 3.0),
    "titleOnly": ("title-only", 3.0),
    "blank": ("blank", 3.0),
    "picTx": ("picture", 3.0),
    "objTx": ("exhibit", 1.0),
    "txAndObj": ("two-column", 2.0),
    "objAndTx": ("two-column", 2.0),
    "txAndChart": ("exhibit", 1.5),
    "chartAndTx": ("exhibit", 1.5),
}


def score_roles(sheet: Sheet, page: Box) -> None:
    """How well each role fits, from the layout's declared type and from geometry.

    PowerPoint writes the type (`secHead`) in every language alike, but designers copy layouts, so it counts only as
    much as two or three geometric signs.
    """
    by_role: dict[str, list[Region]] = {}
    for region in sheet.regions:
        by_role.setdefault(region.role, []).append(region)
    title = next(iter(by_role.get("title", [])), None)
    bodies = by_role.get("body", [])
    pictures = by_role.get("picture", [])
    subtitle = bool(by_role.get("subtitle"))
    centred = any(slot.kind == "ctrTitle" and slot.usable for slot in sheet.slots)
    named_subtitle = any(slot.kind == "subTitle" and slot.usable for slot in sheet.slots)
    upright = not any(not slot.upright for slot in sheet.slots if slot.kind not in FURNITURE)
    number = any(region.name == "section-number" for region in sheet.regions)
    scores: dict[str, float] = {role: 0.0 for role in ROLES if role != "other"}
    declared = _TYPES.get(sheet.type)
    empty = title is None and not bodies and not pictures
    if declared and upright and (declared[0] != "blank" or empty):
        scores[declared[0]] += declared[1]
    page_area = area(page)
    shares = sorted((area(region.box) / page_area for region in bodies), reverse=True)
    if title is None:
        scores["blank"] += 3.0 if not bodies and not pictures else 0.0
        scores["content"] += 1.0 if len(bodies) == 1 and shares[0] > 0.25 else 0.0
        scores["picture"] += 2.0 if pictures and not bodies else 0.0
        sheet.scores = scores
        return
    low = (title.box.y + title.box.h / 2) / page.h
    big = title.style.size / max(sheet.title_style.size, 1.0)
    top = low < 0.30
    special = contrast(sheet.ground, sheet.paper.color("bg1")) > 1.1
    below = [region for region in bodies if region.box.y >= title.box.y]
    scores["cover"] += (
        3.0 * centred
        + (0.5 * subtitle + 1.5 * named_subtitle) * (not bodies)
        + 1.0 * (low > 0.3)
        - 2.0 * len(bodies)
        - 1.5 * len(pictures)
    )
    scores["cover"] += 0.5 * (big > 1.2)
    scores["section"] += (
        1.5 * (low > 0.3) * (not centred)
        + 1.0 * special * (low > 0.25)
        + 2.5 * number
        + 1.5 * (subtitle and not centred and not named_subtitle)
        + 0.5 * (len(bodies) == 1 and shares[0] < 0.25)
        - 2.0 * (len(bodies) > 1)
        - 2.0 * top
        - 1.5 * len(pictures)
        - 1.5 * centred
    )
    scores["content"] += (
        2.0 * (len(bodies) == 1 and not pictures)
        + 1.5 * (len(bodies) == 1 and shares[0] > 0.3)
        + 1.0 * top
        - 1.0 * len(pictures)
        - 1.0 * max(len(bodies) - 1, 0)
        - 2.0 * (not bodies)
    )
    if len(bodies) == 2:
        first, second = sorted(bodies, key=lambda region: region.box.x)
        beside = first.box.x + first.box.w <= second.box.x + page.w * 0.02
        ratio = min(area(first.box), area(second.box)) / max(area(first.box), area(second.box))
        level = abs(first.box.y - second.box.y) < page.h * 0.06
        scores["two-column"] += 1.5 + 2.0 * beside + 1.5 * (ratio > 0.8) + 1.0 * level + 0.5 * top
        scores["exhibit"] += 1.5 + 1.5 * beside + 1.0 * (0.25 < ratio <= 0.8) + 0.5 * top if ratio <= 0.8 else 0.0
        stacked = not beside and abs(first.box.x - second.box.x) < page.w * 0.06
        scores["figures"] += (3.5 + 0.5 * top) if stacked else 0.0
    if len(pictures) == 1 and len(bodies) == 1:
        wide = pictures[0].box.w >= page.w * 0.4
        beside = pictures[0].box.x + pictures[0].box.w <= bodies[0].box.x + page.w * 0.02
        scores["exhibit"] += 3.0 * (wide and top) + 1.0 * beside
    if pictures:
        scores["picture"] += 2.0 + 1.0 * (area(pictures[0].box) / page_area > 0.25) - 1.0 * (len(pictures) > 1)
    if not bodies and not pictures:
        scores["statement"] += (
            1.5 * (big > 1.1 or title.box.h > page.h * 0.25)
            + 1.0 * (low > 0.25)
            - 1.5 * subtitle
            - 1.5 * centred
            - 2.0 * number
        )
        scores["title-only"] += (
            2.0 + 1.5 * top - 1.5 * subtitle - 1.0 * (big > 1.25) - 1.0 * (title.box.h > page.h * 0.35)
        )
    away = len([region for region in by_role.get("other", []) if region.placeholder is not None])
    for role in scores:
        scores[role] -= 0.15 * away + (3.0 if not upright else 0.0)
    scores["content"] += 0.2 * len(below)
    sheet.scores = scores


def settle_roles(sheets: list[Sheet], roles: Mapping[str, str]) -> None:
    """The best role for each layout; a second cover like the first, after the contents, is the closing.

    Where a house has no divider, a cover on a ground unlike the first one's is more of one than that itself.
    """
    for sheet in sheets:
        role, score = max(sheet.scores.items(), key=lambda item: item[1])
        turned = any(not slot.upright for slot in sheet.slots if slot.kind not in FURNITURE)
        sheet.role, sheet.quality = (role, score) if score >= 1.5 and not turned else ("other", 0.0)
    for master in {sheet.master for sheet in sheets}:
        own = [sheet for sheet in sheets if sheet.master == master]
        covers = [sheet for sheet in own if sheet.role == "cover"]
        sections = [sheet for sheet in own if sheet.role == "section"]
        if covers:
            main = max(covers, key=lambda sheet: (sheet.quality, -sheet.index))
            last = own[-1] if own else None
            for sheet in [*covers, *sections]:
                alike = sheet.ground == main.ground and sheet is not main
                after = all(sheet.index > other.index for other in own if other.role in ("content", "two-column"))
                if alike and after and (sheet.role == "cover" or len(sections) > 1 or last is sheet):
                    sheet.role = "closing"
            others = [sheet for sheet in covers if sheet.role == "cover" and contrast(sheet.ground, main.ground) > 1.5]
            if others and not sections:
                others[0].role = "section"
    for sheet in sheets:
        for key in (sheet.name, str(sheet.index + 1)):
            if key in roles:
                sheet.role, sheet.quality = roles[key], 99.0
