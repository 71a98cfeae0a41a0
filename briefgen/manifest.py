"""The manifest beside the built files: what each is, which facts its pages show, and how full its fullest box is."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefgen.finding import Finding, Severity
from briefgen.model import Artifact, Document, Frame, Pages
from briefgen.store import write_all

MANIFEST = "manifest.json"

Slack = tuple[float, str, str]
"""A box that is nearly full: the share of its height left free, its page's id and its name."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """What the manifest says of a page: whose passage it is, its title, and the names of the facts it shows."""

    passage: str
    title: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What the manifest says of a built file; `slack` is its fullest box, None where no box can be full."""

    document: str
    language: str
    sha256: str
    bytes: int
    template: str
    slack: Slack | None
    pages: tuple[PageEntry, ...]


def hand_over(output: Path, made: Iterable[tuple[Artifact, Pages]]) -> tuple[list[Path], list[Finding]]:
    """Write the files and the manifest, all or none; what it said of other files that are still there is kept."""
    made = list(made)
    known, findings = read_manifest(output)
    entries = {name: entry for name, entry in known.items() if (output / name).is_file()}
    entries |= {artifact.name: describe(artifact, pages) for artifact, pages in made}
    written = {name: _as_written(entry) for name, entry in sorted(entries.items())}
    body = json.dumps(written, ensure_ascii=False, indent=1) + "\n"
    files = [(output / artifact.name, artifact.blob) for artifact, _ in made]
    write_all([*files, (output / MANIFEST, body.encode())])
    return [path for path, _ in files], findings


def read_manifest(output: Path) -> tuple[dict[str, FileEntry], list[Finding]]:
    """What the output folder's manifest says of each file, and a note for all in it that briefgen did not write so.

    Nothing built means no manifest, which is no fault.
    """
    path = output / MANIFEST
    try:
        told = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    except (OSError, ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return {}, [_malformed(f"{path} cannot be read", "build again: it is written anew")]
    entries: dict[str, FileEntry] = {}
    findings: list[Finding] = []
    for name, value in told.items():
        entry = _file_entry(value) if Path(name).name == name else None
        if entry is None:
            message = f"what {path} says of '{name}' is not as this version writes it, and is passed over"
            findings.append(_malformed(message, "build that file again"))
        else:
            entries[name] = entry
    return entries, findings


def _malformed(message: str, hint: str) -> Finding:
    return Finding("manifest-malformed", message, severity=Severity.NOTE, hint=hint)


def _file_entry(value: Any) -> FileEntry | None:
    match value:
        case {
            "document": str(document),
            "language": str(language),
            "sha256": str(sha256),
            "bytes": int(size),
            "template": str(template),
            "pages": list(listed),
        }:
            pages = [_page_entry(page) for page in listed]
            slack = _slack(value.get("slack"))
            whole = [page for page in pages if page is not None]
            if len(whole) < len(pages) or (slack is None and value.get("slack") is not None):
                return None
            return FileEntry(document, language, sha256, size, template, slack, tuple(whole))
    return None


def _page_entry(value: Any) -> PageEntry | None:
    match value:
        case {"passage": str(passage), "title": str(title), "facts": list(facts)}:
            return PageEntry(passage, title, tuple(facts)) if all(isinstance(fact, str) for fact in facts) else None
    return None


def _slack(value: Any) -> Slack | None:
    match value:
        case [int() | float() as share, str(page), str(name)]:
            return (share, page, name) if math.isfinite(share) else None
    return None


def _as_written(entry: FileEntry) -> Mapping[str, Any]:
    return {
        "document": entry.document,
        "language": entry.language,
        "sha256": entry.sha256,
        "bytes": entry.bytes,
        "template": entry.template,
        "slack": entry.slack,
        "pages": [{"passage": page.passage, "title": page.title, "facts": page.facts} for page in entry.pages],
    }


def describe(artifact: Artifact, pages: Pages) -> FileEntry:
    """An artifact's entry in the manifest: what it is, and which facts each page shows."""
    return FileEntry(
        artifact.document,
        artifact.language,
        hashlib.sha256(artifact.blob).hexdigest(),
        len(artifact.blob),
        pages.template.name,
        slack_by_language([pages]).get(artifact.language),
        tuple(
            PageEntry(page.passage, page.title, tuple(sorted(_facts(pages.document, page.passage))))
            for page in pages.pages
        ),
    )


def _facts(document: Document, passage_id: str) -> set[str]:
    from briefgen.parts import facts_shown

    return {name for passage in document.passages if passage.id == passage_id for name in facts_shown(passage)}


def slack_by_language(laid_out: Iterable[Pages]) -> dict[str, Slack]:
    """For each language its fullest box."""
    fullest: dict[str, Slack] = {}
    # A briefing flows on, and a table is as high as its rows: only text in the boxes of slides can be full.
    for pages in (pages for pages in laid_out if pages.template.kind == "deck"):
        for page in pages.pages:
            for placed in (placed for placed in page.placed if isinstance(placed.part, Frame)):
                candidate = (placed.slack, page.id, placed.name)
                language = pages.document.language
                if language not in fullest or candidate < fullest[language]:
                    fullest[language] = candidate
    return fullest
