"""Derived facts: a small arithmetic over facts, `a - b` or `a / b * 100`, exact to the last decimal."""

from __future__ import annotations

import ast
import dataclasses
import datetime
import operator
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, Overflow
from graphlib import CycleError, TopologicalSorter
from typing import Any

from briefgen.finding import Finding, Related, did_you_mean
from briefgen.model import Fact, Moment
from briefgen.moments import exact_day
from briefgen.places import is_tellable

_LONGEST = 300
# Fact names hold hyphens, so that a minus between two names needs spaces around it.
_NAME = re.compile(r"(?<![\w.])[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


_HINTS = {
    "fact-unknown": "add it to content/facts/",
    "formula-malformed": "write names of facts and numbers, with spaces around + - * /",
}


class FormulaError(Exception):
    """Why a formula gives no value; `rule`, the words and the name that does not exist, if that is the reason."""

    def __init__(self, rule: str, message: str, unknown: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.unknown = unknown


def names_in(formula: str) -> list[str]:
    """The facts that a formula refers to, in order."""
    return list(dict.fromkeys(_NAME.findall(formula)))


def evaluate(formula: str, value_of: Callable[[str], Any]) -> Decimal:
    """The formula's value; `value_of` gives a fact's, and raises KeyError for a name that is none.

    Two days subtracted give the days between them.

    >>> evaluate("a - b * 2", {"a": Decimal(10), "b": Decimal("1.5")}.__getitem__)
    Decimal('7.0')
    """
    names: list[str] = []

    def placeholder(match: re.Match[str]) -> str:
        names.append(match.group())
        return f"_{len(names) - 1}"

    source = _NAME.sub(placeholder, formula)
    if len(formula) > _LONGEST:
        raise FormulaError("formula-malformed", f"the formula is longer than {_LONGEST} characters")
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError("formula-malformed", f"'{formula}' is no formula of names, numbers, + - * / ( )") from None

    def walk(node: ast.expr) -> Any:
        match node:
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
                return _apply(type(sign), walk(left), walk(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return _apply(ast.Sub, Decimal(0), walk(operand))
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return Decimal(str(number))
            case ast.Name(id=identifier) if identifier[1:].isdigit():
                return value_of(names[int(identifier[1:])])
        raise FormulaError("formula-malformed", f"'{formula}' holds more than names, numbers, + - * / ( )")

    value = walk(tree.body)
    if not isinstance(value, Decimal) or not value.is_finite():
        raise FormulaError("formula-malformed", f"'{formula}' does not come to a number")
    if not is_tellable(value):
        raise FormulaError("number-magnitude", f"'{formula}' comes to {value:.3g}, which no reader can take in")
    return value


def _apply(sign: type[ast.operator], left: Any, right: Any) -> Decimal:
    if sign is ast.Sub and isinstance(left, Moment) and isinstance(right, Moment):
        return Decimal((_day(left) - _day(right)).days)
    for value in (left, right):
        if not isinstance(value, Decimal):
            raise FormulaError("formula-malformed", "only single numbers, and differences of days, can be calculated")
    try:
        result = _OPERATORS[sign](left, right)
    except (DivisionByZero, InvalidOperation):
        raise FormulaError("formula-malformed", "the formula divides by zero") from None
    except Overflow:
        raise FormulaError("formula-malformed", "the result is too large") from None
    if not isinstance(result, Decimal):
        raise FormulaError("formula-malformed", "the formula does not come to a number")
    return result


def _day(moment: Moment) -> datetime.date:
    day = exact_day(moment)
    if day is None:
        raise FormulaError("formula-malformed", "a date without a day cannot be subtracted")
    return day


def derive(facts: Mapping[str, Fact], rejected: frozenset[str] = frozenset()) -> tuple[dict[str, Fact], list[Finding]]:
    """The facts with every formula worked out; a value that was also written down must agree with it.

    A fact whose formula fails is left out, and so is what hangs on it, without a word: one finding names the reason.
    """
    findings: list[Finding] = []
    done: dict[str, Fact] = {name: fact for name, fact in facts.items() if not fact.formula}
    exact: dict[str, Any] = {name: fact.value for name, fact in done.items()}

    def value_of(name: str) -> Any:
        if name not in facts:
            raise FormulaError("fact-unknown", f"no fact named '{name}'", name)
        if name not in done:
            raise FormulaError("", "")
        return exact[name]

    for name in _in_order(facts, findings):
        fact = facts[name]
        try:
            value = evaluate(fact.formula, value_of)
        except FormulaError as error:
            if error.rule and f"fact/{error.unknown}" not in rejected and "facts" not in rejected:
                hint = did_you_mean(error.unknown, facts) if error.unknown else ""
                hint = hint or _HINTS.get(error.rule, "")
                span = fact.at("formula")
                findings.append(Finding(error.rule, str(error), span, hint=hint, related=_inputs(fact, facts)))
            continue
        if fact.unit == "percent" and _subtracts_shares(fact.formula, facts):
            message = f"'{name}' is the difference of two percentages, which is counted in percentage points"
            hint = "write unit: percentage-point"
            findings.append(Finding("formula-unit", message, fact.at("unit"), hint=hint))
        shown = value if fact.digits is None else rounded(value, fact.digits)
        if fact.value is not None and not _agrees(value, fact.value) and fact.value != shown:
            message = f"'{name}' says {fact.value}, its formula comes to {plain(value)}"
            hint = "correct one of the two, or leave value: out"
            findings.append(Finding("formula-value", message, fact.at("value"), hint=hint))
        if shown != value and "about" not in fact.qualifier:
            message = f"'{name}' is shown with {fact.digits} digits, and would look exact"
            findings.append(Finding("formula-rounded", message, fact.at("digits"), hint="add qualifier: about"))
        exact[name] = value if fact.value is None or fact.digits is not None else fact.value
        done[name] = dataclasses.replace(fact, value=shown if fact.digits is not None else exact[name])
    return {name: done[name] for name in facts if name in done}, findings


def _in_order(facts: Mapping[str, Fact], findings: list[Finding]) -> list[str]:
    """The facts with formulas, each after those that it refers to; circles are reported and left out."""
    graph = {
        name: [other for other in names_in(fact.formula) if other in facts and facts[other].formula]
        for name, fact in facts.items()
        if fact.formula
    }
    places = {name: place for place, name in enumerate(facts)}
    while True:
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            # Its list leads from what is referred to to what refers to it, with one name at both ends.
            circle = error.args[1][:0:-1]
        first = circle.index(min(circle, key=places.__getitem__))
        told = " -> ".join([*circle[first:], *circle[: first + 1]])
        fact = facts[circle[first]]
        message = f"the formula comes back to itself: {told}"
        hint = "give one of them its value, and no formula"
        span = fact.at("formula")
        findings.append(Finding("formula-cyclic", message, span, hint=hint, related=_inputs(fact, facts)))
        graph = {
            name: [other for other in others if other not in circle]
            for name, others in graph.items()
            if name not in circle
        }


def _inputs(fact: Fact, facts: Mapping[str, Fact]) -> tuple[Related, ...]:
    return tuple(
        Related(f"'{name}'", facts[name].span)
        for name in names_in(fact.formula)
        if name in facts and name != fact.name and facts[name].value is not None
    )


def _subtracts_shares(formula: str, facts: Mapping[str, Fact]) -> bool:
    """Whether a formula is nothing but one percentage less another."""
    names = formula.split(" - ")
    return len(names) == 2 and all(name.strip() in facts and facts[name.strip()].unit == "percent" for name in names)


def rounded(value: Decimal, digits: int) -> Decimal:
    """The value with so many digits that say something; what is derived from it goes on from the exact one.

    >>> rounded(Decimal(2764800), 2), rounded(Decimal("0.04567"), 2)
    (Decimal('2800000'), Decimal('0.046'))
    """
    place = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return (value / place).to_integral_value(ROUND_HALF_UP) * place + Decimal(0)


def _agrees(value: Decimal, written: Any) -> bool:
    """Whether a written value is the calculated one, rounded to the places that were written."""
    if not isinstance(written, Decimal):
        return False
    exponent = written.as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    return abs(value - written) * 2 <= Decimal(1).scaleb(min(exponent, 0))


def plain(value: Decimal) -> str:
    """A number in plain digits, without exponent and without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
