"""A house's own slide or document file -> a Template: regions, styles, ladder, palette, and a clean file to fill.

Everything in the file is another person's, so reading never raises: what cannot be used is a finding that says what the
file is and what to do.  The house's brand.yml and template.yaml beside the file have the last word.
"""

from __future__ import annotations

import os
import posixpath
from pathlib import Path

from briefgen.brand import Brand, load_brand
from briefgen.briefing_template import read_briefing
from briefgen.deck_template import read_deck
from briefgen.finding import Finding, Severity, has_errors
from briefgen.house_briefing import make_briefing
from briefgen.house_deck import make_deck
from briefgen.house_templates import BRAND, FILES
from briefgen.model import Template
from briefgen.office_mends import complete_themes, mend_values
from briefgen.package import Package, PackageError, PageError, open_package
from briefgen.template_settings import Settings, load_settings


def read_template(
    source: Path | bytes,
    kind: str,
    settings: Settings | None = None,
    brand: Brand | None = None,
    name: str = "",
) -> tuple[Template | None, list[Finding]]:
    """The template in a .pptx, .potx, .ppsx, .pptm … (kind `deck`) or .docx, .dotx, .docm … (kind `briefing`).

    Given a path, brand.yml and template.yaml beside the file are read as well, unless a brand and settings are given;
    given the path of a brand.yml, the template is what that brand makes.  None comes only with an error.
    """
    findings: list[Finding] = []
    if isinstance(source, bytes):
        blob, path = source, Path(name or "template")
    else:
        path = source / FILES[kind] if source.is_dir() else source
        if brand is None and (path.parent / BRAND).is_file():
            brand, more = load_brand(path.parent / BRAND)
            findings += more
        if settings is None and (path.parent / "template.yaml").is_file():
            settings, more = load_settings(path.parent / "template.yaml")
            findings += more
        if path.name == BRAND and path.is_file():
            if brand is None or has_errors(findings):
                return None, findings
            path, blob = path.parent / FILES[kind], make_deck(brand) if kind == "deck" else make_briefing(brand)
        else:
            try:
                blob = path.read_bytes()
            except OSError as error:
                return None, [*findings, _unreadable(path, error)]
    package, refusals = open_package(blob, path.name)
    if package is None:
        return None, [*findings, *refusals]
    try:
        main, refusal = _main_part(package, kind, path.name)
        if refusal is not None:
            return None, [*findings, refusal]
        findings += _drop_macros(package, main, path.name)
        findings += _mended(package, path.name)
        if kind == "deck":
            template, more = read_deck(package, main, path.name, settings or Settings(), brand)
        else:
            template, more = read_briefing(package, main, path.name, brand)
    except PageError as error:
        hint = "set an ordinary page size and margins, and save the file again"
        return None, [*findings, Finding("template-page-small", f"'{path.name}' cannot be used: {error}", hint=hint)]
    except PackageError as error:
        return None, [*findings, _unusable(path.name, str(error))]
    except RecursionError:
        return None, [*findings, _unusable(path.name, "its XML is nested too deeply")]
    except (AttributeError, ValueError, TypeError, KeyError, IndexError, OverflowError, ArithmeticError) as error:
        # What a stranger's XML can hold in a place has no end; a reader that meets the unforeseen refuses the file.
        # It may as well be a fault of briefgen's own, so whoever asks for tracebacks, as the tests do, is shown it.
        if os.environ.get("BRIEFGEN_TRACEBACK"):
            raise
        return None, [
            *findings,
            _unusable(path.name, f"its structure is not that of an Office file ({type(error).__name__})"),
        ]
    findings += more
    if brand is not None and template is not None:
        findings += _different_brand(template, brand, path)
    return template, findings


def _unreadable(path: Path, error: OSError) -> Finding:
    reason = (error.strerror or "cannot be read").lower()
    hint = "give the path of a .pptx or .docx, or the name of a folder of templates/"
    return Finding("template-missing", f"cannot read '{path.as_posix()}': {reason}", hint=hint)


def _unusable(name: str, why: str) -> Finding:
    return Finding(
        "template-corrupt",
        f"'{name}' cannot be used: {why}",
        hint="open it in Office or LibreOffice, let it repair the file, save it under a new name and use that",
    )


def _main_part(package: Package, kind: str, name: str) -> tuple[str, Finding | None]:
    """The presentation or the document, or the finding that refuses the file for what it is."""
    main, strict = "", False
    for item in package.relationships(""):
        if item.kind == "officeDocument" and not item.external:
            strict = strict or "purl.oclc.org" in item.type
            if item.target in package.parts:
                main = item.target
    if not main:
        hint = "open it in Office or LibreOffice and save it again"
        return "", Finding("template-corrupt", f"'{name}' has no document part", hint=hint)
    content_type = package.content_type(main)
    word = content_type.lower()
    found, what = "", "an Office file of an unknown kind"
    if "presentationml" in word or "ms-powerpoint" in word:
        found, what = "deck", "a PowerPoint file"
    elif "wordprocessingml" in word or "ms-word" in word:
        found, what = "briefing", "a Word file"
    elif "spreadsheetml" in word or "ms-excel" in word:
        what = "an Excel workbook"
    elif posixpath.basename(main).lower() in ("presentation.xml", "document.xml"):
        found = "deck" if "presentation" in main.lower() else "briefing"
    elif "visio" in word:
        what = "a Visio drawing"
    wanted = ".pptx" if kind == "deck" else ".docx"
    if found != kind:
        role = "deck" if kind == "deck" else "briefing"
        hint = f"give a {wanted} for a {role}"
        return "", Finding("template-wrong-kind", f"'{name}' is {what}, but a {role} needs a {wanted}", hint=hint)
    root = package.xml(main)
    if strict or "purl.oclc.org/ooxml" in str(root.tag):
        program, form = ("PowerPoint", "Presentation") if kind == "deck" else ("Word", "Document")
        return "", Finding(
            "template-strict",
            f"'{name}' is in the Strict variant of Office Open XML, which briefgen does not write",
            hint=f"open it in {program} and save it as {program} {form} ({wanted})",
        )
    return main, None


def _drop_macros(package: Package, main: str, name: str) -> list[Finding]:
    has_macros = any(item.kind == "vbaProject" for item in package.relationships(main))
    if not has_macros and "macroenabled" not in package.content_type(main).lower():
        return []
    message = (
        f"'{name}' holds macros; they are not carried over"
        if has_macros
        else f"'{name}' is of a kind that may hold macros; it is used as one without"
    )
    return [Finding("template-macros-dropped", message, severity=Severity.NOTE)]


def _mended(package: Package, name: str) -> list[Finding]:
    """Put right what Office would not accept in the file's drawings and themes, and say so."""
    hint = "open it in PowerPoint or Word, let it repair the file and save it"
    findings = []
    if values := mend_values(package):
        message = f"'{name}' holds values that Office does not accept ({_some(values)}); they are put right"
        findings.append(Finding("template-value-bad", message, severity=Severity.NOTE, hint=hint))
    if missing := complete_themes(package):
        message = f"'{name}' has a theme without {_some(missing)}; plain ones are used"
        findings.append(Finding("template-theme-incomplete", message, severity=Severity.NOTE, hint=hint))
    return findings


def _some(names: list[str]) -> str:
    """The first few of some names, each once."""
    once = list(dict.fromkeys(names))
    return ", ".join(once[:4]) + (" …" if len(once) > 4 else "")


def _different_brand(template: Template, brand: Brand, path: Path) -> list[Finding]:
    """A brand.yml that lies beside a file but was not what the file was made from."""
    body = template.styles.get("body")
    if body is None or body.font.casefold() == brand.family.casefold():
        return []
    return [
        Finding(
            "template-brand-differs",
            f"brand.yml sets its text in '{brand.family}', but '{path.name}' in '{body.font}'; the file's is used",
            severity=Severity.WARNING,
            hint=f"make the files again: briefgen template make {path.parent.as_posix()}/brand.yml",
        )
    ]
