"""What template.yaml says of the file beside it: the roles of its layouts, the ladder, whether its slides stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from briefgen.finding import Finding, Span
from briefgen.model import Role
from briefgen.places import KEY, Loc, load_yaml
from briefgen.schema import OneOrMany, Spec, validate


class SettingsSpec(Spec):
    """template.yaml, as its author writes it."""

    layouts: dict[str, Role] = Field(default_factory=dict)
    ladder: OneOrMany[Annotated[float, Field(ge=6, le=400)]] = Field(default_factory=list)
    keep_slides: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a house sees its file otherwise than briefgen would; `roles` go by a layout's name or its number from 1.

    `places` says where each of the roles was given.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    ladder: tuple[float, ...] = ()
    keep_slides: bool = False
    places: Mapping[str, Span] = field(default_factory=dict)


def load_settings(path: Path) -> tuple[Settings, list[Finding]]:
    """The settings of a template.yaml; none of them where anything in it is wrong, which the findings say."""
    shown = path.as_posix()
    try:
        data, places, findings = load_yaml(path.read_bytes(), shown)
    except OSError as error:
        message = f"cannot read '{shown}': {(error.strerror or 'no reason given').lower()}"
        return Settings(), [Finding("template-missing", message, Span(shown))]

    def span(loc: Loc, key: bool) -> Span:
        return places.get((*loc, KEY) if key else loc) or Span(shown)

    if data is None:
        return Settings(), findings
    spec, told = validate(SettingsSpec, data, span)
    if spec is None:
        return Settings(), [*findings, *told]
    roles = {" ".join(name.split()): role for name, role in spec.layouts.items()}
    given = data["layouts"] if spec.layouts else {}
    at = {" ".join(str(name).split()): span(("layouts", name), True) for name in given}
    return Settings(roles, tuple(sorted(set(spec.ladder), reverse=True)), spec.keep_slides, at), findings
