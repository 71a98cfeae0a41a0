"""Pictures of Office files through LibreOffice, where it is installed: for a designer who wants to see a template."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from briefgen.finding import Finding, Severity
from briefgen.measure import Faces
from briefgen.model import (
    Document,
    Frame,
    Page,
    Pages,
    Para,
    Placed,
    Run,
    Template,
)
from briefgen.store import write_all

OFFICE_SECONDS = 180


def to_pdf(blob: bytes, suffix: str) -> tuple[bytes | None, list[Finding]]:
    """The file as LibreOffice prints it, with the fonts that briefgen measures with; None where that cannot be done."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None, [
            Finding(
                "office-missing",
                "LibreOffice is not installed, so there are no pictures",
                severity=Severity.NOTE,
                hint="install LibreOffice Impress and Writer, and run the command again",
            )
        ]
    with tempfile.TemporaryDirectory() as scratch:
        where = Path(scratch)
        (where / f"file.{suffix}").write_bytes(blob)
        environment = dict(os.environ, HOME=scratch, FONTCONFIG_FILE=str(Faces.load().write_fontconfig(where)))
        command = [office, f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", "pdf"]
        try:
            done = subprocess.run(
                [*command, "--outdir", scratch, str(where / f"file.{suffix}")],
                env=environment,
                capture_output=True,
                text=True,
                timeout=OFFICE_SECONDS,
                check=False,
            )
            return (where / "file.pdf").read_bytes(), []
        except subprocess.TimeoutExpired:
            reason = f"it did not finish within {OFFICE_SECONDS} seconds"
        except FileNotFoundError:
            reason = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it made no file"
        return None, [
            Finding("office-failed", f"LibreOffice could not print the file: {reason}", severity=Severity.NOTE)
        ]


def layout_pictures(template: Template, folder: Path) -> tuple[list[Path], list[Finding]]:
    """A PNG of each slide layout with its regions filled by their roles, below `folder`."""
    from briefgen import registry

    suffix = "pptx" if template.kind == "deck" else "docx"
    blob, findings = registry.load("formats", suffix).write(_specimen(template), {})
    printed, found = to_pdf(blob, suffix)
    findings = [*findings, *found]
    if printed is None:
        return [], findings
    try:
        import pypdfium2
    except ModuleNotFoundError:
        return [], [
            *findings,
            Finding(
                "library-missing",
                "pictures need the library pypdfium2",
                severity=Severity.NOTE,
                hint="pip install 'briefgen[dev]'",
            ),
        ]
    import io

    files: list[tuple[Path, bytes]] = []
    for index, page in enumerate(pypdfium2.PdfDocument(printed)):
        picture = io.BytesIO()
        page.render(scale=960 / page.get_width()).to_pil().convert("RGB").save(picture, "PNG")
        name = (
            f"{index + 1:02}-{template.layouts[index].role}.png"
            if index < len(template.layouts)
            else f"{index + 1:02}.png"
        )
        files.append((folder / name, picture.getvalue()))
    write_all(files)
    return [path for path, _ in files], findings


def _specimen(template: Template) -> Pages:
    """A document with one page a layout, in which every region says what it is."""
    import datetime

    document = Document(
        name="layouts",
        kind=template.kind,
        language="en",
        title=template.name,
        subtitle="",
        author="",
        edition="",
        date=datetime.date(2000, 1, 1),
        passages=(),
        references=(),
        words={},
    )
    pages = [
        Page(
            id=f"layout-{layout.index}",
            passage="",
            layout=layout.index,
            placed=tuple(
                Placed(
                    Frame(
                        (Para(region.role if region.role in template.styles else "body", (Run(f"{region.role}"),)),),
                        (region.style.size,),
                        insets=region.insets,
                        anchor=region.anchor,
                        on_dark=layout.dark,
                    ),
                    region.box,
                    region.name,
                    region.placeholder,
                )
                for region in layout.regions
                if region.role not in {"footer", "number", "date"}
            ),
            title=layout.name,
            number=layout.index + 1,
        )
        for layout in template.layouts
    ]
    return Pages(document, template, tuple(pages))
