"""The files of languages/: which there are, their content, and what whoever measures or writes text asks of them.

The models that validate a file are loaded when the first one is read, for most who import this never do.
"""

from __future__ import annotations

import importlib.resources
from functools import cache
from typing import TYPE_CHECKING

from briefgen import registry
from briefgen.model import Script

if TYPE_CHECKING:
    from briefgen.language_spec import LanguageSpec

_COMPLETE = "en"
"""The language whose file says which fixed words and qualifiers there are."""


class LanguageMissing(LookupError):  # noqa: N818 (it names a state, as the findings do)
    """There is no usable file for a language; the message says why, and `hint` what to do."""

    def __init__(self, code: str, message: str = "", hint: str = "") -> None:
        super().__init__(message or f"no language '{code}' (there are: {', '.join(codes())})")
        self.code = code
        self.hint = hint or f"add briefgen/languages/{code}.yaml: copy en.yaml and word its values in the language"


def codes() -> tuple[str, ...]:
    """The languages that there are files for, sorted."""
    return registry.names("languages", "yaml")


@cache
def language_spec(code: str) -> LanguageSpec:
    """The file of that language; raises LanguageMissing where there is none, or where it lacks something."""
    if code not in codes():
        raise LanguageMissing(code)
    import yaml

    from briefgen.language_spec import read_spec

    text = (importlib.resources.files("briefgen") / "languages" / f"{code}.yaml").read_text(encoding="utf-8")
    try:
        spec = read_spec(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        if code != _COMPLETE:
            spec.lack_nothing_of(language_spec(_COMPLETE))
        return spec
    except (ValueError, yaml.YAMLError) as error:
        told = " ".join(str(error).split())
    hint = "compare it with languages/en.yaml, key by key"
    raise LanguageMissing(code, f"languages/{code}.yaml cannot be used: {told}", hint)


@cache
def script_of(language: str) -> Script:
    """The script of a language, by its code or tag; Latin for one without a file, whose words are names at most."""
    code = language.partition("-")[0]
    return language_spec(code).script if code in codes() else "latin"


@cache
def is_spaced(language: str) -> bool:
    """Whether words are parted by spaces, and so a line may not end between any two characters."""
    code = language.partition("-")[0]
    return language_spec(code).spaced if code in codes() else True
