"""Scales: round ticks that hold all values, time, logarithms, and labels moved apart."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model import Moment
from briefgen.moments import middle
from briefgen.scales import (
    Scale,
    round_step,
    spread,
    train,
    train_log,
    train_time,
)

values = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=4)


def texts(scale: Scale) -> list[str]:
    return [tick.text for tick in scale.ticks]


@given(st.lists(values, min_size=1, max_size=20), st.booleans())
def test_a_scale_holds_its_values_between_round_ticks(data: list[Decimal], zero: bool) -> None:
    scale = train(data, str, zero=zero)
    assert scale.low <= float(min(data))
    assert scale.high >= float(max(data))
    assert 2 <= len(scale.ticks) <= 9
    assert (scale.ticks[0].value, scale.ticks[-1].value) == (scale.low, scale.high)
    if zero:
        assert any(tick.value == 0 for tick in scale.ticks)
    assert all(0 <= scale.share(float(value)) <= 1 for value in data)


def test_ticks_are_the_numbers_that_people_write() -> None:
    assert texts(train([Decimal("0.1"), Decimal("0.7")], str, zero=True)) == ["0", "0.2", "0.4", "0.6", "0.8"]
    assert texts(train([Decimal(0), Decimal(51_500_000)], str)) == [
        *("0", "20000000", "40000000", "60000000"),
    ]
    assert texts(train([Decimal("1000000.0001"), Decimal("1000000.0003")], str))[0] == "1000000.0001"


@pytest.mark.parametrize(("data", "low", "high"), [([], 0, 1), ([5], 2, 8), ([0], -1, 1), ([-3], -5, -1)])
def test_no_value_or_one_makes_a_scale_all_the_same(data: list[int], low: float, high: float) -> None:
    scale = train([Decimal(value) for value in data], str)
    assert (scale.low, scale.high) == (low, high)


@given(st.decimals(min_value=Decimal("1e-9"), max_value=10**12, allow_nan=False))
def test_a_step_is_one_two_a_quarter_or_five_times_a_power_of_ten(rough: Decimal) -> None:
    step = round_step(rough)
    lead = step.scaleb(-step.adjusted())
    assert lead in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
    assert rough <= step <= rough * Decimal("2.51")


def test_the_smallest_rank_can_stand_on_top() -> None:
    scale = train([Decimal(60), Decimal(76)], str, reverse=True)
    assert scale.share(60) > scale.share(76)


def test_a_logarithmic_scale_spaces_equal_ratios_equally() -> None:
    scale = train_log([Decimal(300), Decimal(90_000)], str)
    assert scale.share(1000) - scale.share(100) == pytest.approx(scale.share(10_000) - scale.share(1000))
    assert scale.share(300) >= 0
    assert scale.share(90_000) <= 1
    few = train_log([Decimal(30), Decimal(70)], str)
    assert texts(few) == ["20", "50", "100"]


def test_years_stand_over_the_middle_of_the_year() -> None:
    scale = train_time([Moment(2021), Moment(2025)], lambda moment: str(moment.year))
    assert texts(scale) == ["2021", "2022", "2023", "2024", "2025"]
    assert scale.share(middle(Moment(2021))) == 0
    assert scale.share(middle(Moment(2023))) == pytest.approx(0.5, abs=0.01)


def test_months_are_ticked_where_all_lies_within_two_years() -> None:
    scale = train_time([Moment(2025, 7, 9), Moment(2026, 1, 18)], lambda moment: f"{moment.year}-{moment.month}")
    assert texts(scale) == ["2025-7", "2025-9", "2025-11", "2026-1"]


def test_a_long_stretch_keeps_few_ticks() -> None:
    scale = train_time([Moment(1880), Moment(2023)], lambda moment: str(moment.year))
    assert 3 <= len(scale.ticks) <= 8
    assert texts(scale)[-1] == "2023"


labels = st.lists(st.tuples(st.floats(0, 300), st.floats(4, 40)), min_size=1, max_size=12)


@given(labels)
def test_labels_moved_apart_do_not_touch_and_keep_their_order(pairs: list[tuple[float, float]]) -> None:
    places = [place for place, _ in pairs]
    sizes = [size for _, size in pairs]
    centres = spread(places, sizes, 0, 300)
    order = sorted(range(len(places)), key=lambda item: centres[item])
    for before, after in itertools.pairwise(order):
        assert centres[after] - centres[before] >= (sizes[after] + sizes[before]) / 2 - 1e-6
        assert places[before] <= places[after]
    if sum(sizes) <= 300:
        assert all(centre - size / 2 >= -1e-6 for centre, size in zip(centres, sizes, strict=True))
        assert all(centre + size / 2 <= 300 + 1e-6 for centre, size in zip(centres, sizes, strict=True))


@given(st.lists(st.floats(10, 290), min_size=1, max_size=1))
def test_a_label_that_nothing_presses_stays(places: list[float]) -> None:
    assert spread(places, [8.0], 0, 300) == pytest.approx(places)
