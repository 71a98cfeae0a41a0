"""A house template from a brand.yml: deck.pptx and briefing.docx, the same bytes from the same brand."""

from __future__ import annotations

from pathlib import Path

from briefgen.brand import load_brand
from briefgen.finding import Finding, Span, has_errors
from briefgen.house_briefing import make_briefing
from briefgen.house_deck import make_deck
from briefgen.store import write_all


def make_template(brand: Path, folder: Path) -> tuple[list[Path], list[Finding]]:
    """Write deck.pptx and briefing.docx for a brand into a folder: both, or neither if the brand or the folder fails.

    Two files of one house that were made from two brands would look like two houses.
    """
    found, findings = load_brand(brand)
    if found is None or has_errors(findings):
        return [], findings
    files = [(folder / "deck.pptx", make_deck(found)), (folder / "briefing.docx", make_briefing(found))]
    try:
        write_all(files)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        message = f"cannot write to '{folder.as_posix()}': {reason}"
        return [], [*findings, Finding("template-unwritable", message, Span(brand.as_posix()))]
    return [path for path, _ in files], findings
