"""A shape for text has a text body, with its properties first and at least one paragraph.

PowerPoint repairs a text box without `p:txBody`, a body without `a:bodyPr` or without `a:p`, and a paragraph whose
`a:pPr` does not come first or whose `a:endParaRPr` does not come last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.audits._package import Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "text-body-missing"


def audit(artifact: Artifact) -> list[Finding]:
    """Shapes whose text PowerPoint would repair."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    for name, root in parts.drawn():
        for shape in root.iter(tag("p:sp")):
            body = shape.find(tag("p:txBody"))
            properties = shape.find(f"{tag('p:nvSpPr')}/{tag('p:cNvPr')}")
            title = properties.get("name", "") if properties is not None else ""
            if properties is None:
                yield Problem(name, "a shape has no name and no id")
            if shape.find(tag("p:spPr")) is None:
                yield Problem(name, f"the shape '{title}' has no shape properties")
            if body is None:
                kind = shape.find(f"{tag('p:nvSpPr')}/{tag('p:cNvSpPr')}")
                if kind is not None and kind.get("txBox") in ("1", "true"):
                    yield Problem(name, f"the text box '{title}' has no text body")
                continue
            for text in _body(body):
                yield Problem(name, f"the shape '{title}' {text}")


def _body(body: Any) -> Iterator[str]:
    if body.find(tag("a:bodyPr")) is None:
        yield "has a text body without properties"
    paragraphs = body.findall(tag("a:p"))
    if not paragraphs:
        yield "has a text body without paragraph"
    for paragraph in paragraphs:
        children = [child.tag for child in paragraph if isinstance(child.tag, str)]
        if tag("a:pPr") in children[1:]:
            yield "has a paragraph whose properties do not come first"
        if tag("a:endParaRPr") in children[:-1]:
            yield "has a paragraph whose end properties do not come last"
