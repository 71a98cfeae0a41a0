"""Every `lang` is a language tag such as `kk-KZ`.

PowerPoint repairs a file with a tag that is none (`english`, `zh_CN`); the tag also chooses the font slot for Chinese,
the hyphenation and the voice that reads the slide out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.audits._package import Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "language-tag-bad"

_TAG = re.compile(r"(x-none|[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{4,8}|-x-\w+)*)")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{4}")
_TEXT = (tag("a:rPr"), tag("a:defRPr"), tag("a:endParaRPr"), tag("w:lang"), tag("w:themeFontLang"))
_KEYS = ("lang", "altLang", tag("w:val"), tag("w:eastAsia"), tag("w:bidi"))


def audit(artifact: Artifact) -> list[Finding]:
    """Language tags that are none."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    sources = [*parts.drawn(), *parts.of_type("styles+xml"), *parts.of_type("settings+xml")]
    for name, root in sources:
        for element in root.iter(*_TEXT):
            for key in _KEYS:
                value = element.get(key)
                if not value or _TAG.fullmatch(value):
                    continue
                if element.tag == tag("w:lang") and _HEXADECIMAL.fullmatch(value):
                    continue
                yield Problem(name, f"'{value}' is no language tag")
    for name, root in parts.of_type("core-properties+xml"):
        value = root.findtext(tag("dc:language"))
        if value and not _TAG.fullmatch(value):
            yield Problem(name, f"'{value}' is no language tag")
