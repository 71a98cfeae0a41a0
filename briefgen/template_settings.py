"""What template.yaml and brand.yml say of a file: the roles of its layouts, the ladder, whether its slides stay."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from briefgen.brand import Brand
from briefgen.finding import Finding, Span
from briefgen.model import ROLES
from briefgen.read import load_yaml


class Settings:
    """What template.yaml and brand.yml say: roles of layouts, the ladder, whether slides stay."""

    def __init__(self, overrides: Mapping[str, Any], brand: Brand | None) -> None:
        self.findings: list[Finding] = []
        self.brand = brand
        self.keep_slides = overrides.get("keep-slides") is True
        self.roles: dict[str, str] = {}
        given = overrides.get("layouts")
        entries = {**(brand.layouts if brand else {}), **(given if isinstance(given, Mapping) else {})}
        for layout, role in entries.items():
            if str(role) in ROLES:
                self.roles[" ".join(str(layout).split())] = str(role)
                continue
            near = difflib.get_close_matches(str(role), ROLES, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"the roles are {', '.join(ROLES)}"
            span = getattr(role, "span", None)
            self.findings.append(Finding("template-role-unknown", f"no role named '{role}'", span, hint=hint))
        self.ladder = brand.ladder if brand else ()
        steps = overrides.get("ladder")
        if isinstance(steps, Sequence) and not isinstance(steps, str):
            numbers = [float(step) for step in steps if isinstance(step, int | float) and 6 <= step <= 400]
            if numbers and len(numbers) == len(steps):
                self.ladder = tuple(sorted(set(numbers), reverse=True))
        if steps is not None and (
            not self.ladder or (brand and self.ladder == brand.ladder and steps != list(brand.ladder))
        ):
            self.findings.append(
                Finding(
                    "template-ladder-invalid",
                    "'ladder' is not a list of sizes in points",
                    hint="write [20, 18, 16, 14]",
                )
            )


def load_settings(path: Path) -> tuple[Mapping[str, Any], list[Finding]]:
    shown = path.as_posix()
    try:
        data, _, findings = load_yaml(path.read_bytes(), shown)
    except OSError as error:
        return {}, [Finding("template-missing", f"cannot read '{shown}': {error.strerror}".lower(), Span(shown))]
    if data is not None and not isinstance(data, Mapping):
        return {}, [*findings, Finding("template-settings-invalid", f"'{shown}' is not a mapping", Span(shown))]
    known = ("layouts", "ladder", "keep-slides")
    for key in data or {}:
        if key not in known:
            hint = f"the keys are {', '.join(known)}"
            span = getattr(key, "span", None) or Span(shown)
            findings = [*findings, Finding("template-settings-invalid", f"no setting named '{key}'", span, hint=hint)]
    return data or {}, findings
