"""What stands around a slide's body: title, kicker, subtitle, source, footer and number, each in the layout's region.

A region that the layout lacks is derived from those that it has, or from the page.  What a region offers is taken only
where nothing else stands, so that the oddest template gives slides on which nothing overlaps.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefgen.arrange import Area
from briefgen.boxes import area as surface
from briefgen.boxes import beside, clipped, inset, shared, trimmed, union
from briefgen.breaks import has_phrases
from briefgen.color import contrast, is_dark
from briefgen.model import Box, Document, Frame, Layout, Para, Part, Passage, Placed, Region, Run, Template
from briefgen.typeset import ALIKE, SPARE, Typesetter

TITLE_LINES = 2
FRONT = frozenset({"cover", "divider", "closing"})
_LEAST = 9.0
_BARE = (0.0, 0.0, 0.0, 0.0)
_SMALL = frozenset({"meta", "source", "note"})
# Below this contrast words are not faint but unseen: their colour was chosen for another ground.
_INVISIBLE = 2.5
# A title this near to its own size is still the one that the house chose.
_NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Slots:
    """A layout's regions by what they take; regions off the page or without room are left out.

    `ground` is the colour behind the body; `fronted` tells a layout that was made for a cover or a divider.
    """

    title: Region | None = None
    subtitle: Region | None = None
    kicker: Region | None = None
    source: Region | None = None
    footer: Region | None = None
    date: Region | None = None
    number: Region | None = None
    bodies: tuple[Region, ...] = ()
    others: tuple[Region, ...] = ()
    ground: str = ""
    fronted: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A slide without its body: what is read before it and after it, its room, and the parts that still need it."""

    before: tuple[Placed, ...]
    after: tuple[Placed, ...]
    area: Area
    parts: tuple[Part, ...]


class Surround:
    """Fills a template's regions for one document."""

    def __init__(self, document: Document, template: Template, setter: Typesetter) -> None:
        self.document = document
        self.setter = setter
        self.page = Box(0.0, 0.0, template.width, template.height)
        self.in_phrases = has_phrases(document.language)
        self._margin = template.width * 54.0 / 960.0
        self._top = template.height * 36.0 / 540.0
        self._agreed: dict[int, float] = {}
        # Each layout is kept with its answer, so that no other can come to bear its id.
        self._slots: dict[int, tuple[Slots, Layout | None]] = {}
        self._body_top: float | None = None

    def slots(self, layout: Layout | None) -> Slots:
        """The regions of a layout, clipped to the page."""
        key = id(layout)
        if key not in self._slots:
            self._slots[key] = (self._clipped_slots(layout), layout)
        return self._slots[key][0]

    def _clipped_slots(self, layout: Layout | None) -> Slots:
        unit = self.setter.unit
        found: dict[str, list[Region]] = {}
        for region in layout.regions if layout is not None else ():
            box = clipped(region.box, self.page)
            if layout is not None and box.w >= 24 * unit and box.h >= 5 * unit:
                ground = region.ground or layout.ground
                style = region.style
                if contrast(style.color, ground) < _INVISIBLE:
                    # White words meant for a picture that the house lays over each slide, and that is not there.
                    style = dataclasses.replace(style, color=self.setter.legible(style.color, ground))
                found.setdefault(region.role, []).append(
                    dataclasses.replace(region, box=box, ground=ground, style=style)
                )

        def largest(role: str) -> Region | None:
            return max(found.get(role, []), key=lambda region: surface(region.box), default=None)

        bodies = [*found.get("body", []), *found.get("picture", [])]
        main = max(bodies, key=lambda region: surface(region.box), default=None)
        ground = main.ground if main else layout.ground if layout is not None else ""
        bodies = [region for region in bodies if region.ground == ground]
        whole = {region.placeholder: region.box for region in layout.regions} if layout is not None else {}
        # Of a body that lies mostly off the page too little is left; the page has more room.
        bodies = [one for one in bodies if surface(one.box) >= 0.6 * surface(whole.get(one.placeholder, one.box))]
        return Slots(
            title=largest("title"),
            subtitle=largest("subtitle"),
            kicker=largest("kicker"),
            source=largest("source"),
            footer=largest("footer"),
            date=largest("date"),
            number=largest("number"),
            bodies=tuple(sorted(bodies, key=lambda region: (region.box.x, region.box.y))),
            others=tuple(found.get("other", [])),
            ground=ground,
            fronted=layout is not None and layout.role in {"cover", "section", "closing", "statement"},
        )

    def agree_on_bodies(self, layout: Layout | None) -> None:
        """Remember where the bodies of the usual layout begin: those that are derived begin there as well."""
        bodies = [region.box for region in self.slots(layout).bodies if region.placeholder is not None]
        self._body_top = min((box.y for box in bodies), default=None)

    def is_roomy(self, layout: Layout) -> bool:
        """Whether the layout leaves its body a fifth of the page."""
        slots = self.slots(layout)
        bars = [region.box for region in (slots.title, slots.footer, slots.number, slots.source) if region]
        box = self._body(slots, bars)
        return surface(box) >= 0.2 * surface(self.page) and box.w >= 0.35 * self.page.w

    def with_room(self, slots: Slots) -> Slots:
        """The regions for a slide with a body: of a title that fills the page only a strip at its head is kept."""
        title = slots.title
        if title is None or title.box.w < 0.5 * self.page.w:
            return slots
        bars = [region.box for region in (title, slots.footer, slots.number, slots.source) if region]
        if surface(self._body(slots, bars)) >= 0.2 * surface(self.page):
            return slots
        box = Box(title.box.x, min(title.box.y, self._top), title.box.w, 0.2 * self.page.h)
        style = dataclasses.replace(title.style, size=min(title.style.size, 0.085 * self.page.h))
        strip = dataclasses.replace(title, box=box, style=style, anchor="top")
        return dataclasses.replace(slots, title=strip, bodies=(), source=None)

    def same_title(self, layout: Layout, other: Layout) -> bool:
        """Whether both layouts have their title in the same place, so that it stays there from slide to slide."""
        one, two = self.slots(layout).title, self.slots(other).title
        if one is None or two is None:
            return one is two
        return (
            abs(one.box.x - two.box.x) <= 0.04 * self.page.w
            and abs(one.box.y - two.box.y) <= 0.05 * self.page.h
            and one.box.w >= 0.8 * two.box.w
        )

    def opening(self, passage: Passage, title: tuple[Run, ...], slots: Slots, number: int, index: int) -> Opening:
        """A passage's slide (its first, or a further one) but for its body."""
        front = passage.role in FRONT and index == 0
        taken: list[Placed] = []
        before = [self._title(title, slots, front, index)]
        taken += [placed for placed in before if placed]
        parts = passage.parts if index == 0 else ()
        details: list[Placed] = []
        tail: tuple[Para, ...] = ()
        if front:
            parts, details, slots = self._front(passage, slots, taken)
            tail = tuple(part for part in parts if isinstance(part, Para) and part.role in _SMALL)
        before.append(self._line(slots.kicker, "kicker", passage.kicker, "Kicker", taken))
        subtitle, joined = self._subtitle(passage, slots, taken, front, tail)
        before.append(subtitle)
        if tail and not joined and passage.role == "cover":
            found = [self._stray(para, slots, taken) for para in tail]
            details += [placed for placed in found if placed]
            tail = tuple(para for para, placed in zip(tail, found, strict=True) if placed)
        if tail and (joined or passage.role == "cover"):
            parts = tuple(part for part in parts if part not in tail)
        after = [] if front else self._foot(slots, number, taken)
        box = self._body(slots, [placed.box for placed in taken])
        source, box = self._source(passage, slots, box, taken)
        split = None
        bodies = [region.box for region in slots.bodies]
        if len(bodies) == 2 and bodies[0].x + bodies[0].w <= bodies[1].x + 1:
            split = min(max(bodies[0].w / (bodies[0].w + bodies[1].w), 0.35), 0.7)
        return Opening(
            (*(placed for placed in before if placed), *details),
            (*([source] if source else []), *after),
            Area(box, split),
            parts,
        )

    def continued(self, index: int) -> str:
        """What a further slide's title ends with; later ones are counted, for no two titles are to be alike."""
        if index == 0:
            return ""
        word = self.document.words.get("continued", "continued")
        inner = word if index == 1 else f"{word} {index}"
        return self.document.words.get("title-note", " ({text})").replace("{text}", inner)

    # -------------------------------------------------------------------------------------------- titles

    def agree_on_titles(self, passages: Sequence[tuple[Passage, Layout | None]]) -> None:
        """One size for the titles of a deck: the largest at which nine in ten fit; the others go lower alone."""
        sizes: dict[int, list[float]] = {}
        for passage, layout in passages:
            if passage.role in FRONT or not passage.title:
                continue
            slots = self.slots(layout)
            if passage.parts:
                slots = self.with_room(slots)
            region = slots.title or self._derived_title(slots)
            size, _, _ = self._title_size(Para("title", passage.title), region, slots, front=False)
            sizes.setdefault(_kind(region), []).append(size)
        for kind, found in sizes.items():
            self._agreed[kind] = sorted(found)[len(found) // 10]

    def most_lines(self, width: float, front: bool) -> int:
        """How many lines a title may take in a box of this width."""
        return 4 if front or width < 0.5 * self.page.w or self.page.w < self.page.h else TITLE_LINES

    def _title(self, runs: tuple[Run, ...], slots: Slots, front: bool, index: int) -> Placed | None:
        if not runs:
            return None
        region = slots.title or self._derived_title(slots)
        for mark in (self.continued(index), ""):
            para = Para("title", (*runs, Run(mark)) if mark else runs)
            size, needed, lines = self._title_size(para, region, slots, front)
            if lines <= self.most_lines(region.box.w, front) or not mark:
                break
        agreed = self._agreed.get(_kind(region), size)
        if not front and agreed < size:
            size, needed = agreed, self._title_height(para, region, agreed)
        if self.in_phrases:
            # Other words share a line then, and a line with Chinese in it is higher than one without.
            broken = self.setter.in_phrases(para, region.style, size, inset(region.box, region.insets).w)
            height = self._title_height(broken, region, size)
            if height <= max(needed, self._grown(region, self.page.h, slots, front).h):
                para, needed = broken, height
        box = region.box if needed <= region.box.h else self._grown(region, needed, slots, front)
        return self._put((para,), size, region, self._balanced((para,), size, region, box), "Title")

    def _balanced(self, paras: tuple[Para, ...], size: float, region: Region, box: Box) -> Box:
        """A box narrowed until its two lines are about alike; Chinese is broken at its phrases instead."""
        styles, sizes = (region.style,) * len(paras), (size,) * len(paras)
        inner = inset(box, region.insets).w
        if self.in_phrases or self.setter.measure(paras, styles, sizes, inner).lines != 2:
            return box
        spare = inner - self.setter.balanced(paras, styles, sizes, inner)
        before = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}.get(region.style.align, 0.0)
        return dataclasses.replace(box, x=box.x + before * spare, w=box.w - spare)

    def _title_size(self, para: Para, region: Region, slots: Slots, front: bool) -> tuple[float, float, int]:
        """The title's size, the height that it then needs, and its lines; the last of its ladder if none fits.

        A little smaller in its own box is better than larger in one that grows into the body, and that is better than
        much smaller: a house chose its titles' size before its box.
        """
        most = self.most_lines(region.box.w, front)
        inner = inset(region.box, region.insets).w
        size, needed, lines = region.style.size, 0.0, 0
        ladder = _title_ladder(region, self.setter.unit)
        near = [one for one in ladder if one >= _NEAR * ladder[0]]
        heights = (region.box.h, self._grown(region, self.page.h, slots, front).h)
        for sizes, height in itertools.product((near, ladder[len(near) :]), heights):
            for size in sizes:
                measured = self.setter.measure((para,), (region.style,), (size,), inner)
                needed, lines = self._title_height(para, region, size), measured.lines
                if lines <= most and needed <= height and not measured.forced:
                    return size, needed, lines
        return size, needed, lines

    def _title_height(self, para: Para, region: Region, size: float) -> float:
        inner = inset(region.box, region.insets).w
        height = self.setter.measure((para,), (region.style,), (size,), inner).height
        return height / (1 - SPARE / 2) + region.insets[1] + region.insets[3]

    def _grown(self, region: Region, needed: float, slots: Slots, front: bool) -> Box:
        """The region's box, higher where the page below it (or above, if it hangs from its foot) is free."""
        box = region.box
        extra = min(max(needed - box.h, 0.0), 0.14 * self.page.h)
        others = (slots.subtitle, slots.kicker, slots.source, slots.footer, slots.number, slots.date)
        across = [slot.box for slot in others if slot is not None and beside(slot.box, box)]
        if region.anchor == "bottom":
            ceiling = max((other.y + other.h for other in across if other.y < box.y), default=0.25 * self._top)
            extra = max(min(extra, box.y - ceiling), 0.0)
            return Box(box.x, box.y - extra, box.w, box.h + extra)
        # A date or a kicker just below gives way; what stands in the lower half of the page, and a subtitle, does not.
        kept = [slot.box for slot in (slots.subtitle,) if slot is not None and front]
        kept += [other for other in across if other.y > 0.5 * self.page.h]
        floor = min((other.y for other in kept if other.y > box.y), default=0.7 * self.page.h)
        extra = max(min(extra, floor - box.y - box.h), 0.0)
        return Box(box.x, box.y, box.w, box.h + extra)

    def _derived_title(self, slots: Slots) -> Region:
        """A strip for the title at the head of a page whose layout has none."""
        bodies = [region.box for region in slots.bodies]
        x = min((box.x for box in bodies), default=self._margin)
        right = max((box.x + box.w for box in bodies), default=self.page.w - self._margin)
        style = self.setter.style("title")
        style = dataclasses.replace(style, size=max(min(style.size, 0.09 * self.page.h), _LEAST))
        box = Box(x, self._top, max(right - x, 0.3 * self.page.w), 2.7 * style.size)
        return Region("title", "title", clipped(box, self.page), None, style, insets=_BARE)

    # ------------------------------------------------------------------------------------- lines of words

    def _line(
        self, region: Region | None, role: str, runs: tuple[Run, ...], name: str, taken: list[Placed]
    ) -> Placed | None:
        """Words that belong on one line; left out where they do not fit one, or where something else stands."""
        if region is None or not any(run.text for run in runs) or _hits(region.box, taken):
            return None
        para = Para(role, runs)
        usual = region.style.size
        for size in dict.fromkeys(max(usual * share, min(_LEAST, usual)) for share in (1.0, 0.9, 0.8)):
            for insets in (region.insets, (region.insets[0], 0.0, region.insets[2], 0.0)):
                measured = self.setter.measure((para,), (region.style,), (size,), inset(region.box, insets).w)
                needed = measured.height + insets[1] + insets[3]
                box = region.box if needed <= region.box.h else self._raised(region.box, needed, taken)
                if measured.lines == 1 and needed <= box.h + 1e-6:
                    placed = self._put((para,), size, dataclasses.replace(region, insets=insets), box, name)
                    taken.append(placed)
                    return placed
        return None

    def _raised(self, box: Box, needed: float, taken: Sequence[Placed]) -> Box:
        """A box as high as is needed around the middle of another, if nothing stands there."""
        y = min(max(box.y + box.h / 2 - needed / 2, 0.0), max(self.page.h - needed, 0.0))
        grown = clipped(Box(box.x, y, box.w, needed), self.page)
        return box if _hits(grown, taken) else grown

    def _foot(self, slots: Slots, number: int, taken: list[Placed]) -> list[Placed]:
        """Footer, date and slide number, each where the layout has a place for it."""
        title, edition = self.document.title, self.document.edition
        shown = self._line(slots.number, "meta", (Run(str(number)),), "Slide number", taken)
        date = self._line(slots.date, "meta", (Run(edition),), "Date", taken)
        texts = [title] if date else [f"{title} · {edition}" if edition else title, title, edition]
        footers = (self._line(slots.footer, "meta", (Run(text),), "Footer", taken) for text in texts)
        footer = next((placed for placed in footers if placed), None)
        return [placed for placed in (footer, date, shown) if placed]

    def _subtitle(
        self, passage: Passage, slots: Slots, taken: list[Placed], front: bool, tail: tuple[Para, ...]
    ) -> tuple[Placed | None, bool]:
        """The subtitle; below it in the same region, where it has room for them, the small words of a front slide."""
        if not passage.subtitle or (slots.subtitle is None and not front):
            return None, False
        region = slots.subtitle or self._beneath(taken)
        box = trimmed(region.box, [placed.box for placed in taken])
        if box.h < region.style.size or box.w < 6 * region.style.size:
            return None, False
        region = dataclasses.replace(region, box=box)
        para = Para("subtitle", passage.subtitle)
        size, needed = self._largest((para,), region, 0.4)
        placed = self._put((para,), size, region, box, "Subtitle")
        joined = None
        for share in (1.0, 0.9, 0.8, 0.7) if tail and slots.subtitle is not None else ():
            larger = max(round(size * share * 2) / 2, min(size, 12.0))
            smaller = min(max(self.setter.style("meta").size, 0.6 * larger), larger)
            joined = self._joined(self._put((para,), larger, region, box, "Subtitle"), tail, smaller)
            if joined:
                break
        if joined is None:
            own = box if region.role == "subtitle" else dataclasses.replace(box, h=min(box.h, needed))
            placed = self._put((para,), size, region, self._balanced((para,), size, region, own), "Subtitle")
        placed = joined or placed
        if region.role != "subtitle" and placed.slack > SPARE:
            height = placed.box.h * (1 - placed.slack) / (1 - SPARE)
            placed = dataclasses.replace(placed, box=dataclasses.replace(placed.box, h=height), slack=SPARE)
        taken.append(placed)
        return placed, joined is not None

    def _joined(self, placed: Placed, tail: tuple[Para, ...], size: float) -> Placed | None:
        """A frame with small paragraphs after its own; None where its box has no room for them."""
        frame = placed.part
        assert isinstance(frame, Frame)
        style = dataclasses.replace(frame.styles[0], size=size, bold=False, space_before=0.0, space_after=0.0)
        first = dataclasses.replace(style, space_before=round(0.8 * size, 1))
        longer = dataclasses.replace(
            frame,
            paras=(*frame.paras, *tail),
            styles=(*frame.styles, first, *[style] * (len(tail) - 1)),
            sizes=(*frame.sizes, *[size] * len(tail)),
        )
        joined = self.setter.put(longer, placed.box, placed.name, placed.placeholder)
        return joined if joined.slack >= SPARE else None

    def _beneath(self, taken: Sequence[Placed]) -> Region:
        """A strip under the title, for a subtitle that the layout has no region for."""
        title = taken[0].box if taken else Box(self._margin, self._top, self.page.w - 2 * self._margin, 0.0)
        frame = taken[0].part if taken else None
        insets = frame.insets if isinstance(frame, Frame) else _BARE
        style = self.setter.style("subtitle")
        if isinstance(frame, Frame) and frame.styles:
            style = dataclasses.replace(style, align=frame.styles[0].align)
        box = Box(title.x, title.y + title.h + 0.5 * self.setter.gap, title.w, 3.2 * style.size)
        return Region("subtitle", "subtitle", clipped(box, self.page), None, style, insets=insets)

    def _largest(self, paras: tuple[Para, ...], region: Region, least: float) -> tuple[float, float]:
        """The largest size, down to a share of the region's own, at which paragraphs fit it, and the height needed."""
        styles = (region.style,) * len(paras)
        size, needed = region.style.size, 0.0
        for share in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4):
            if share < least:
                break
            size = max(round(region.style.size * share * 2) / 2, min(region.style.size, _LEAST))
            inner = inset(region.box, region.insets).w
            height = self.setter.measure(paras, styles, (size,) * len(paras), inner).height
            needed = height / (1 - SPARE) + region.insets[1] + region.insets[3]
            if needed <= region.box.h:
                break
        return size, needed

    def _source(self, passage: Passage, slots: Slots, room: Box, taken: Sequence[Placed]) -> tuple[Placed | None, Box]:
        """The source line in its region, which grows upwards; in a strip at the body's foot if there is none.

        Gives what is left of the body's room as well.
        """
        if not passage.sources:
            return None, room
        para = Para("source", passage.sources)
        region = slots.source
        if region is None or _hits(region.box, taken):
            strip = Box(room.x, room.y + room.h, room.w, 0.0)
            region = Region("source", "source", strip, None, self.setter.style("source"), insets=_BARE)
        style, strip = region.style, region.box
        size, needed = style.size, 0.0
        for size in dict.fromkeys((style.size, max(min(style.size, _LEAST), style.size * 0.85))):
            measured = self.setter.measure((para,), (style,), (size,), inset(strip, region.insets).w)
            needed = measured.height / (1 - SPARE) + region.insets[1] + region.insets[3]
            if needed <= max(strip.h, 2.6 * size):
                break
        most = strip.h + (0.4 * room.h if beside(room, strip) else 0.0)
        height = max(min(needed, most), strip.h, 1.0)
        box = Box(strip.x, strip.y + strip.h - height, strip.w, height)
        clear = trimmed(box, [placed.box for placed in taken])
        box = clear if surface(clear) > 0 else box
        anchor = "bottom" if height > strip.h else region.anchor
        placed = self._put((para,), size, dataclasses.replace(region, anchor=anchor), box, "Source")
        over = room.y + room.h - (box.y - 0.4 * self.setter.gap)
        if over > 0 and beside(room, box):
            room = dataclasses.replace(room, h=max(room.h - over, 0.0))
        return placed, room

    # ---------------------------------------------------------------------------------------- front slides

    def _front(
        self, passage: Passage, slots: Slots, taken: list[Placed]
    ) -> tuple[tuple[Part, ...], list[Placed], Slots]:
        """A cover's, divider's or closing slide's free regions: a theme's number, its scope, the edition's line.

        Gives the parts that still need room, what was placed, and the regions that are left.
        """
        filled: list[Placed] = []
        if slots.bodies and slots.subtitle is None and not slots.fronted:
            bodies = [region for region in slots.bodies if region.role == "body"]
            subtitle = self._borrowed(bodies, slots) if bodies else None
            slots = dataclasses.replace(slots, subtitle=subtitle, bodies=(), others=())
        free = [*slots.bodies, *slots.others]
        title_size = slots.title.style.size if slots.title else self.setter.style("title").size
        large = next((region for region in free if region.style.size > 1.3 * title_size), None)
        if large is not None:
            free.remove(large)
            shown = (Run(str(passage.number)),) if passage.number else ()
            number = self._line(large, "number", shown, "Number", taken)
            filled += [number] if number else []
        bodies = [region for region in free if region.role != "other"]
        if passage.subtitle and slots.subtitle is None and bodies:
            region = max(bodies, key=lambda body: (body.style.size, surface(body.box)))
            slots = dataclasses.replace(slots, subtitle=region)
            free.remove(region)
        elif not passage.subtitle and slots.subtitle is not None:
            free.append(slots.subtitle)
            slots = dataclasses.replace(slots, subtitle=None)
        parts = list(passage.parts)
        paras = [part for part in parts if isinstance(part, Para)]
        small = [para for para in paras if para.role in _SMALL]
        for group in (small, [para for para in paras if para not in small]):
            if not group or not free:
                continue
            sized = sorted(free, key=lambda region: region.style.size)
            region = sized[0] if group is small else sized[-1]
            details = self._details(tuple(group), region, taken)
            if details:
                filled.append(details)
                free.remove(region)
                parts = [part for part in parts if part not in group]
        bodies = [region for region in free if region.role in {"body", "picture"}]
        return tuple(parts), filled, dataclasses.replace(slots, bodies=tuple(bodies), others=())

    def _stray(self, para: Para, slots: Slots, taken: list[Placed]) -> Placed | None:
        """A line of a cover that no region waits for, where other slides have their footer or date."""
        for region in (slots.footer, slots.date):
            if region is not None and (placed := self._line(region, para.role, para.runs, "Details", taken)):
                return placed
        return None

    def _borrowed(self, bodies: Sequence[Region], slots: Slots) -> Region:
        """The bodies of a layout that was made for points, as one place for a subtitle: without bullets."""
        first = bodies[0]
        style = dataclasses.replace(first.style, bullet="", indent=0.0, hanging=0.0)
        if slots.title is not None:
            title = slots.title.style
            style = dataclasses.replace(style, align=title.align, size=min(style.size, title.size))
        others = (slots.title, slots.source, slots.footer, slots.date, slots.number)
        box = trimmed(_together([region.box for region in bodies]), [slot.box for slot in others if slot])
        return dataclasses.replace(first, box=box, style=style)

    def _details(self, paras: tuple[Para, ...], region: Region, taken: list[Placed]) -> Placed | None:
        """Paragraphs in a front slide's region, in its own style; None where they do not fit at seven tenths."""
        blocks = [placed.box for placed in taken]
        region = dataclasses.replace(region, box=trimmed(region.box, blocks, 0.4 * self.setter.gap))
        if region.box.h <= 0 or region.box.w < 6 * region.style.size:
            return None
        size, needed = self._largest(paras, region, 0.7)
        if needed > region.box.h:
            return None
        # A region that was meant for a body keeps no more than it needs, for the foot of the page has its own.
        height = region.box.h if region.role in {"subtitle", "other"} else min(region.box.h, 1.3 * needed)
        placed = self._put(paras, size, region, dataclasses.replace(region.box, h=height), "Details")
        taken.append(placed)
        return placed

    # ---------------------------------------------------------------------------------------------- bodies

    def _body(self, slots: Slots, blocks: Sequence[Box]) -> Box:
        """The room for a body: its regions taken together, or the page within its margins, less what stands there."""
        gap = 0.4 * self.setter.gap
        x, right = self._margin, self.page.w - self._margin
        if slots.title is not None and slots.title.box.w > 0.5 * self.page.w:
            title = inset(slots.title.box, slots.title.insets)
            x, right = title.x, max(title.x + title.w, right - self._margin)
        page = Box(x, self._top, max(right - x, 1.0), self.page.h - 2 * self._top)
        page = trimmed(page, blocks, gap)
        if not slots.bodies:
            return page
        box = inset(_together([region.box for region in slots.bodies]), slots.bodies[0].insets)
        top = self._body_top
        if top is not None and slots.bodies[0].placeholder is None and abs(box.y - top) < 0.04 * self.page.h:
            box = dataclasses.replace(box, y=top, h=box.y + box.h - top)
        box = trimmed(box, blocks, gap)
        return box if surface(box) >= 0.25 * surface(self.page) or surface(box) >= surface(page) else page

    def _put(self, paras: tuple[Para, ...], size: float, region: Region, box: Box, name: str) -> Placed:
        ground = region.ground or self.setter.ground
        ground = "" if contrast(ground or self.setter.paper, self.setter.paper) < ALIKE else ground
        frame = Frame(
            paras,
            (size,) * len(paras),
            region.insets,
            region.anchor,
            on_dark=bool(ground) and is_dark(ground),
            styles=(region.style,) * len(paras),
            ground=ground,
        )
        return self.setter.put(frame, box, name, region.placeholder)


def _together(boxes: Sequence[Box]) -> Box:
    """The room that regions make up: of columns side by side no more than all reach, for below one may be a logo."""
    whole = union(boxes)
    top, bottom = max(box.y for box in boxes), min(box.y + box.h for box in boxes)
    if bottom - top >= 0.75 * whole.h:
        return Box(whole.x, top, whole.w, bottom - top)
    return whole


def _kind(region: Region) -> int:
    """Titles whose style has the same size are of a kind."""
    return round(region.style.size * 2)


def _title_ladder(region: Region, unit: float) -> tuple[float, ...]:
    """The title's own sizes: its region's ladder, or from its style's size to 22 points (less on a smaller page)."""
    size = region.style.size
    if region.ladder:
        return region.ladder
    shares = (1.0, 24 / 26, 22 / 26, 0.77, 0.7, 0.63, 0.56, 0.5, 0.44, 0.39, 0.34, 0.3, 0.26, 0.22, 0.18)
    least = min(size, 22.0 * min(unit, 1.0))
    return tuple(dict.fromkeys(max(round(size * share * 2) / 2, least) for share in shares))


def _hits(box: Box, placed: Iterable[Placed]) -> bool:
    return any(shared(box, other.box) > 0.5 for other in placed)
