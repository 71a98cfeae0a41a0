"""Dates: one reader for all that authors write, and the days that a vague date can mean."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from briefgen.model import Moment
from briefgen.moments import exact_day, first_day, in_order, last_day, middle, parse_moment, stretch, written


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-18", Moment(2026, 1, 18)),
        ("2025-11", Moment(2025, 11)),
        (2026, Moment(2026)),
        ("2024-02-29", Moment(2024, 2, 29)),
        ("2026-02-29", None),
        ("2026-13", None),
        ("2026-1-8", None),
        ("soon", None),
        (True, None),
        (None, None),
        ("0000", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text: Any, moment: Moment | None) -> None:
    assert parse_moment(text) == moment
    assert moment is None or written(moment) == str(text)


def test_a_date_covers_as_many_days_as_it_is_precise() -> None:
    assert str(first_day(Moment(2024, 2))) == "2024-02-01"
    assert str(last_day(Moment(2024, 2))) == "2024-02-29"
    assert str(last_day(Moment(2025))) == "2025-12-31"
    assert middle(Moment(2025, 11, 17)) == first_day(Moment(2025, 11, 17)).toordinal()
    assert exact_day(Moment(2025, 11)) is None


@pytest.mark.parametrize(
    ("low", "high", "ordered"),
    [
        (Moment(2026), Moment(2026, 3), True),
        (Moment(2026, 3), Moment(2026), True),
        (Moment(2026, 3, 2), Moment(2026, 3, 1), False),
        (Moment(2027), Moment(2026, 12), False),
        (Decimal(1), Decimal(2), True),
    ],
)
def test_a_range_begins_before_its_end_as_far_as_that_is_known(low: Any, high: Any, ordered: bool) -> None:
    assert in_order(low, high) is ordered


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        (Moment(2025), Moment(2027), "years"),
        (Moment(2025, 1), Moment(2025, 3), "months"),
        (Moment(2025, 1, 2), Moment(2025, 1, 5), "days"),
        (Moment(2025, 1, 2), Moment(2025, 2, 5), "days-of-year"),
        (Moment(2025, 1), Moment(2025, 2, 5), "apart"),
        (Moment(2025, 12), Moment(2026, 1), "apart"),
    ],
)
def test_a_stretch_says_once_what_its_ends_have_in_common(first: Moment, second: Moment, common: str) -> None:
    assert stretch(first, second) == common
