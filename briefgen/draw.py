"""Figure + Style -> PNG bytes, through Matplotlib's object API.

Nothing here decides what is shown: a chart's kind planned that.  This gives it a canvas of the size at which the
picture is placed, its fonts, and a PNG writer whose bytes depend on the picture alone.
"""

from __future__ import annotations

import dataclasses
import os
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen import registry
from briefgen.finding import Finding
from briefgen.model import Drawing, Figure, Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

SCALE = 200 / 72
"""Pixels a point: 200 to the inch, sharp on paper and on a wall."""

PIXEL_LIMIT = 12_000
"""No picture is wider or higher, in pixels, whatever box it is asked for."""


def draw(
    figure: Figure, style: Style, width: float, height: float, scale: float = SCALE
) -> tuple[Drawing, list[Finding]]:
    """The figure's ink at `width` × `height` points, and what could not be drawn well.

    Characters that no font holds are reported and left out before anything is drawn, so no picture shows a box.
    """
    findings, figure = _covered(figure)
    scale = min(scale, PIXEL_LIMIT / max(width, height))
    matplotlib = _matplotlib()
    with matplotlib.rc_context(_SETTINGS):
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure as Canvas

        pixels = max(1, round(width * scale)), max(1, round(height * scale))
        resolution = 72 * scale
        ground = "none" if style.transparent else f"#{style.colors.get('paper', 'FFFFFF')}"
        canvas = Canvas(figsize=(pixels[0] / resolution, pixels[1] / resolution), dpi=resolution, facecolor=ground)
        agg: Any = FigureCanvasAgg(canvas)
        found = registry.load("charts", figure.kind).draw(figure, canvas, style)
        agg.draw()
        png = encode_png(agg.buffer_rgba(), alpha=style.transparent)
        _forget(canvas)
    findings.extend(dataclasses.replace(each, message=f"chart '{figure.name}': {each.message}") for each in found or ())
    return Drawing(png, *pixels), findings


def encode_png(buffer: Any, alpha: bool = False) -> bytes:
    """RGBA rows of bytes as a PNG: RGB unless `alpha`, each row stored as its difference to the row above.

    Half the time of Matplotlib's own writer and a little smaller, for most rows of a chart are like their neighbours;
    beyond level 4 deflating takes longer and saves nothing on them.
    """
    import numpy

    pixels = numpy.asarray(buffer)[:, :, : 4 if alpha else 3]
    height, width, depth = pixels.shape
    rows = pixels.reshape(height, width * depth)
    filtered = numpy.empty((height, width * depth + 1), dtype=numpy.uint8)
    filtered[:, 0] = 2
    filtered[0, 1:] = rows[0]
    numpy.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8, 6 if alpha else 2, 0, 0, 0)
    data = zlib.compress(filtered.tobytes(), 4)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


_SETTINGS = {
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",
    "path.simplify": False,
    "path.sketch": None,
    "path.effects": [],
    "hatch.linewidth": 0.9,
    "axes.unicode_minus": True,
    "lines.antialiased": True,
    "patch.antialiased": True,
}


@cache
def _matplotlib() -> Any:
    """Matplotlib with the shipped fonts, imported once a process.

    One thread is enough for its algebra and costs a quarter less to start; its font list is kept in a folder of ours,
    for one that cannot be written is made anew in every run.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if "MPLCONFIGDIR" not in os.environ:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = home / "briefgen" / "matplotlib"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            os.environ["MPLCONFIGDIR"] = str(folder)
        except OSError:
            pass
    import logging

    import matplotlib
    from matplotlib.font_manager import fontManager

    from briefgen.measure import Faces

    # The full Chinese font has one weight, and Matplotlib says so for every bold word; what no font holds is a finding.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

    for weights in Faces.load().font_files().values():
        for path in dict.fromkeys(weights.values()):
            fontManager.addfont(path)
        if weights["bold"] == weights["regular"]:
            # A family of one weight stands for its bold too, or Matplotlib would grumble at every bold word.
            fontManager.ttflist.append(dataclasses.replace(fontManager.ttflist[-1], weight=700))
    return matplotlib


def _forget(canvas: Canvas) -> None:
    """Cut the cycles between a figure and its artists, so that its pixels are freed now and not at some collection."""
    canvas.clear()
    canvas.canvas = None  # type: ignore[assignment]


def _covered(figure: Figure) -> tuple[list[Finding], Figure]:
    """Findings for characters that no font of a chart holds, and the figure without them."""
    from briefgen.charts._ink import families
    from briefgen.measure import Faces

    faces = Faces.load()
    names = families(figure.language)
    missing: dict[str, str] = {}
    for text in _texts(figure.plan):
        if not text.isascii():
            for character in faces.missing_glyphs(text, names):
                missing.setdefault(character, text)
    if not missing:
        return [], figure
    findings = [
        Finding(
            "glyph-missing",
            f"chart '{figure.name}': no font holds '{character}' (U+{ord(character):04X}) of '{text}'",
            hint=_way_out(character),
            language=figure.language,
        )
        for character, text in missing.items()
    ]
    table = str.maketrans(dict.fromkeys(missing, ""))
    return findings, dataclasses.replace(figure, plan=_without(figure.plan, table))


def _way_out(character: str) -> str:
    from briefgen.measure import full_chinese, has_cjk

    if has_cjk(character) and full_chinese() is None:
        return "install the full Chinese font with pip install 'briefgen[rare-chinese]', or write another character"
    return "write it with another character"


def _texts(value: Any) -> Iterator[str]:
    """All words in a plan."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)


def _without(value: Any, table: dict[int, Any]) -> Any:
    """The plan with characters taken out of all its words."""
    if isinstance(value, str):
        return value.translate(table)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: _without(getattr(value, field.name), table) for field in dataclasses.fields(value) if field.init
        }
        return dataclasses.replace(value, **changes)
    if isinstance(value, tuple):
        return tuple(_without(item, table) for item in value)
    return value
