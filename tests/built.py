"""The project's own content laid out in any template and written, for tests that look at the files that come out.

Charts are grey rectangles of the right size: what is judged is where things stand, and Matplotlib takes longer than
all the rest.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefgen.build import read_catalogs, write_file
from briefgen.finding import Finding
from briefgen.house_templates import find_template
from briefgen.language import language as words_of
from briefgen.layout import lay_out
from briefgen.measure import Faces
from briefgen.model import Content, Document, DocumentSpec, Drawing, Pages, Plot, Template, plot_key
from briefgen.read import read_content
from briefgen.resolve import resolve
from briefgen.targets import Target

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", "ru", "kk", "zh")
FORMATS = {"deck": "pptx", "briefing": "docx"}


@dataclass(frozen=True)
class Built:
    """A document in a template: its pages, what was found on the way, and the file."""

    pages: Pages
    findings: tuple[Finding, ...]
    blob: bytes


@cache
def content() -> Content:
    """The project's content."""
    return read_content(ROOT)[0]


@cache
def document(kind: str, language: str, themes: tuple[str, ...] = ()) -> Document:
    """A deck or a briefing of these themes, of all of them by default, in one language."""
    project = content().project
    assert project is not None
    spec = DocumentSpec(kind, kind, themes or tuple(content().themes), None, None, project.span)
    for known in project.documents:
        if known.name == kind:
            spec = dataclasses.replace(known, themes=themes or known.themes)
    catalog = read_catalogs(ROOT, content(), [Target(spec, language)], [])[language]
    return resolve(content(), spec, words_of(language), catalog)[0]


def house(kind: str) -> Path:
    """The project's own template."""
    project = content().project
    assert project is not None
    return find_template(ROOT, project.template, kind)


@cache
def _grey() -> Drawing:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "#C8C8C8").save(stream, "PNG")
    return Drawing(stream.getvalue(), 8, 8)


def fill(template: Template, made: Document, start: int = 0, every: int = 1) -> Built:
    """The document in the template.  All pages are laid out; of these every so-many-th is written, from `start`."""
    pages, placed = lay_out(made, template, Faces.load())
    shown = dataclasses.replace(pages, pages=pages.pages[start % every :: every])
    drawings = {
        plot_key(one.part.figure.name, one.box): _grey()
        for page in shown.pages
        for one in page.placed
        if isinstance(one.part, Plot)
    }
    blob, written = write_file(FORMATS[made.kind], shown, drawings)
    if every > 1:  # links to slides that were left out are no fault
        written = [finding for finding in written if finding.rule != "link-unknown"]
    return Built(pages, (*placed, *written), blob)


def rules(findings: Sequence[Finding]) -> list[str]:
    """What was found, each with its message, for assertions that tell."""
    return [f"{finding.rule}: {finding.message}" for finding in findings]
