"""A house template from a brand.yml: deck.pptx and briefing.docx, the same bytes from the same brand."""

from __future__ import annotations

from pathlib import Path

from briefgen.brand import load_brand
from briefgen.finding import Finding, Span, has_errors


def make_template(brand: Path, folder: Path) -> tuple[list[Path], list[Finding]]:
    """Write deck.pptx and briefing.docx for a brand into a folder; nothing is written if the brand has errors.

    Files are written beside and then renamed, so that a failure leaves the earlier ones whole.
    """
    from briefgen.house_briefing import make_briefing
    from briefgen.house_deck import make_deck

    found, findings = load_brand(brand)
    if found is None or has_errors(findings):
        return [], findings
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, make in (("deck.pptx", make_deck), ("briefing.docx", make_briefing)):
            path = folder / name
            beside = folder / f".{name}.new"
            beside.write_bytes(make(found))
            beside.replace(path)
            written.append(path)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        message = f"cannot write to '{folder.as_posix()}': {reason}"
        findings = [*findings, Finding("template-unwritable", message, Span(brand.as_posix()))]
    return written, findings
