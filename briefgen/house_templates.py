"""The house templates at hand: the project's own, any file or folder by its path, and those that come with briefgen.

Those that come along are brands alone, in `brands/`: what is made of them is the same bytes everywhere and the work of
a tenth of a second, so no copy of it is shipped.
"""

from __future__ import annotations

from pathlib import Path

SHIPPED = Path(__file__).parent / "brands"
BRAND = "brand.yml"
FILES = {"deck": "deck.pptx", "briefing": "briefing.docx"}
"""A house template is a folder with these files by kind of document, or with the brand that they are made from."""


def house_templates(root: Path) -> dict[str, Path]:
    """The folders of house templates by name: those in a project's `templates/`, then those that come with briefgen."""
    found = {
        folder.name: folder
        for place in (SHIPPED, root / "templates")
        for name in (*FILES.values(), BRAND)
        for folder in (path.parent for path in place.glob(f"*/{name}"))
    }
    return dict(sorted(found.items()))


def find_template(root: Path, name: str, kind: str) -> Path:
    """The file that is a template for this kind of document: of a folder of `templates/` by name, or by any path.

    For a house that comes with briefgen it is the brand.yml, which `read_template` takes for the file that is made of
    it.  Where there is none, it is the path at which a project would have it.
    """
    own = root / "templates" / name
    for candidate in (own, root / name, Path(name)):
        if candidate.is_dir():
            return candidate / FILES[kind]
        if candidate.is_file():
            return candidate
    shipped = SHIPPED / name / BRAND
    return shipped if shipped.is_file() else own / FILES[kind]
