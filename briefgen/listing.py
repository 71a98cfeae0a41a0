"""What `briefgen list` shows: what the project holds, and what may be written in it."""

from __future__ import annotations

import inspect
from pathlib import Path

from briefgen import registry
from briefgen.house_templates import SHIPPED, house_templates
from briefgen.model import Content


def list_thing(thing: str, root: Path, content: Content) -> list[tuple[str, str]]:
    """The rows of one list: a name, and what there is to say about it."""
    if thing == "documents" and content.project is not None:
        return [
            (document.name, f"{document.kind}: {', '.join(document.themes)}") for document in content.project.documents
        ]
    if thing == "themes":
        return [
            (slug, f"{theme.title} ({len(theme.sections)} section{'s' if len(theme.sections) != 1 else ''})")
            for slug, theme in sorted(content.themes.items())
        ]
    if thing == "facts":
        return [(name, f"{fact.label} ({fact.span})") for name, fact in sorted(content.facts.items())]
    if thing in {"charts", "blocks"}:
        return [(kind, _first_line(registry.load(thing, kind).__doc__)) for kind in registry.kinds(thing)]
    if thing == "templates":
        return [
            (name, "comes with briefgen" if folder.parent == SHIPPED else ", ".join(_file_names(folder)))
            for name, folder in house_templates(root).items()
        ]
    if thing == "styles":
        from briefgen.language import style_examples

        first = content.project.languages[0] if content.project is not None else "en"
        return [
            (f"${{fact|{style.name}}}", f"{style.description}: {example}") for style, example in style_examples(first)
        ]
    if thing == "languages" and content.project is not None:
        from briefgen.language import language

        return [(code, language(code).name) for code in content.project.languages]
    return []


def _file_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def _first_line(text: str | None) -> str:
    return inspect.cleandoc(text or "").partition("\n")[0]
