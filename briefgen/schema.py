"""Validation of what authors write: the pydantic pieces of every authored model, and its errors as findings."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Annotated, Any, Literal, TypeVar, Union

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    RootModel,
    ValidationError,
)
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema

from briefgen import model
from briefgen.finding import Finding, Span, closest, did_you_mean
from briefgen.places import Loc


class Text(model.Text):
    """Prose as a field type: accepts what YAML gave as text and keeps its place; a number or a date is refused."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(model.Text)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string"}


class Name(model.Name):
    """The name of a fact, chart, source or unit as a field type; becomes a `model.Name`, which keeps its place."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def convert(value: model.Text) -> model.Name:
            return model.Name(value.strip(), value.span, value.context, value.lines)

        return core_schema.no_info_after_validator_function(convert, core_schema.is_instance_schema(model.Text))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: empty, or spaces, those without width among them."""
    return not re.sub(r"[\s\u00ad\u200b-\u200f\u2060\u2061-\u2064\u3164\ufeff]", "", text)


def _not_blank(text: model.Text) -> model.Text:
    if is_blank(text):
        raise PydanticCustomError("text-empty", "the text says nothing")
    return text


Words = Annotated[Text, AfterValidator(_not_blank)]
"""A text that must say something: a title, a label."""


class Spec(BaseModel):
    """The base of every authored mapping: kebab-case keys, no key that is not known, nothing changed after reading."""

    model_config = ConfigDict(
        defer_build=True,
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
    )


Item = TypeVar("Item")


class ListSpec(RootModel[Item]):
    """The base of a block that is a list or a single text rather than a mapping."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, defer_build=True)


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


OneOrMany = Annotated[list[Item], BeforeValidator(_as_list)]
"""A list whose single member may stand without brackets."""

QUALIFIERS = (
    "over",
    "about",
    "up to",
    "at least",
    "at most",
    "nearly",
    "tens-of",
    "planned",
    "expected",
)

Qualifier = Literal["over", "about", "up to", "at least", "at most", "nearly", "tens-of", "planned", "expected"]


# ---------------------------------------------------------------------------- content/*.yaml, as authors write it


class DocumentEntry(Spec):
    """One entry of `documents:` in project.yaml."""

    kind: Literal["deck", "briefing"]
    themes: Annotated[list[Name], Field(min_length=1)]
    title: Text | None = None
    subtitle: Text | None = None


class ProjectSpec(Spec):
    """content/project.yaml."""

    title: Words
    subtitle: Text | None = None
    owner: Text | None = None
    edition: Text | None = None
    date: Any
    languages: Annotated[list[Name], Field(min_length=1)]
    template: Name
    summary_title: Text | None = None
    documents: dict[str, DocumentEntry]


class SourceSpec(Spec):
    """One entry of content/sources.yaml."""

    title: Words
    publisher: Words
    language: Name
    published: Any
    file: Name | None = None
    url: Name | None = None
    note: Text | None = None


class CitationSpec(Spec):
    """Where a source says it; `value` and `qualifier` only where this source says something else."""

    source: Name
    paragraph: Annotated[int, Field(ge=1)]
    evidence: Name
    value: Any = None
    qualifier: OneOrMany[Qualifier] = Field(default_factory=list)


class PreferenceSpec(Spec):
    """`on-conflict: {prefer: source}`."""

    prefer: Name


class FactSpec(Spec):
    """One entry of content/facts/*.yaml."""

    label: Words
    unit: Name
    value: Any = None
    of: Any = None
    qualifier: OneOrMany[Qualifier] = Field(default_factory=list)
    as_of: Any = None
    kind: Literal["result", "target", "plan", "opinion"] = "result"
    speaker: Text | None = None
    place: Text | None = None
    stage: Text | None = None
    cite: OneOrMany[CitationSpec] = Field(default_factory=list)
    on_conflict: PreferenceSpec | Literal["both", "range"] | None = None
    formula: Name | None = None
    digits: Annotated[int, Field(ge=1, le=6)] | None = None
    caveat: Text | None = None


class SummaryLineSpec(Spec):
    """One line of a theme's `summary:`."""

    title: Words
    text: Text | None = None
    section: Name


class SectionSpec(Spec):
    """One section of a theme; its blocks are validated one by one, each by its kind."""

    id: Name
    title: Words
    layout: Name | None = None
    blocks: list[Any] = Field(default_factory=list)


class ThemeSpec(Spec):
    """content/themes/*.yaml; its sections are validated one by one."""

    title: Words
    scope: Text | None = None
    bottom_line: Text | None = None
    summary_title: Text | None = None
    summary: list[SummaryLineSpec] = Field(default_factory=list)
    sections: Annotated[list[Any], Field(min_length=1)]


# ------------------------------------------------------------------------------------------ errors as findings

Model = TypeVar("Model", bound=BaseModel)


def validate(
    kind: type[Model], data: Any, span_of: Callable[[Loc, bool], Span], base: Loc = ()
) -> tuple[Model | None, list[Finding]]:
    """The data as a model, or None and every reason against it, each at its place.

    `span_of(loc, key)` gives the place of the value at `loc`, or of its key; `base` is where `data` itself stands.
    """
    try:
        return kind.model_validate(data), []
    except ValidationError as error:
        return None, _explain(kind, data, error.errors(include_url=False), span_of, base)


def without_unknown_keys(kind: type[Model], data: Any) -> Model | None:
    """The model of the data with mistyped keys as they were meant and without others that it does not know.

    None where anything else is wrong.  So a misspelt option does not hide the mistakes in what stands beside it.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        placed = [(_real_loc(data, one), one) for one in error.errors(include_url=False)]
    meant = _mistyped(placed)
    if any(error["type"] != "extra_forbidden" and loc not in meant.values() for loc, error in placed):
        return None
    try:
        return kind.model_validate(_as_meant(data, {loc: meant.get(loc) for loc, _ in placed}))
    except ValidationError:
        return None


def usable_part(kind: type[Model], data: Any) -> Model | None:
    """The model of what is right in the data, with stand-ins for words that are missing; None where too little is.

    It is for looking for further mistakes, in one run, and shows nothing.
    """
    for _ in range(_ROUNDS):
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            placed = [(_real_loc(data, one), one["type"] == "missing") for one in error.errors(include_url=False)]
        wrong = {loc for loc, missing in placed if loc and not missing}
        absent = {loc: word for loc, missing in placed if missing and (word := _stand_in(kind, loc)) is not None}
        if not wrong and not absent:
            return None
        data = _mended(data, wrong, absent)
    return None


_ROUNDS = 4


def _stand_in(kind: type[BaseModel], loc: Loc) -> model.Text | None:
    """A text where prose is missing, and a word where one of several is."""
    expected = list(_annotations(kind, loc))
    if any(map(_is_prose, expected)):
        return model.Text("…")
    words = [word for annotation in expected for word in _choices(annotation)]
    return model.Text(words[0]) if words else None


def _mended(data: Any, wrong: Set[Loc], absent: Mapping[Loc, model.Text], loc: Loc = ()) -> Any:
    if isinstance(data, Mapping):
        kept = {key: _mended(data[key], wrong, absent, (*loc, key)) for key in data if (*loc, key) not in wrong}
        return kept | {place[-1]: word for place, word in absent.items() if place[:-1] == loc}
    if isinstance(data, list):
        items = enumerate(data)
        return [_mended(item, wrong, absent, (*loc, index)) for index, item in items if (*loc, index) not in wrong]
    return data


def _as_meant(data: Any, unknown: Mapping[Loc, Loc | None], loc: Loc = ()) -> Any:
    if isinstance(data, Mapping):
        keys = {key: unknown.get((*loc, key), (*loc, key)) for key in data}
        return {place[-1]: _as_meant(data[key], unknown, (*loc, key)) for key, place in keys.items() if place}
    if isinstance(data, list):
        return [_as_meant(item, unknown, (*loc, index)) for index, item in enumerate(data)]
    return data


def _explain(
    kind: type[BaseModel],
    data: Any,
    errors: Sequence[ErrorDetails],
    span_of: Callable[[Loc, bool], Span],
    base: Loc,
) -> list[Finding]:
    """One finding a place; where a value could be of several types, the type that it came nearest to speaks."""
    placed = [(_real_loc(data, error), error) for error in errors]
    mistyped = _mistyped(placed)
    placed = [(loc, error) for loc, error in placed if error["type"] != "missing" or loc not in mistyped.values()]
    deepest: dict[Loc, list[ErrorDetails]] = {}
    for loc, error in placed:
        inside = any(len(other) > len(loc) and other[: len(loc)] == loc for other, _ in placed)
        if not (inside and error["type"] not in {"missing", "extra_forbidden", "value_error"}):
            deepest.setdefault(loc, []).append(error)
    return [_finding(kind, data, loc, group, span_of, base) for loc, group in deepest.items()]


def _mistyped(placed: Sequence[tuple[Loc, ErrorDetails]]) -> dict[Loc, Loc]:
    """The unknown keys that are a missing one with a slip of the keyboard, and the keys that they are."""
    missing = [loc for loc, error in placed if error["type"] == "missing"]
    meant: dict[Loc, Loc] = {}
    for loc, error in placed:
        if error["type"] == "extra_forbidden":
            beside = {str(other[-1]): other for other in missing if other[:-1] == loc[:-1]}
            near = closest(str(loc[-1]), [name for name in beside if beside[name] not in meant.values()])
            if near:
                meant[loc] = beside[near]
    return meant


def _real_loc(data: Any, error: ErrorDetails) -> Loc:
    """The error's place in the data: pydantic also names the branch of a union and items that it wrapped itself."""
    loc: list[str | int] = []
    parts = list(error["loc"])
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if (isinstance(data, Mapping) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        ):
            data = data[part]  # type: ignore[index]
            loc.append(part)
        elif last and error["type"] == "missing" and isinstance(data, Mapping):
            loc.append(part)
    return tuple(loc)


def _finding(
    kind: type[BaseModel],
    data: Any,
    loc: Loc,
    group: Sequence[ErrorDetails],
    span_of: Callable[[Loc, bool], Span],
    base: Loc,
) -> Finding:
    place = (*base, *loc)
    found = _at(data, loc)
    # A word that is none of those that may stand is nearer to these than to a mapping that might stand instead.
    worded = [error for error in group if error["type"] in ("literal_error", "enum") and isinstance(found, str)]
    error = (worded or group)[0]
    expected = list(_annotations(kind, loc))
    match error["type"]:
        case "missing":
            owner = base + loc[:-1]
            span = span_of(owner, bool(owner) and isinstance(owner[-1], str))
            described = _join([word for annotation in expected for word in _describe(annotation)])
            hint = f"add '{loc[-1]}:'{f' with {described}' if described else ''}"
            return Finding("key-missing", f"'{loc[-1]}' is missing", span, hint=hint)
        case "extra_forbidden":
            hint = did_you_mean(str(loc[-1]), _keys(_annotations(kind, loc[:-1])))
            if found is None and " " in str(loc[-1]):
                hint = "between { and }, a text that holds a comma needs quotes"
            return Finding("key-unknown", f"no key named '{loc[-1]}'", span_of(place, True), hint=hint)
        case "literal_error" | "enum" if isinstance(found, str):
            choices = [value for annotation in expected for value in _choices(annotation)]
            return Finding(
                "value-unknown",
                f"'{found}' is none of the values that may stand here",
                span_of(place, False),
                hint=did_you_mean(found, choices),
            )
        case "too_short" | "too_long":
            context = error.get("ctx", {})
            many = error["type"] == "too_long"
            bound = context.get("max_length" if many else "min_length", 0)
            items = f"{'at most' if many else 'at least'} {bound} {'item' if bound == 1 else 'items'}"
            return Finding(
                "length-wrong",
                f"expected {items}, found {context.get('actual_length', 'none') or 'none'}",
                span_of(place, bool(place) and isinstance(place[-1], str)),
                hint="drop some" if many else "add what is missing, or delete the whole",
            )
        case "value_error" | "assertion_error":
            reason = str(error.get("ctx", {}).get("error", error["msg"]))
            if reason.startswith("expected ") and "found" not in reason:
                literal = isinstance(found, str | int | float) and not isinstance(found, bool)
                shown = f"'{found}'" if literal else found_words(found)
                reason = f"{reason}, found {shown}"
            return Finding("value-wrong", reason, span_of(place, False), hint=_value_hint(reason))
        case custom if "-" in custom:
            # A validator of a block or chart chose its own rule by raising PydanticCustomError(rule, message).
            return Finding(custom, error["msg"], span_of(place, False), hint=_CUSTOM_HINTS.get(custom, ""))
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal" | "multiple_of":
            reason = error["msg"].replace("Input should be", "expected a number")
            hint = f"write a number {reason.removeprefix('expected a number ')}"
            return Finding("value-wrong", f"{reason}, found {found}", span_of(place, False), hint=hint)
        case _:
            words = [word for annotation in expected for word in _describe(annotation)]
            described = _join(words)
            prose = any(_is_prose(annotation) for annotation in expected)
            hint = _type_hint(found, words, prose, nested=bool(loc) and isinstance(loc[-1], int))
            message = f"expected {described or 'something else'}, found {found_words(found)}"
            return Finding("type-wrong", message, span_of(place, False), hint=hint)


_CUSTOM_HINTS: Mapping[str, str] = {
    "chart-data": "give it in one way",
    "chart-ragged": "write null where there is no value",
    "text-empty": "say it, or delete the key",
    "value-nan": "write null, or leave it out",
}


def _value_hint(reason: str) -> str:
    if reason.startswith("expected a date"):
        return "write it as 2026-01-31, 2026-01 or 2026"
    if reason.startswith("expected a number"):
        return "write the number bare, as 1_500_000"
    return f"write {match[1]}" if (match := re.match(r"expected (.+?), found ", reason)) else "correct it"


def _type_hint(found: Any, expected: Sequence[str], prose: bool, nested: bool) -> str:
    """What to type where a value is of another kind than may stand."""
    if prose and isinstance(found, bool | int | float):
        return "put it in quotes, or refer to a fact with ${name}"
    if prose and isinstance(found, Mapping):
        return "a text that begins with { or holds ': ' needs quotes"
    if prose and isinstance(found, list) and not any(word.startswith("a list") for word in expected):
        return "lists do not nest here; give each text a line of its own" if nested else "write one text, no list"
    if any(word.startswith("a list") for word in expected) and not isinstance(found, list):
        return "begin each item with '- ', or write [one, other]"
    if "a mapping" in expected:
        return "write 'key: value' below it, indented, or {key: value}"
    if "a whole number" in expected or "a number" in expected:
        return "write the number bare: no quotes, no unit"
    if "a name" in expected:
        return "write one name"
    if "true or false" in expected:
        return "write true or false"
    return "write what is expected, or delete the key" if expected else ""


def found_words(value: Any) -> str:
    """What stands there, in plain words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"'{str(value).lower()}'"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "a mapping"


def _at(data: Any, loc: Loc) -> Any:
    for part in loc:
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _members(annotation: Any) -> Iterator[Any]:
    """The types that a type stands for: members of unions, what Annotated and RootModel wrap; None left out."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        yield from _members(typing.get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for member in typing.get_args(annotation):
            yield from _members(member)
    elif isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from _members(annotation.model_fields["root"].annotation)
    elif annotation is not type(None):
        yield annotation


def _annotations(annotation: Any, loc: Loc) -> Iterator[Any]:
    """The types that may stand at `loc` below something of this type."""
    for member in _members(annotation):
        if not loc:
            yield member
            continue
        origin = typing.get_origin(member)
        arguments = typing.get_args(member)
        if isinstance(member, type) and issubclass(member, BaseModel):
            for name, field in member.model_fields.items():
                if loc[0] in (field.alias, name):
                    yield from _annotations(field.annotation, loc[1:])
        elif origin is dict and len(arguments) == 2:
            yield from _annotations(arguments[1], loc[1:])
        elif origin in (list, tuple) and arguments:
            # A single member may stand without its list: the place then goes on below the member.
            yield from _annotations(arguments[0], loc[1:] if isinstance(loc[0], int) else loc)


def _keys(annotations: Iterator[Any]) -> set[str]:
    found: set[str] = set()
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            found |= {field.alias or name for name, field in annotation.model_fields.items()}
        elif typing.get_origin(annotation) in (list, tuple):
            found |= _keys(_annotations(typing.get_args(annotation)[0], ()))
    return found


def _choices(annotation: Any) -> list[str]:
    if typing.get_origin(annotation) is Literal:
        return [str(value) for value in typing.get_args(annotation)]
    if typing.get_origin(annotation) in (list, tuple):
        return [value for member in _members(typing.get_args(annotation)[0]) for value in _choices(member)]
    return []


def _is_prose(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, model.Text) and not issubclass(annotation, Name)


def _describe(annotation: Any) -> list[str]:
    origin = typing.get_origin(annotation)
    if origin is Literal:
        return [f"'{value}'" for value in typing.get_args(annotation)]
    if origin in (list, tuple):
        arguments = typing.get_args(annotation)
        plurals = {word for member in _members(arguments[0]) for word in _plural(member)} if arguments else set()
        return [f"a list of {' or '.join(sorted(plurals))}" if plurals else "a list"]
    if origin is dict or (isinstance(annotation, type) and issubclass(annotation, BaseModel | dict)):
        return ["a mapping"]
    if not isinstance(annotation, type):
        return []
    if issubclass(annotation, model.Name):
        return ["a name"]
    if issubclass(annotation, str):
        return ["a text"]
    if issubclass(annotation, bool):
        return ["true or false"]
    if issubclass(annotation, int):
        return ["a whole number"]
    return ["a number"] if annotation.__name__ in {"float", "Decimal"} else []


def _plural(annotation: Any) -> list[str]:
    plurals = {
        "a text": "texts",
        "a name": "names",
        "a mapping": "mappings",
        "a number": "numbers",
        "a whole number": "whole numbers",
    }
    return [plurals[word] for word in _describe(annotation) if word in plurals]


def _join(words: Sequence[str]) -> str:
    unique = list(dict.fromkeys(words))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} or {unique[-1]}" if unique else ""
