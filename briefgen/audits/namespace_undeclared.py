"""What a part says it can do without must be declared.

`mc:Ignorable` and `mc:Choice Requires` name prefixes.  A prefix without declaration makes Word and PowerPoint report
the file as corrupt; it happens when an element is copied into another file or a namespace is cleaned up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.audits._package import NAMESPACES, Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "namespace-undeclared"

_IGNORABLE = (tag("mc:Ignorable"), tag("mc:MustUnderstand"), tag("mc:ProcessContent"))


def audit(artifact: Artifact) -> list[Finding]:
    """Prefixes that are used and not declared."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    marker = NAMESPACES["mc"].encode()
    for name in parts.xml_names:
        if marker not in parts.members[name] or parts.xml(name) is None:
            continue
        root = parts.xml(name)
        for prefix in _undeclared(root):
            yield Problem(name, f"it names the prefix '{prefix}', which is not declared")


def _undeclared(root: Any) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        prefixes = [value for key in _IGNORABLE if (value := element.get(key))]
        if element.tag == tag("mc:Choice"):
            prefixes.append(element.get("Requires", ""))
        for prefix in " ".join(prefixes).split():
            if prefix.split(":")[0] not in element.nsmap:
                yield prefix
