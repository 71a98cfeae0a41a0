"""How the pieces of a slide's body stand to each other, and how many slides they take.

Arrangements (side by side, beneath each other, in columns) are tried at every step of the ladder; the one that costs
the reader least is taken.  What no arrangement can hold is divided over further slides, at bounds of paragraphs,
rows and tiles.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefgen.cards import Claims, Line, Summary, Tile, Tiles
from briefgen.exhibits import Board, Exhibit
from briefgen.model import Box, Frame, Grid, Group, Para, Part, Picture, Placed, Plot, Raw, Run, Shape
from briefgen.pieces import Markup, Piece, Row, Ruled, Side, Stack, Statement, Words, rule_tone
from briefgen.typeset import NARROWEST, Typesetter

# Figures wider than this are shown across the slide, with the words beneath.
_WIDE_ASPECT = 2.1
# What it costs to set a table's only remark beside it.
_LONE_REMARK = 2.0
# The largest size, on an ordinary slide, of words that stand with a figure.
_EXPLAINING = 20.9


@dataclass(frozen=True, slots=True)
class Area:
    """The room for a slide's body.  `split` is the left column's share where the layout has two columns."""

    box: Box
    split: float | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Pieces that fit one slide: how they stand, at which step, and what it costs the reader."""

    tree: Piece
    step: int
    cost: float
    fits: bool = True


# ------------------------------------------------------------------------------------------------ from parts


def pieces_of(parts: Sequence[Part], keep_sources: bool = True) -> list[Piece]:
    """The pieces that a passage's parts come to; paragraphs that follow each other share a frame.

    Without `keep_sources` the exhibits' own source lines are left out, for the slide's source line names them all.
    """
    pieces: list[Piece] = []
    words: list[Para] = []

    def close() -> None:
        if words:
            pieces.append(Words(tuple(words), role="contents" if words[0].role == "contents" else ""))
            words.clear()

    for part in parts:
        if isinstance(part, Para) and part.role not in {"statement", "callout"}:
            if any(run.text.strip() for run in part.runs) and (keep_sources or part.role != "source"):
                words.append(part)
            continue
        close()
        match part:
            case Para(role="statement"):
                pieces.append(Statement((part,)))
            case Para():
                pieces.append(Ruled((part,), "callout"))
            case Grid():
                pieces.append(Board((), part))
            case Plot() | Picture():
                pieces.append(Exhibit((), part))
            case Raw():
                if part.format == "pptx" or "presentationml" in part.format:
                    pieces.append(Markup(part))
            case Group():
                pieces += _of_group(part, keep_sources)
    close()
    return _gathered(pieces)


def _of_group(group: Group, keep_sources: bool) -> list[Piece]:
    """The pieces of one group, by its role; a role not known here gives what its parts give."""
    paras = _paras(group, keep_sources)
    groups = [part for part in group.parts if isinstance(part, Group)]
    if group.role == "exhibit":
        return _of_exhibit(group, keep_sources)
    if group.role in {"quote", "callout", "resolution"} and len(paras) == len(group.parts):
        return [Ruled(_toned(paras, group), group.role, group.tone, group.link)] if paras else []
    if group.role == "statement" and paras:
        return [Statement(paras)]
    if group.role == "claim" and paras:
        return [Claims((Words(paras, "claim", group.tone, group.link),))]
    if group.role == "tile" and paras:
        return [Tiles((Tile(paras, group.tone, group.link),))]
    if group.role == "summary-line" and paras:
        return [Summary((_line(group, 1, keep_sources),))]
    if group.role in {"columns", "row"} and groups:
        columns = [pieces_of(column.parts, keep_sources) for column in groups]
        stacks = [Stack(tuple(column)) if len(column) > 1 else column[0] for column in columns if column]
        return [Row(tuple(stacks), (1.0,) * len(stacks))] if stacks else []
    pieces: list[Piece] = []
    lines = 0
    for part in group.parts:
        if isinstance(part, Group) and part.role == "summary-line":
            lines += 1
            pieces.append(Summary((_line(part, lines, keep_sources),)))
        else:
            pieces += pieces_of((part,), keep_sources)
    return _gathered(pieces)


def _of_exhibit(group: Group, keep_sources: bool) -> list[Piece]:
    head: list[Para] = []
    pieces: list[Piece] = []
    for part in group.parts:
        match part:
            case Para():
                if not any(run.text.strip() for run in part.runs) or (part.role == "source" and not keep_sources):
                    continue
                last = pieces[-1] if pieces else None
                if isinstance(last, Exhibit | Board):
                    pieces[-1] = dataclasses.replace(last, foot=(*last.foot, part))
                elif last is None:
                    head.append(part)
                else:
                    pieces.append(Words((part,)))
            case Plot() | Picture():
                pieces.append(Exhibit(tuple(head) if not pieces else (), part))
            case Grid():
                pieces.append(Board(tuple(head) if not pieces else (), part))
            case _:
                if head and not pieces:
                    pieces.append(Words(tuple(head)))
                pieces += pieces_of((part,), keep_sources)
    return pieces or ([Words(tuple(head))] if head else [])


def _paras(group: Group, keep_sources: bool) -> tuple[Para, ...]:
    return tuple(
        part
        for part in group.parts
        if isinstance(part, Para) and any(run.text for run in part.runs) and (keep_sources or part.role != "source")
    )


def _toned(paras: tuple[Para, ...], group: Group) -> tuple[Para, ...]:
    """The paragraphs with their label in the colour of the rule beside it."""
    tone = rule_tone(group.role, group.tone)
    return tuple(
        dataclasses.replace(para, runs=tuple(dataclasses.replace(run, tone=run.tone or tone) for run in para.runs))
        if para.role == "label"
        else para
        for para in paras
    )


def _line(group: Group, index: int, keep_sources: bool) -> Line:
    paras = _paras(group, keep_sources)
    number = next((para for para in paras if para.role == "number"), None)
    words = tuple(para for para in paras if para is not number)
    if number is None:
        number = Para("number", (Run(str(index), tone="accent"),))
    return Line(number, words, group.link)


def _gathered(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of a kind joined: tiles to one row of tiles, callouts to one of callouts, lines to a summary."""
    gathered: list[Piece] = []
    for piece in pieces:
        last = gathered[-1] if gathered else None
        if isinstance(piece, Tiles) and isinstance(last, Tiles):
            gathered[-1] = Tiles(last.tiles + piece.tiles)
        elif isinstance(piece, Claims) and isinstance(last, Claims):
            gathered[-1] = Claims(last.claims + piece.claims)
        elif isinstance(piece, Summary) and isinstance(last, Summary):
            gathered[-1] = Summary(last.lines + piece.lines)
        elif isinstance(piece, Words) and isinstance(last, Words) and last.role == piece.role:
            gathered[-1] = Words(last.paras + piece.paras, last.role)
        elif _is_callout(piece) and isinstance(last, Side):
            gathered[-1] = Side((*last.pieces, piece))
        elif _is_callout(piece) and last is not None and _is_callout(last):
            gathered[-1] = Side((last, piece))
        else:
            gathered.append(piece)
    return gathered


def _is_callout(piece: Piece) -> bool:
    return isinstance(piece, Ruled) and piece.role == "callout"


# ---------------------------------------------------------------------------------------------- arrangements


def _candidates(
    pieces: Sequence[Piece], setter: Typesetter, width: float, height: float, split: float | None
) -> Iterator[tuple[Piece, float]]:
    """Arrangements with what each costs beside its step; the likeliest first."""
    wide = width >= 1.15 * height and width >= 420.0 * setter.unit
    visuals = [piece for piece in pieces if _is_visual(piece, setter, width)]
    callouts = [piece for piece in pieces if _is_callout(piece) or isinstance(piece, Side)]
    others = _without(pieces, [*visuals, *callouts])
    last = [*_without(pieces, callouts), *callouts]
    words = [piece for piece in others if isinstance(piece, Words)]

    if wide and len(visuals) == 1 and len(pieces) > 1:
        visual = visuals[0]
        rest = _without(last, visuals)
        aspect = visual.aspect if isinstance(visual, Exhibit) else 1.0
        dislike = min(max((aspect - _WIDE_ASPECT) * 4, 0.0), 6.0)
        narrow = all(isinstance(piece, Words | Ruled | Side | Tiles | Row) for piece in rest)
        if isinstance(visual, Board) and not others:
            # A remark alone leaves the column beside a table all but empty.
            dislike += _LONE_REMARK
        shares = [(split, 0.0)] if split else [(0.6, 0.0), (0.54, 0.7), (0.66, 0.8)]
        for share, extra in shares if narrow else []:
            yield Row((visual, _stack(rest)), (share, 1 - share)), dislike + extra
            if callouts and others and len(others) == len(words):
                row = Row((visual, _stack(others)), (share, 1 - share))
                yield Stack((row, *callouts)), dislike + extra + 0.3
        across = [piece for piece in others if not isinstance(piece, Words)]
        if across and (words or callouts):
            for share, extra in shares:
                row = Row((visual, _stack([*words, *callouts])), (share, 1 - share))
                yield Stack((*across, row)), dislike + extra + 1.2
    if wide and len(visuals) == 2:
        rest = _without(last, visuals)
        yield Stack((Row(tuple(visuals), (1.0, 1.0)), *rest)), 0.0
    if wide and words and (len(visuals) != 1 or len(pieces) == len(visuals) + len(words)):
        parted = [_parted(piece, setter, width) if isinstance(piece, Words) else piece for piece in last]
        if any(isinstance(piece, Row) for piece in parted):
            yield Stack(tuple(parted)), 0.5 + _stacked_dislike(visuals)
    yield Stack(tuple(last)), _stacked_dislike(visuals) if len(pieces) > 1 else 0.0


def _stacked_dislike(visuals: Sequence[Piece]) -> float:
    """What it costs to set a figure across the slide although its shape asks for a column."""
    aspects = [visual.aspect for visual in visuals if isinstance(visual, Exhibit)]
    return max((min(max((_WIDE_ASPECT + 0.3 - aspect) * 3, 0.0), 3.0) for aspect in aspects), default=0.0)


def _is_visual(piece: Piece, setter: Typesetter, width: float) -> bool:
    """Whether it may stand beside words: a figure, a picture, or a table that is narrow by nature."""
    if isinstance(piece, Exhibit):
        return True
    return (
        isinstance(piece, Board)
        and piece.grid.role != "status-board"
        and not piece.annex
        and piece.sheet(setter, width, 0).natural <= 0.55 * width
    )


def _without(pieces: Sequence[Piece], others: Sequence[Piece]) -> list[Piece]:
    """The pieces that are not, as objects, among the others; comparing them would compare whole charts."""
    known = set(map(id, others))
    return [piece for piece in pieces if id(piece) not in known]


def _stack(pieces: Sequence[Piece]) -> Piece:
    return pieces[0] if len(pieces) == 1 else Stack(tuple(pieces))


def _parted(words: Words, setter: Typesetter, width: float) -> Piece:
    """Words of four paragraphs or more in two columns whose heights differ least."""
    if len(words.paras) < 4:
        return words
    column = (width - setter.gutter) / 2
    heights = [setter.height((para,), column, 0) for para in words.paras]
    total = sum(heights)
    at = min(range(1, len(heights)), key=lambda index: (abs(total - 2 * sum(heights[:index]) + 1e-3), index))
    return Row((words.take(0, at), words.take(at, len(words.paras))), (1.0, 1.0))


def _first_step(tree: Piece, setter: Typesetter, width: float) -> int:
    """The first step whose size leaves words enough characters on a line of the narrowest column.

    Words that explain a figure do not outgrow it: beside or below one they are of ordinary size at most.
    """
    narrowest, most = width, math.inf
    stack = [tree]
    while stack:
        piece = stack.pop()
        if isinstance(piece, Exhibit) and piece is not tree:
            most = _EXPLAINING * setter.unit
        if isinstance(piece, Stack):
            stack += piece.pieces
        elif isinstance(piece, Row):
            widths = zip(piece.pieces, piece.widths(setter, width), strict=True)
            narrowest = min([narrowest, *(own for child, own in widths if _has_words(child))])
    sizes = setter.ladder
    fitting = (step for step, size in enumerate(sizes) if narrowest / size >= NARROWEST and size <= most)
    return next(fitting, len(sizes) - 1)


def _has_words(piece: Piece) -> bool:
    if isinstance(piece, Stack | Row):
        return any(_has_words(child) for child in piece.pieces)
    return isinstance(piece, Words | Ruled | Side)


def arrange(
    pieces: Sequence[Piece], setter: Typesetter, area: Area, last_step: int | None = None
) -> Arrangement | None:
    """The arrangement on one slide that costs the reader least, no further down the ladder than `last_step`."""
    width, height = area.box.w, area.box.h
    last = setter.steps - 1 if last_step is None else last_step
    best: Arrangement | None = None
    for tree, dislike in _candidates(pieces, setter, width, height, area.split):
        first = min(_first_step(tree, setter, width), last)
        for step in range(first, last + 1):
            cost = dislike + step - first
            if best is not None and cost >= best.cost:
                break
            if tree.need(setter, width, step) <= height + 1e-6:
                placed = tree.place(setter, area.box, step)
                cost += _smallness(placed, area) + _hollowness(placed, area)
                if best is None or cost < best.cost:
                    best = Arrangement(tree, step, cost)
                break
    return best


def _smallness(placed: Sequence[Placed], area: Area) -> float:
    """What it costs that the figures are small: nothing from two fifths of the body on."""
    inks = [part.box.w * part.box.h for part in placed if isinstance(part.part, Plot)]
    if not inks:
        return 0.0
    return max(0.0, 0.4 - sum(inks) / max(area.box.w * area.box.h, 1.0)) * 5


def _hollowness(placed: Sequence[Placed], area: Area) -> float:
    """What it costs that room stays empty, beneath a few words in a column of their own for instance."""
    covered = sum(
        part.box.w * part.box.h * (1 - max(part.slack, 0.0) if isinstance(part.part, Frame) else 1.0)
        for part in placed
        if not isinstance(part.part, Shape)
    )
    return max(0.0, 1 - covered / max(area.box.w * area.box.h, 1.0)) * 5


# -------------------------------------------------------------------------------------------------- slides


def paginate(pieces: Sequence[Piece], setter: Typesetter, area: Area) -> list[Arrangement]:
    """The slides that the pieces take: one if any step allows it, else as few as can be, evenly filled.

    An arrangement with `fits` false holds something that no slide of this template can hold.
    """
    if not pieces:
        return []
    pieces = [
        part for piece in pieces for part in (piece.parted(setter, area.box.w) if isinstance(piece, Board) else [piece])
    ]
    whole = arrange(pieces, setter, area)
    if whole is not None:
        return [whole]
    pieces = _digestible(pieces, setter, area)
    last = setter.steps - 1
    slides = _fill(pieces, setter, area, last, math.inf)
    fewest = len(slides)
    total = sum(piece.units for piece in pieces)
    for step in range(len(setter.ladder)):
        if step == last:
            break
        trial = _fill(pieces, setter, area, step, math.inf)
        if len(trial) == fewest and all(slide.fits for slide in trial):
            slides, last = trial, step
            break
    for most in range(math.ceil(total / fewest), math.ceil(total / fewest) + 4):
        trial = _fill(pieces, setter, area, last, most)
        if len(trial) == fewest:
            slides = trial
            break
    return _at_one_step(slides, setter, area)


def _at_one_step(slides: Sequence[Arrangement], setter: Typesetter, area: Area) -> list[Arrangement]:
    """The slides of one passage all at the step of the fullest, so that a table does not change its size on the way."""
    step = max(slide.step for slide in slides)
    return [
        dataclasses.replace(slide, step=step)
        if slide.tree.need(setter, area.box.w, step) <= area.box.h + 1e-6
        else slide
        for slide in slides
    ]


def _digestible(pieces: Sequence[Piece], setter: Typesetter, area: Area) -> list[Piece]:
    """The pieces with those loosened of which not even one unit fits a slide; long paragraphs are divided."""
    last = setter.steps - 1
    done: list[Piece] = []
    waiting = list(pieces)
    while waiting:
        piece = waiting.pop(0)
        if all(arrange([piece.take(at, at + 1)], setter, area, last) for at in range(piece.units)):
            done.append(piece)
            continue
        plainer = piece.loosened()
        if plainer:
            waiting = plainer + waiting
        elif isinstance(piece, Words):
            done += _divided(piece, setter, area, last)
        else:
            done.append(piece)
    return _gathered(done)


def _divided(words: Words, setter: Typesetter, area: Area, step: int) -> list[Piece]:
    """The words with paragraphs that are higher than a slide divided at sentences, or else at lines."""
    paras: list[Para] = []
    width = words.width(setter, area.box.w, step)
    for para in words.paras:
        if setter.height((para,), width, step) <= area.box.h:
            paras.append(para)
        else:
            paras += setter.split(para, width, area.box.h, step)
    return [dataclasses.replace(words, paras=tuple(paras))]


def _fill(pieces: Sequence[Piece], setter: Typesetter, area: Area, step: int, most: float) -> list[Arrangement]:
    """Slides filled one after the other, each with as many units as it holds but no more than `most`."""
    slides: list[Arrangement] = []
    total = sum(piece.units for piece in pieces)
    at = 0
    while at < total:
        low, high = 0, int(min(total - at, most))
        found: Arrangement | None = None
        while low < high:
            middle = (low + high + 1) // 2
            trial = arrange(_stretch(pieces, at, at + middle), setter, area, step)
            if trial is None:
                high = middle - 1
            else:
                low, found = middle, trial
        if low and found is not None:
            kept = _kept_together(pieces, at, at + low, total)
            if kept != at + low:
                found = arrange(_stretch(pieces, at, kept), setter, area, step) or found
                low = kept - at
        else:
            low = 1
            tree = Stack(tuple(_stretch(pieces, at, at + 1)))
            found = Arrangement(tree, step, math.inf, fits=False)
        slides.append(found)
        at += low
    return slides


def _stretch(pieces: Sequence[Piece], start: int, stop: int) -> list[Piece]:
    """The units from `start` to before `stop`, counted through all pieces."""
    taken: list[Piece] = []
    at = 0
    for piece in pieces:
        first, last = max(start - at, 0), min(stop - at, piece.units)
        if first < last:
            taken.append(piece if (first, last) == (0, piece.units) else piece.take(first, last))
        at += piece.units
    return taken


def _kept_together(pieces: Sequence[Piece], start: int, stop: int, total: int) -> int:
    """Where to end a slide so that a heading does not stand last on it, nor a row or remarks alone on the next."""
    while stop < total and stop - start > 1:
        last = _stretch(pieces, stop - 1, stop)[0]
        if not (isinstance(last, Words) and last.paras[-1].role == "heading"):
            break
        stop -= 1
    return stop - _rows_to_move(pieces, start, stop, total)


def _rows_to_move(pieces: Sequence[Piece], start: int, stop: int, total: int) -> int:
    """How many rows of the table that ends a slide had better go on to the next: two keep each other company there."""
    end = 0
    for place, piece in enumerate(pieces):
        begin, end = end, end + piece.units
        if not (isinstance(piece, Board) and begin < stop <= end):
            continue
        here, left = stop - max(begin, start), end - stop
        if left == 1 and here >= 3:
            return 1
        alone = (
            left == 0 and stop < total and all(_is_callout(one) or isinstance(one, Side) for one in pieces[place + 1 :])
        )
        return 2 if alone and here >= 4 else 0
    return 0
