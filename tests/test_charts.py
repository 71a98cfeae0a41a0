"""Every kind of chart: what it says, what it refuses, and that its words stand where they can be read.

`good.yaml` is a chart and `good.txt` its alt text and table; the `bad*.yaml` name on each line the findings that they
expect.  With the environment variable UPDATE_CASES set, the goldens are written instead of compared.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from charting import CASES, SIZES, STYLE, faults, figure_of, gallery, inked, planned, told_grid
from projects import SHARED, expected_findings, told

from briefgen import registry
from briefgen.model import Figure

KINDS = registry.kinds("charts")
LANGUAGES = ("en", "ru", "kk", "zh")
FILES = {
    "data/visits.csv": "﻿month;visits\n2025-01;1 200,5\n2025-02;1 350\n2025-03;\n2025-04;1 900\n".encode(),
}


@cache
def good(kind: str, code: str = "en") -> Figure:
    """The example of a kind, planned once a language: figures never change."""
    figure, findings = figure_of((CASES / kind / "good.yaml").read_text("utf-8"), code, FILES)
    assert told(findings) == []
    assert figure is not None
    return figure


def rows_of(kind: str, rows: str, more: str = "") -> Figure:
    figure, _ = figure_of(f"kind: {kind}\ntitle: A chart\nsource: example\n{more}\nrows:\n{rows}")
    assert figure is not None
    return figure


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_in_words_what_it_shows(kind: str) -> None:
    figure = good(kind)
    text = "\n".join([figure.alt, "", *told_grid(figure.table)]) + "\n"
    golden = CASES / kind / "good.txt"
    if "UPDATE_CASES" in os.environ:
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("path", sorted(CASES.glob("*/bad*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_kind_refuses_what_it_cannot_show(path: Path) -> None:
    text = path.read_text("utf-8")
    _, findings = figure_of(text, files=FILES)
    assert told(findings, "content/charts/chart.yaml") == expected_findings(text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_alt_text_is_in_the_language_of_the_edition(kind: str, code: str) -> None:
    figure = good(kind, code)
    assert figure.language == code
    if code != "en":
        english = good(kind)
        assert figure.alt != english.alt
        for word in ("chart", "not stated", "target for", "No date given", "highest", "Value"):
            assert word not in figure.alt + "".join(told_grid(figure.table))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_words_stand_apart_inside_the_picture(kind: str, size: str, code: str) -> None:
    words, _, findings = inked(good(kind, code), *SIZES[size])
    assert faults(words, *SIZES[size]) == []
    assert findings == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", gallery().charts)
def test_the_gallery_can_be_read_in_every_language(name: str, code: str) -> None:
    figure, planning = planned(gallery(), name, code)
    assert planning == []
    for size in SIZES.values():
        words, _, findings = inked(figure, *size)
        assert faults(words, *size) == []
        assert findings == []


def test_the_gallery_has_every_kind() -> None:
    assert {chart.kind for chart in gallery().charts.values()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_labels_are_as_large_as_the_body_and_follow_its_size(kind: str) -> None:
    large, _, _ = inked(good(kind), 800, 400, dataclasses.replace(STYLE, size=16))
    small, _, _ = inked(good(kind), 800, 400, dataclasses.replace(STYLE, size=11))
    assert max(word.size for word in large) >= 16
    assert min(word.size for word in small) >= 10
    assert max(word.size for word in small) < max(word.size for word in large)


# ------------------------------------------------------------------------------- what is drawn, and how


def hatched(canvas: object) -> list[object]:
    from matplotlib.patches import Rectangle

    return [patch for patch in canvas.findobj(Rectangle) if patch.get_hatch()]  # type: ignore[attr-defined]


def test_a_target_is_hollow_and_names_its_year() -> None:
    figure = good("bar")
    target = next(bar for bar in figure.plan.bars if bar.aimed)
    assert "2030" in target.text
    _, canvas, _ = inked(figure, 450, 300)
    (patch,) = hatched(canvas)
    assert patch.get_facecolor()[:3] == (1.0, 1.0, 1.0)  # type: ignore[attr-defined]


LONG_NAME = "A ministry with a name that goes on and on about everything that it does, number"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["line", "area"])
@pytest.mark.parametrize(("number", "name"), [(3, LONG_NAME), (12, "Series"), (12, LONG_NAME), (30, "Series")])
def test_the_ends_of_many_series_with_long_names_stand_apart(kind: str, size: str, number: int, name: str) -> None:
    rows = "\n".join(
        f"  - {{x: {year}, series: '{name} {place}', value: {place * 7 + year - 2020}}}"
        for place in range(number)
        for year in (2023, 2024, 2025)
    )
    words, _, findings = inked(rows_of(kind, rows), *SIZES[size])
    assert faults(words, *SIZES[size]) == []
    assert {finding.rule for finding in findings} <= {"chart-crowded"}


@pytest.mark.parametrize("kind", ["bar", "column", "line", "dot"])
def test_the_largest_and_the_least_numbers_that_can_be_worded_can_be_drawn(kind: str) -> None:
    rows = "  - {label: A, x: 2023, value: 9e17}\n  - {label: B, x: 2024, value: 1e-9}\n"
    words, _, _ = inked(rows_of(kind, rows), *SIZES["half"])
    assert faults(words, *SIZES["half"]) == []


def test_a_value_that_is_not_stated_is_said_and_not_drawn_as_zero() -> None:
    figure = rows_of("bar", "  - {label: A, value: 5}\n  - {label: B, value: null}")
    from matplotlib.patches import Rectangle

    words, canvas, _ = inked(figure, 450, 300)
    assert "not stated" in [word.text for word in words]
    assert sum(1 for patch in canvas.findobj(Rectangle) if patch.get_width() > 1) == 1


def test_bars_begin_at_zero() -> None:
    figure = rows_of("bar", "  - {label: A, value: 100}\n  - {label: B, value: 50}")
    from matplotlib.patches import Rectangle

    _, canvas, _ = inked(figure, 450, 300)
    widths = sorted(patch.get_width() for patch in canvas.findobj(Rectangle) if patch.get_width() > 1)
    assert widths[-1] == pytest.approx(2 * widths[-2], rel=0.01)


def test_bars_stand_in_order_unless_the_author_says_otherwise() -> None:
    rows = "  - {label: A, value: 1}\n  - {label: B, value: 3}\n  - {label: C, value: null}\n  - {label: D, value: 2}"
    assert rows_of("bar", rows).plan.categories == ("B", "D", "A", "C")
    assert rows_of("bar", rows, "order: given").plan.categories == ("A", "B", "C", "D")


def test_a_missing_value_breaks_a_line() -> None:
    from matplotlib.lines import Line2D

    whole = rows_of("line", "".join(f"  - {{x: {year}, value: {year - 2000}}}\n" for year in range(2010, 2024)))
    _, canvas, _ = inked(whole, 450, 300)
    rows = "".join(
        f"  - {{x: {year}, value: {'null' if year == 2015 else year - 2000}}}\n" for year in range(2010, 2024)
    )
    _, broken, _ = inked(rows_of("line", rows), 450, 300)

    def thick(one: object) -> int:
        lines = one.findobj(Line2D)  # type: ignore[attr-defined]
        return sum(1 for line in lines if line.get_linewidth() == 3.0 and len(line.get_xdata()) > 1)

    assert (thick(canvas), thick(broken)) == (1, 2)


def test_the_highlighted_bar_alone_has_the_accent_and_bold_words() -> None:
    rows = "  - {label: A, value: 1}\n  - {label: B, value: 3, highlight: true}"
    from matplotlib.patches import Rectangle
    from matplotlib.text import Text

    _, canvas, _ = inked(rows_of("bar", rows), 450, 300)
    colors = [patch.get_facecolor() for patch in canvas.findobj(Rectangle) if patch.get_width() > 20]
    assert len(set(colors)) == 2
    weights = {text.get_text(): text.get_fontweight() for text in canvas.findobj(Text) if text.get_text()}
    assert (weights["B"], weights["A"]) == ("bold", "normal")


def test_more_series_than_colours_are_reported() -> None:
    rows = "".join(f"  - {{label: A, series: {name}, value: 5}}\n" for name in "UVWXYZ")
    _, findings = figure_of(f"kind: column\ntitle: Many\nsource: example\nrows:\n{rows}")
    assert [finding.rule for finding in findings] == ["series-too-many"]


def test_a_stretch_of_time_is_cut_where_nothing_happens_for_long() -> None:
    from briefgen.charts.timeline import Places

    figure = good("timeline")
    assert [stop.label for stop in figure.plan.stops] == ["Signed", "Report", "In force", "Programme of the law"]
    places = Places(figure.plan.stops, 0, 800)
    assert len(places.cuts) == 1
    days = [day for stop in figure.plan.stops for day in (stop.start, stop.end)]
    assert [places.at(day) for day in sorted(days)] == sorted(places.at(day) for day in days)
    assert places.at(max(days)) == pytest.approx(800)


def test_a_flag_is_found_for_every_event_or_they_are_listed() -> None:
    events = "".join(f"  - {{date: 2025-{1 + n // 3:02}-{1 + n * 9 % 28:02}, label: Event {n}}}\n" for n in range(16))
    figure, _ = figure_of(f"kind: timeline\ntitle: Many\nsource: example\nevents:\n{events}")
    assert figure is not None
    for size in ((900.0, 420.0), (450.0, 300.0)):
        words, _, findings = inked(figure, *size)
        assert faults(words, *size) == []
        if not findings:
            assert sum(word.text.startswith("Event") for word in words) == 16


MANY = "".join(
    f"  - {{label: Министерство национальной экономики и устойчивого развития № {n}, value: {n * 3 - 20}, x: {n}}}\n"
    for n in range(60)
)
HARD = {
    "sixty": MANY,
    "one": "  - {label: A, value: 5}\n",
    "equal": "  - {label: A, value: 0}\n  - {label: B, value: 0}\n",
    "huge": "  - {label: A, value: 1_000_000_000_000_000}\n  - {label: B, value: 0.000000001}\n",
    "close": "  - {label: A, value: 1000000.0001}\n  - {label: B, value: 1000000.0002}\n",
    "negative": "  - {label: A, value: -5}\n  - {label: B, value: -3000}\n",
    "range": "  - {label: A, value: 15, high: 30}\n  - {label: B, value: 22}\n",
    "mathtext": '  - {label: "Cost ($) of $x_1$ \\\\ 5 %", value: 5}\n  - {label: "a_b^c", value: 1}\n',
}


@pytest.mark.parametrize("data", HARD)
@pytest.mark.parametrize("kind", ["bar", "column", "line", "area", "dot"])
def test_hard_data_are_drawn_or_reported(kind: str, data: str) -> None:
    figure = rows_of(kind, HARD[data], "unit: USD" if data == "negative" else "")
    for width, height in ((450.0, 300.0), (120.0, 60.0)):
        words, _, _ = inked(figure, width, height)
        if width > 200:
            assert not [fault for fault in faults(words, width, height) if "leaves" in fault]
    if data == "sixty" and kind in ("bar", "column", "dot"):
        _, _, findings = inked(figure, 450, 300)
        assert [finding.rule for finding in findings] == ["chart-crowded"]


def test_a_chart_without_values_says_so() -> None:
    for kind in ("bar", "column", "line", "area", "dot", "slope"):
        words, _, _ = inked(rows_of(kind, "  - {label: A, value: null}"), 450, 300)
        assert "no data" in [word.text for word in words]


# ------------------------------------------------------------------------------------------------- maps


REGION = """
kind: map
title: A region
frame: [19, 30, 97, 58]
countries:
  - {code: KZ, label: "Kazakhstan: a ministry and a law", highlight: true}
  - {code: RU, label: "Russia: models of its own"}
  - {code: BY, label: "Belarus: a programme"}
  - {code: UZ, label: "Uzbekistan: projects in use"}
  - {code: KG, label: "Kyrgyzstan: a national council"}
  - {code: TJ, label: "Tajikistan: pilot schools"}
"""


@pytest.mark.parametrize("size", SIZES)
def test_names_of_countries_are_large_break_after_the_colon_and_stand_on_no_other_country(size: str) -> None:
    figure, findings = figure_of(REGION)
    assert figure is not None
    assert told(findings) == []
    words, _, drawing = inked(figure, *SIZES[size])
    assert drawing == []
    assert faults(words, *SIZES[size]) == []
    heads = [word for word in words if word.text.endswith(":")]
    assert {word.text for word in heads} == {land.label.partition(" ")[0] for land in figure.plan.lands}
    assert min(word.size for word in heads) >= 12


def test_lines_to_names_cross_neither_names_nor_each_other() -> None:
    from briefgen.charts._ink import Area
    from briefgen.charts._placenames import Card, Land, best_together

    def card(name: str, x: float, left: float) -> Card:
        return Card(Land(name, name, "", None, False), x, 0, Area(left, 20, left + 10, 30), ((name, True),))

    # Each would rather stand below the other's country.
    choices = [[(1.0, card("A", 0, 40)), (2.0, card("A", 0, 0))], [(1.0, card("B", 40, 0)), (2.0, card("B", 40, 40))]]
    assert [(one.land.code, one.area.left) for one in best_together(choices, ())] == [("A", 0), ("B", 40)]


def test_what_is_disputed_belongs_to_no_country_and_the_note_says_whose_borders_they_are() -> None:
    from briefgen.charts._atlas import inside, topology

    borders = topology(b"")
    assert not any(inside(ring, 34.2, 45.2) for code in ("RU", "UA") for ring in borders.rings(code))
    assert any(inside(ring, 34.2, 45.2) for ring in borders.rings("-CRIMEA"))
    for code in LANGUAGES:
        figure, _ = figure_of(REGION, code)
        assert figure is not None
        assert "Natural Earth" in figure.note


def test_a_place_lies_in_its_country() -> None:
    from matplotlib.path import Path as Outline

    from briefgen.charts._atlas import atlas_index, topology
    from briefgen.charts._projection import Projection

    borders = topology(b"")
    for place, code in {"Astana": "KZ", "Almaty": "KZ", "Tashkent": "UZ", "Bishkek": "KG", "Dushanbe": "TJ"}.items():
        latitude, longitude = atlas_index()["places"][place]
        rings = borders.rings(code)
        assert sum(Outline(ring).contains_point((longitude, latitude)) for ring in rings) % 2 == 1
    projection = Projection((46, 40, 88, 56), 800, 400)
    (astana,) = projection.points([(71.42, 51.17)])
    (almaty,) = projection.points([(76.95, 43.25)])
    assert almaty[0] > astana[0]
    assert almaty[1] > astana[1]


@pytest.mark.parametrize("frame", [(46.0, 40.0, 88.0, 56.0), (-170.0, -60.0, 170.0, 80.0)])
def test_projections_keep_areas(frame: tuple[float, float, float, float]) -> None:
    import math

    import numpy

    from briefgen.charts._projection import Projection

    projection = Projection(frame, 800, 400)

    def area(longitude: float, latitude: float) -> float:
        step = 0.05
        corners = [(longitude + a, latitude + b) for a, b in ((0, 0), (step, 0), (step, step), (0, step))]
        x, y = projection.points(corners).T
        flat = abs(float(numpy.dot(x, numpy.roll(y, 1)) - numpy.dot(y, numpy.roll(x, 1)))) / 2
        return flat / math.cos(math.radians(latitude + step / 2))

    west, south, east, north = frame
    areas = [area(west + 5, south + 5), area(east - 5, north - 5), area((west + east) / 2, (south + north) / 2)]
    assert max(areas) / min(areas) < 1.01


def test_borders_can_be_the_authors_own() -> None:
    square = """
    {"type": "Topology", "arcs": [[[60, 40], [70, 40], [70, 50], [60, 50], [60, 40]]],
     "objects": {"countries": {"type": "GeometryCollection",
      "geometries": [{"type": "Polygon", "id": "KZ", "arcs": [[0]]}]}}}
    """
    text = "kind: map\ntitle: Own\nborders: data/own.json\ncountries: [{code: KZ}]\n"
    figure, findings = figure_of(text, files={"data/own.json": square.encode()})
    assert figure is not None
    assert told(findings) == []
    assert figure.plan.frame == pytest.approx((58, 39.3, 72, 50.7), abs=1.5)
    inked(figure, 450, 300)
    _, findings = figure_of(text, files={"data/own.json": b"{}"})
    assert [finding.rule for finding in findings] == ["borders-unreadable"]


# ------------------------------------------------------------------------------------------------ files


def test_data_files_are_filtered_and_made_series() -> None:
    table = b"country,year,a,b\nNorthland,2024,1,2\nNorthland,2025,3,4\nSouthmark,2024,5,6\n"
    text = (
        "kind: column\ntitle: T\nsource: example\n"
        "data: {file: data/t.csv, x: year, value: [a, b], where: {country: Northland}}\n"
    )
    figure, findings = figure_of(text, files={"data/t.csv": table})
    assert told(findings) == []
    assert figure is not None
    assert figure.plan.categories == ("2024", "2025")
    assert figure.plan.series == ("a", "b")
    assert [bar.value for bar in figure.plan.bars] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("file: data/none.csv, label: country, value: a", "file-missing"),
        ("file: data/t.csv, label: county, value: a", "column-unknown"),
        ("file: data/t.csv, label: country", "column-unknown"),
        ("file: data/t.csv, label: country, value: b", "data-not-number"),
        ("file: data/t.csv, label: country, value: c", "data-nan"),
        ("file: data/t.csv, label: country, value: a, where: {country: Nowhere}", "data-empty"),
        ("file: ../outside.csv, label: country, value: a", "path-outside"),
    ],
)
def test_what_is_wrong_with_a_data_file_is_told(change: str, rule: str) -> None:
    table = b"country,a,b,c\nNorthland,1,many,NaN\n"
    text = f"kind: bar\ntitle: T\nsource: example\ndata: {{{change}}}\n"
    _, findings = figure_of(text, files={"data/t.csv": table})
    assert rule in [finding.rule for finding in findings]


@pytest.mark.skipif(not (SHARED / "zoo" / "data").exists(), reason="needs the test material beside the project")
def test_tables_that_others_wrote_can_be_drawn() -> None:
    table = (SHARED / "zoo" / "data" / "ru_cp1251_semicolon_decimalcomma.csv").read_bytes()
    text = (
        "kind: line\ntitle: T\nsource: example\n"
        'data: {file: data/t.csv, x: Год, series: Страна, value: "Коэффициент рождаемости, чел."}\n'
    )
    figure, findings = figure_of(text, "ru", {"data/t.csv": table})
    assert {finding.rule for finding in findings} == {"data-encoding", "series-too-many"}
    assert figure is not None
    words, _, _ = inked(figure, 800, 400)
    assert not [fault for fault in faults(words, 800, 400) if "leaves" in fault]


# ------------------------------------------------------------------------------------------------ costs


def test_planning_imports_neither_matplotlib_nor_numpy() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from charting import gallery, planned\n"
        "for name in gallery().charts: planned(gallery(), name)\n"
        "print(sorted({'matplotlib', 'numpy', 'pptx', 'docx'} & set(sys.modules)))\n"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_plans_can_be_sent_to_another_process(kind: str) -> None:
    import pickle

    figure = good(kind)
    assert pickle.loads(pickle.dumps(figure)) == figure
