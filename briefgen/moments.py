"""Dates as precisely as they are known: how they are written, which days they can mean, and which of two is earlier."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Any, Literal

from briefgen.model import Moment

Period = tuple[Moment, Moment]
Precision = Literal["year", "month", "day"]
Stretch = Literal["years", "months", "days", "days-of-year", "apart"]

WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
"""The form of a written date; what has it may still be none, as 2025-13 is."""


def parse_moment(value: Any) -> Moment | None:
    """A date as precisely as it is written, or None for what is no date.

    One reader for facts, charts and sources, so that what is a date in one is a date in all.

    >>> parse_moment("2025-11")
    Moment(year=2025, month=11, day=None)
    """
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    match = WRITTEN.fullmatch(str(value).strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        return None
    if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return Moment(year, month, day)


def written(moment: Moment) -> str:
    """The moment as an author types it, the inverse of `parse_moment`: 2025-11."""
    parts = (f"{moment.year:04}", *(f"{part:02}" for part in (moment.month, moment.day) if part is not None))
    return "-".join(parts)


def moment_on(day: datetime.date) -> Moment:
    """The moment that is this very day."""
    return Moment(day.year, day.month, day.day)


def exact_day(moment: Moment) -> datetime.date | None:
    """The day that the moment is; None where it is only known as a month or a year."""
    if moment.month is None or moment.day is None:
        return None
    return datetime.date(moment.year, moment.month, moment.day)


def first_day(moment: Moment) -> datetime.date:
    """The first day that a date as precise as this one can mean."""
    return datetime.date(min(max(moment.year, 1), 9999), moment.month or 1, moment.day or 1)


def last_day(moment: Moment) -> datetime.date:
    """The last day that a date as precise as this one can mean."""
    start = first_day(moment)
    month = moment.month or 12
    return datetime.date(start.year, month, moment.day or calendar.monthrange(start.year, month)[1])


def middle(moment: Moment) -> float:
    """The middle of the stretch that a moment names, in days; for a day, that day."""
    return (first_day(moment).toordinal() + last_day(moment).toordinal()) / 2


def order(end: Any) -> Any:
    """What numbers and dates are sorted by; a vaguer date comes before those that it holds."""
    return (end.year, end.month or 0, end.day or 0) if isinstance(end, Moment) else end


def in_order(low: Any, high: Any) -> bool:
    """Whether two numbers or dates can be the ends of a range; 2026 may begin before 2026-03 and after it."""
    if isinstance(low, Moment) and isinstance(high, Moment):
        return first_day(low) <= last_day(high)
    return bool(low <= high)


def precision(moment: Moment) -> Precision:
    """How precisely the date is known."""
    return "day" if moment.day else "month" if moment.month else "year"


def to_month(moment: Moment) -> Moment:
    """The date without its day."""
    return Moment(moment.year, moment.month)


def to_year(moment: Moment) -> Moment:
    """The date without month and day."""
    return Moment(moment.year)


def stretch(first: Moment, second: Moment) -> Stretch:
    """What two dates have in common, and so need not say twice: `3–5 May 2026` are days of one month."""
    known = {precision(first), precision(second)}
    if known == {"year"}:
        return "years"
    if first.year != second.year or len(known) > 1:
        return "apart"
    if known == {"month"}:
        return "months"
    return "days" if first.month == second.month else "days-of-year"
