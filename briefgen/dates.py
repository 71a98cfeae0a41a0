"""Dates in the words of one language: as precisely as they are known, two of them as a span."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from briefgen.language_spec import LanguageSpec, fill
from briefgen.model import Moment
from briefgen.moments import Period, precision, stretch, to_month

Inflect = Callable[[str, str], str]


class DateWording:
    """Words dates by a language's patterns, with CLDR's names of months."""

    def __init__(self, spec: LanguageSpec, locale: Any, cases: tuple[str, ...], inflect: Inflect) -> None:
        self._spec = spec
        self._locale = locale
        self._cases = cases
        self._inflect = inflect

    @cached_property
    def months(self) -> Mapping[str, tuple[str, ...]]:
        """Month names by placeholder.  Stand-alone names that differ by a capital alone are for calendars: not used."""
        names = self._locale.months
        numbers = range(1, 13)

        def forms(width: str) -> tuple[str, ...]:
            alone, after_day = names["stand-alone"][width], names["format"][width]
            same = all(alone[n].lower() == after_day[n].lower() for n in numbers)
            return tuple((after_day if same else alone)[n] for n in numbers)

        return {
            "month": forms("wide"),
            "month-of": tuple(names["format"]["wide"][n] for n in numbers),
            "month-short": forms("abbreviated"),
            "month-in": self._spec.months_in or forms("wide"),
        }

    def _fields(self, moment: Moment, mark: str = "") -> dict[str, str]:
        fields = {f"year{mark}": str(moment.year)}
        if moment.month:
            fields[f"mm{mark}"] = f"{moment.month:02}"
            fields[f"month-number{mark}"] = str(moment.month)
            for name, months in self.months.items():
                fields[f"{name}{mark}"] = months[moment.month - 1]
            for case in self._cases:
                fields[f"month{mark}+{case}"] = self._inflect(self.months["month"][moment.month - 1], case)
        if moment.day:
            fields[f"day{mark}"] = str(moment.day)
            fields[f"dd{mark}"] = f"{moment.day:02}"
        return fields

    def word(self, moment: Moment | Period, base: str, case: str) -> str:
        """A date, or a pair of them as a span, in a style and a case."""
        if isinstance(moment, tuple) and moment[0] == moment[1]:
            moment = moment[0]
        if base in ("number", "year"):
            if isinstance(moment, Moment):
                return self._inflect(str(moment.year), case)
            years = [str(moment[0].year), str(moment[1].year)]
            return self._inflect("–".join(dict.fromkeys(years)), case)
        if base == "month":
            moment = to_month(moment) if isinstance(moment, Moment) else (to_month(moment[0]), to_month(moment[1]))
            return self.word(moment, "default", case)
        base = {"compact": "short", "short": "short", "day": "day", "when": "when"}.get(base, "default")
        dates = self._spec.dates
        if isinstance(moment, Moment):
            pattern = {"day": dates.day, "month": dates.month, "year": dates.year}[precision(moment)]
            fields = self._fields(moment)
        else:
            kind = stretch(*moment)
            if kind == "apart":
                plain = "short" if base == "short" else "default"
                first, second = (self.word(end, plain, "") for end in moment)
                return fill(dates.spans.apart, {"first": first, "second": second})
            spans = dates.spans
            known = {"years": spans.years, "months": spans.months, "days": spans.days}
            pattern = known.get(kind, spans.days_of_year)
            fields = {**self._fields(moment[0]), **self._fields(moment[1], "2")}
        if case == "genitive" and pattern.genitive and base == "default":
            return fill(pattern.genitive, fields)
        text = fill(pattern.styled(base), fields)
        return text if base == "when" else self._inflect(text, case)
