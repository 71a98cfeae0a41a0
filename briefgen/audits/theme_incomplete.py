"""A theme has twelve colours, two fonts, and three of each kind of style.

PowerPoint repairs a file whose theme has fewer than three fills, lines, effects or background fills, and falls back to
fonts of its own where a slot is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.audits._package import Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "theme-incomplete"

_COLORS = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_LISTS = {"fillStyleLst": "fills", "lnStyleLst": "lines", "effectStyleLst": "effects", "bgFillStyleLst": "grounds"}


def audit(artifact: Artifact) -> list[Finding]:
    """Themes that Office would repair."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    for name, root in parts.of_type(".theme+xml"):
        scheme = next(root.iter(tag("a:clrScheme")), None)
        for color in (*_COLORS, "hlink", "folHlink"):
            entry = scheme.find(tag(f"a:{color}")) if scheme is not None else None
            if entry is None or not len(entry):
                yield Problem(name, f"it has no colour '{color}'")
        for fonts in ("majorFont", "minorFont"):
            for slot in ("latin", "ea", "cs"):
                if root.find(f".//{tag(f'a:{fonts}')}/{tag(f'a:{slot}')}") is None:
                    yield Problem(name, f"its {fonts} has no '{slot}'")
        for element, word in _LISTS.items():
            found = next(root.iter(tag(f"a:{element}")), None)
            count = len(found) if found is not None else 0
            if count < 3:
                yield Problem(name, f"it has {count} {word}, fewer than three")
    if not parts.word:
        for name, _ in parts.of_type("slideMaster+xml"):
            if len(parts.related(name, "theme")) != 1:
                yield Problem(name, "it has no theme of its own")
