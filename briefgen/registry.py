"""A folder is an open set: one file is one member, and there is no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType


@cache
def kinds(package: str) -> tuple[str, ...]:
    """The members of `briefgen.<package>`, sorted, in the spelling that authors type (`key-figures`)."""
    folder = importlib.import_module(f"briefgen.{package}")
    names = (module.name for module in pkgutil.iter_modules(folder.__path__))
    return tuple(sorted(name.replace("_", "-") for name in names if not name.startswith("_")))


@cache
def load(package: str, kind: str) -> ModuleType:
    """The module of one member; imported only now, because most runs need few of them.

    Raises KeyError for a kind that the folder does not hold.
    """
    if kind not in kinds(package):
        raise KeyError(kind)
    return importlib.import_module(f"briefgen.{package}.{kind.replace('-', '_')}")


@cache
def names(folder: str, ending: str) -> tuple[str, ...]:
    """The members of a folder of data, sorted: `names("languages", "yaml")` gives the codes of the languages."""
    return tuple(sorted(path.stem for path in (Path(__file__).parent / folder).glob(f"*.{ending}")))
