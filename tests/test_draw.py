"""Drawing: the exact size, the same bytes every time, no box for a missing character, and nothing of the machine's."""

from __future__ import annotations

import ast
import dataclasses
import io
import subprocess
import sys
import warnings
from pathlib import Path

import numpy
import pytest
from charting import STYLE, figure_of, gallery, planned
from PIL import Image

from briefgen.draw import draw, encode_png
from briefgen.model import Figure

PACKAGE = Path(__file__).parents[1] / "briefgen"


def bar(label: str = "Northland", code: str = "en") -> Figure:
    text = f'kind: bar\ntitle: A chart\nsource: example\nrows: [{{label: "{label}", value: 5}}]\n'
    figure, _ = figure_of(text, code)
    assert figure is not None
    return figure


def test_a_picture_has_the_size_at_which_it_is_placed() -> None:
    drawing, findings = draw(bar(), STYLE, 450, 300)
    image = Image.open(io.BytesIO(drawing.png))
    assert (drawing.width, drawing.height) == image.size == (1250, 833)
    assert image.mode == "RGB"
    assert findings == []
    half, _ = draw(bar(), STYLE, 450, 300, scale=1)
    assert (half.width, half.height) == (450, 300)


def test_no_box_asks_for_more_pixels_than_a_machine_has() -> None:
    drawing, _ = draw(bar(), STYLE, 8000, 40)
    assert drawing.width <= 12_000


def test_the_same_plan_gives_the_same_bytes_in_any_process() -> None:
    figure, _ = planned(gallery(), "timeline")
    first, _ = draw(figure, STYLE, 450, 300)
    again, _ = draw(figure, STYLE, 450, 300)
    assert first.png == again.png
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests')\n"
        "from charting import STYLE, gallery, planned\n"
        "from briefgen.draw import draw\n"
        "print(hashlib.sha256(draw(planned(gallery(), 'timeline')[0], STYLE, 450, 300)[0].png).hexdigest())\n"
    )
    import hashlib

    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == hashlib.sha256(first.png).hexdigest(), done.stderr


@pytest.mark.parametrize("alpha", [False, True])
def test_the_png_holds_the_pixels_that_it_was_given(alpha: bool) -> None:
    generator = numpy.random.default_rng(7)
    pixels = generator.integers(0, 256, (37, 53, 4), dtype=numpy.uint8)
    image = Image.open(io.BytesIO(encode_png(pixels, alpha)))
    image.load()
    assert image.mode == ("RGBA" if alpha else "RGB")
    assert (numpy.asarray(image) == pixels[:, :, : 4 if alpha else 3]).all()
    assert image.info == {}


def test_a_transparent_picture_lets_the_ground_show() -> None:
    drawing, _ = draw(bar(), dataclasses.replace(STYLE, transparent=True), 200, 100)
    image = Image.open(io.BytesIO(drawing.png))
    assert image.mode == "RGBA"
    assert image.getpixel((drawing.width - 1, drawing.height - 1))[3] == 0


def test_words_and_marks_stand_out_from_a_dark_ground() -> None:
    dark = {"ink": "FFFFFF", "accent": "0B4F5C", "strong": "10242E", "muted": "444444", "paper": "0A1A22"}
    from briefgen.charts._ink import Ink
    from briefgen.color import contrast
    from briefgen.draw import _matplotlib

    _matplotlib()
    from matplotlib.figure import Figure as Canvas

    ink = Ink(Canvas(figsize=(4, 3)), dataclasses.replace(STYLE, colors=dark, dark=True), "en")
    for tone in ("ink", "accent", "strong", "done", "plan", "open", "muted", "other"):
        assert contrast(ink.color(tone), "0A1A22") >= 3
        assert contrast(ink.text_color(tone), "0A1A22") >= 4.5


def test_a_character_that_no_font_holds_is_told_and_left_out() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawing, findings = draw(bar("North\U00013000land"), STYLE, 300, 100)
    assert [finding.rule for finding in findings] == ["glyph-missing"]
    assert "U+13000" in findings[0].message
    plain, _ = draw(bar("Northland"), STYLE, 300, 100)
    assert drawing.png == plain.png


@pytest.mark.parametrize(
    "label", ["Қазақстан ₸ Ұлттық", "人工智能“数字”发展部", "≤ ≥ ≈ → ▲ ✓", "Жүйе — №5", "Türkiye İ ş"]
)
@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_letters_of_four_languages_are_there(label: str, code: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _, findings = draw(bar(label, code), STYLE, 300, 100)
    assert findings == []


def test_dollars_and_underscores_are_not_mathematics() -> None:
    first, _ = draw(bar("cost $x_1$ of"), STYLE, 300, 100)
    second, _ = draw(bar("cost $x_1 of"), STYLE, 300, 100)
    assert first.png != second.png


def test_what_does_not_fit_is_a_warning_that_names_the_chart() -> None:
    rows = "".join(f"  - {{label: A{number}, value: {number}}}\n" for number in range(60))
    figure, _ = figure_of(f"kind: bar\ntitle: Many\nsource: example\nrows:\n{rows}")
    assert figure is not None
    _, findings = draw(figure, STYLE, 300, 200)
    assert [(finding.rule, finding.severity.value) for finding in findings] == [("chart-crowded", "warning")]
    assert findings[0].message.startswith("chart 'chart': 60 bars")


def imports(path: Path) -> set[str]:
    """The modules that a file imports when it is imported itself."""
    tree = ast.parse(path.read_text("utf-8"))
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_no_chart_imports_matplotlib_before_it_draws_nor_another_chart() -> None:
    for path in (PACKAGE / "charts").glob("*.py"):
        names = imports(path)
        assert not {name for name in names if name.split(".")[0] in ("matplotlib", "numpy")}, path.name
        members = {name.removeprefix("briefgen.charts.") for name in names if name.startswith("briefgen.charts.")}
        assert all(member.startswith("_") for member in members), path.name
    for path in PACKAGE.rglob("*.py"):
        assert "pyplot" not in path.read_text("utf-8") or path.name == "draw.py", path.name
    assert "import matplotlib.pyplot" not in (PACKAGE / "draw.py").read_text("utf-8")
