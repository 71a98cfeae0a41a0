"""Validation of what authors write: the pydantic pieces that every authored model is made of."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from briefgen import model


class Text(model.Text):
    """Prose as a field type: accepts what YAML gave as text and keeps its place; a number or a date is refused."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(model.Text)


class Spec(BaseModel):
    """The base of every authored mapping: kebab-case keys, no key that is not known, nothing changed after reading."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
    )
