"""Characters that the template's fonts lack: found before a reader meets a box or a letter from another font."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.finding import Finding, Severity
from briefgen.measure import Faces
from briefgen.model import Document, Run, Template
from briefgen.parts import runs_of


def missing_glyphs(document: Document, template: Template, faces: Faces) -> list[Finding]:
    """A warning for each character that neither the Latin nor the East Asian font of the body holds, where it stands.

    Office then borrows a glyph from whatever font the reader has, so the text can be read, but not as it was designed.
    """
    body = template.styles["body"]
    families = (body.font, body.east_asian)
    seen: set[str] = set()
    findings: list[Finding] = []
    for run in _runs(document):
        if run.text.isascii():
            continue
        fresh = "".join(dict.fromkeys(character for character in run.text if character not in seen))
        seen.update(fresh)
        findings.extend(
            Finding(
                "glyph-missing",
                f"neither {body.font} nor {body.east_asian or 'an East Asian font'} holds '{character}' "
                f"(U+{ord(character):04X})",
                run.span,
                Severity.WARNING,
                "write it with another character",
            )
            for character in faces.missing_glyphs(fresh, families)
        )
    return findings


def _runs(document: Document) -> Iterator[Run]:
    for passage in document.passages:
        yield from runs_of(passage)
        for note in passage.notes:
            yield from note.runs
