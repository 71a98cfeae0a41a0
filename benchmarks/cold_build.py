"""A cold build of the full English deck against the bare work: the same figures, and as many slides and shapes."""

from __future__ import annotations

import io
import pickle
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def recipe() -> dict:
    """What the deck holds: its figures with their sizes, and for each slide its texts, tables, shapes and pictures."""
    from briefgen.build import compose_all
    from briefgen.model import Frame, Plot, Shape, Table
    from briefgen.read import read_content
    from briefgen.targets import choose_targets

    content, _ = read_content(ROOT)
    targets, _ = choose_targets(content, ["deck"])
    (deck,), _ = compose_all(ROOT, content, targets)
    figures, slides = [], []
    for page in deck.pages:
        slide = {"texts": [], "tables": [], "shapes": 0, "pictures": [], "notes": _words(page.notes)}
        for placed in page.placed:
            box = (placed.box.x, placed.box.y, placed.box.w, placed.box.h)
            if isinstance(placed.part, Plot):
                slide["pictures"].append((len(figures), box))
                figures.append((placed.part.figure, box[2], box[3]))
            elif isinstance(placed.part, Frame):
                slide["texts"].append((box, [[run.text for run in para.runs] for para in placed.part.paras]))
            elif isinstance(placed.part, Table):
                rows = [[_words(cell.paras) for cell in row] for row in placed.part.grid.rows]
                slide["tables"].append((box, rows))
            elif isinstance(placed.part, Shape):
                slide["shapes"] += 1
        slides.append(slide)
    return {"figures": figures, "style": deck.template.chart_style, "slides": slides}


def _words(paras: tuple) -> str:
    return "\n".join("".join(run.text for run in para.runs) for para in paras)


def bare(path: Path) -> None:
    """The rival: Matplotlib's own savefig and python-pptx as it is, on its own template."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.font_manager
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from pptx import Presentation
    from pptx.util import Pt

    from briefgen import registry
    from briefgen.measure import Faces

    given = pickle.loads(path.read_bytes())
    for weights in Faces.load().font_files().values():
        for font in weights.values():
            matplotlib.font_manager.fontManager.addfont(font)
    pictures = []
    for figure, width, height in given["figures"]:
        canvas = Figure(figsize=(width / 72, height / 72), dpi=200)
        FigureCanvasAgg(canvas)
        registry.load("charts", figure.kind).draw(figure, canvas, given["style"])
        buffer = io.BytesIO()
        canvas.savefig(buffer, format="png")
        pictures.append(buffer)
    deck = Presentation()
    for slide in given["slides"]:
        page = deck.slides.add_slide(deck.slide_layouts[6])
        for box, paragraphs in slide["texts"]:
            frame = page.shapes.add_textbox(*map(Pt, box)).text_frame
            for index, runs in enumerate(paragraphs):
                paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
                for text in runs:
                    run = paragraph.add_run()
                    run.text = text
                    run.font.size = Pt(14)
        for box, rows in slide["tables"]:
            table = page.shapes.add_table(len(rows), max(map(len, rows)), *map(Pt, box)).table
            for row, cells in zip(table.rows, rows, strict=False):
                for cell, text in zip(row.cells, cells, strict=False):
                    cell.text = text
        for _ in range(slide["shapes"]):
            page.shapes.add_shape(1, 0, 0, Pt(10), Pt(10))
        for index, box in slide["pictures"]:
            pictures[index].seek(0)
            page.shapes.add_picture(pictures[index], *map(Pt, box))
        page.notes_slide.notes_text_frame.text = slide["notes"]
    deck.save(io.BytesIO())


def main() -> None:
    """Print the ratios of CPU time, pair by pair, and the peak memory."""
    from measure import compare, spread

    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "recipe"
        path.write_bytes(pickle.dumps(recipe()))
        ours = [sys.executable, "-m", "briefgen", "--project", str(ROOT), "build", "deck"]
        ours += ["--jobs", "1", "--fresh", "--quiet", "--output", scratch]
        pairs = compare(ours, [sys.executable, __file__, str(path)])
    print("CPU seconds, briefgen:", spread([mine.cpu for mine, _ in pairs]))
    print("CPU seconds, bare:    ", spread([theirs.cpu for _, theirs in pairs]))
    print("ratio (bound 1.25):   ", spread([mine.cpu / theirs.cpu for mine, theirs in pairs]))
    print("peak MiB (bound 350): ", spread([mine.peak for mine, _ in pairs]))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        bare(Path(sys.argv[1]))
    else:
        main()
