"""A house's brand.yml as what templates and charts need: colours by meaning, type families, the ladder of sizes.

The file follows the brand.yml convention, so that one which a house already has works as it is.  What the convention
does not know (the Chinese family, the ladder, what each colour means) stands under `defaults: briefgen:` and has
sensible values without it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefgen.color import parse_color
from briefgen.finding import Finding, Severity, Span, did_you_mean
from briefgen.model import ROLES
from briefgen.tones import TONES

ORNAMENTS = ("none", "qoshqar-muyiz")
DEFAULT_LADDER = (20.0, 18.0, 16.0, 14.0)
EAST_ASIAN = "Microsoft YaHei"
"""The family for Chinese where a house names none: every Windows has it, and Office on a Mac."""

_SEMANTIC_KEYS = (
    *("foreground", "background", "primary", "secondary", "tertiary", "success", "info", "warning", "danger"),
    *("light", "dark"),
)
_SEMANTIC = {
    "ink": ("foreground", "dark"),
    "ground": ("primary", "dark"),
    "strong": ("primary",),
    "accent": ("tertiary", "info", "primary"),
    "plan": ("warning", "tertiary"),
    "open": ("danger", "secondary"),
    "done": ("success", "primary"),
    "muted": ("secondary",),
    "line": (),
    "panel": ("light",),
    "paper": ("background",),
}
_SET_TEXT = ("family", "weight", "style", "size", "line-height", "color", "background-color", "decoration")
_KEYS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    (): ("meta", "logo", "color", "typography", "defaults"),
    ("meta",): ("name", "link"),
    ("logo",): ("images", "small", "medium", "large"),
    ("color",): ("palette", *_SEMANTIC_KEYS),
    ("typography",): ("fonts", "base", "headings", "monospace", "monospace-inline", "monospace-block", "link"),
    ("typography", "base"): _SET_TEXT,
    ("typography", "headings"): _SET_TEXT,
    ("defaults", "briefgen"): ("east-asian", "ladder", "ornament", "layouts", "tones"),
}
"""What may stand in a brand.yml, by the convention and as briefgen adds to it; `defaults` are each program's own."""
_WEB_COLORS = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF"}


@dataclass(frozen=True, slots=True)
class Logo:
    """The mark that stands on covers: a PNG or JPEG, its size in pixels, the words for those who cannot see it."""

    data: bytes
    media_type: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Brand:
    """A house's look.  `tones` holds the colours as given; `palette` what they become where they must be read."""

    name: str = "House"
    tones: Mapping[str, str] = field(default_factory=dict)
    family: str = "Calibri"
    heading_family: str = "Calibri"
    east_asian: str = EAST_ASIAN
    size: float = 11.0
    line_height: float = 1.25
    ladder: tuple[float, ...] = DEFAULT_LADDER
    ornament: str = "none"
    layouts: Mapping[str, str] = field(default_factory=dict)
    logo: Logo | None = None


def read_brand(
    data: Any, path: str, spans: Mapping[tuple[Any, ...], Span] | None = None
) -> tuple[Brand, list[Finding]]:
    """The brand of a parsed brand.yml; what it leaves out has calm defaults, what is wrong in it is a finding.

    `spans` gives the place of each key path, as `places.load_yaml` does.
    """
    return _Reader(path, spans or {}).read(data)


def load_brand(path: Path) -> tuple[Brand | None, list[Finding]]:
    """The brand of a file; None after a finding if it cannot be read as YAML at all."""
    from briefgen.places import load_yaml

    shown = path.as_posix()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        hint = "save it as UTF-8" if isinstance(error, UnicodeDecodeError) else "correct the path, or allow reading it"
        return None, [Finding("brand-unreadable", f"cannot read '{shown}': {reason}".lower(), Span(shown), hint=hint)]
    data, spans, findings = load_yaml(text, shown)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None, findings
    brand, more = read_brand(data, shown, spans)
    logo, told = _load_logo(data, path.parent, spans, shown)
    return replace(brand, logo=logo), [*findings, *more, *told]


def _load_logo(
    data: Any, folder: Path, spans: Mapping[tuple[Any, ...], Span], shown: str
) -> tuple[Logo | None, list[Finding]]:
    """The file that `logo:` names (`medium`, `small` or `large`, each a path or `{path, alt}`), beside the brand."""
    entry = data.get("logo") if isinstance(data, Mapping) else None
    images = entry.get("images") if isinstance(entry, Mapping) else None
    if isinstance(entry, Mapping):
        entry = entry.get("medium") or entry.get("small") or entry.get("large")
    if isinstance(images, Mapping) and str(entry) in images:
        entry = images[str(entry)]
    alt = ""
    if isinstance(entry, Mapping):
        alt, entry = str(entry.get("alt") or ""), entry.get("path")
    if not entry:
        return None, []
    span = getattr(entry, "span", None) or spans.get(("logo",), Span(shown))
    path = folder / str(entry)
    hint = "put a PNG or JPEG beside brand.yml and name it"
    if not path.resolve().is_relative_to(folder.resolve()):
        return None, [Finding("path-outside", f"'{entry}' lies outside the brand's folder", span, hint=hint)]
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        return None, [Finding("brand-logo-missing", f"cannot read '{entry}': {reason}", span, hint=hint)]
    try:
        from PIL import Image

        with Image.open(io.BytesIO(content)) as picture:
            form, (width, height) = picture.format, picture.size
    except Exception:  # whatever a decoder says of a broken picture, it is the same to its author
        form, width, height = "", 0, 0
    if form not in ("PNG", "JPEG") or not width or not height:
        return None, [Finding("brand-logo-invalid", f"'{entry}' is neither PNG nor JPEG", span, hint=hint)]
    return Logo(content, f"image/{form.lower()}", width, height, alt), []


class _Reader:
    """A brand.yml read leniently, key by key.

    No model of pydantic's validates it: the convention knows more keys than briefgen does, a colour may be the name of
    another, and what is wrong in one place must not hide the rest of a file that others wrote for other programs.
    """

    def __init__(self, path: str, spans: Mapping[tuple[Any, ...], Span]) -> None:
        self.path = path
        self.spans = spans
        self.findings: list[Finding] = []

    def report(
        self, rule: str, message: str, at: tuple[Any, ...], hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        place = at
        while place and place not in self.spans:
            place = place[:-1]
        span = self.spans.get(place, Span(self.path))
        self.findings.append(Finding(rule, message, span, severity=severity, hint=hint))

    def mapping(self, value: Any, at: tuple[Any, ...]) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.report("brand-invalid", f"'{at[-1] if at else 'brand.yml'}' is not a mapping", at)
            return {}
        return value

    def report_unknown_keys(self, root: Mapping[str, Any], at: tuple[str, ...], known: Sequence[str]) -> None:
        """Warn of keys that neither the convention nor briefgen knows: a misspelt one would go unheard."""
        entry: Any = root
        for key in at:
            entry = entry.get(key) if isinstance(entry, Mapping) else None
        for key in entry if isinstance(entry, Mapping) else ():
            if str(key) not in known:
                self.report(
                    "brand-key-unknown",
                    f"no key named '{key}'" + (f" in '{'.'.join(at)}'" if at else ""),
                    (*at, key),
                    did_you_mean(str(key), known),
                    Severity.WARNING,
                )

    def read(self, data: Any) -> tuple[Brand, list[Finding]]:
        root = self.mapping(data, ())
        for at, known in _KEYS.items():
            self.report_unknown_keys(root, at, known)
        color = self.mapping(root.get("color"), ("color",))
        own_at = ("defaults", "briefgen")
        own = self.mapping(self.mapping(root.get("defaults"), ("defaults",)).get("briefgen"), own_at)
        colors = self.read_palette(color)
        tones = self.read_tones(color, colors, self.mapping(own.get("tones"), (*own_at, "tones")), (*own_at, "tones"))
        typography = self.mapping(root.get("typography"), ("typography",))
        base = self.family_of(typography, "base")
        family = str(base.get("family") or "Calibri")
        headings = str(self.family_of(typography, "headings").get("family") or family)
        ornament = str(own.get("ornament") or "none")
        if ornament not in ORNAMENTS:
            self.report(
                "brand-ornament-unknown",
                f"no ornament named '{ornament}'",
                (*own_at, "ornament"),
                f"use one of {', '.join(ORNAMENTS)}",
            )
            ornament = "none"
        brand = Brand(
            name=self.read_name(root.get("meta")),
            tones=tones,
            family=family,
            heading_family=headings,
            east_asian=str(own.get("east-asian") or EAST_ASIAN),
            size=self.length(base.get("size"), 11.0, ("typography", "base", "size")),
            line_height=self.ratio(base.get("line-height"), 1.25, ("typography", "base", "line-height")),
            ladder=self.read_ladder(own.get("ladder"), (*own_at, "ladder")),
            ornament=ornament,
            layouts=self.read_roles(self.mapping(own.get("layouts"), (*own_at, "layouts")), (*own_at, "layouts")),
        )
        return brand, self.findings

    def read_roles(self, layouts: Mapping[str, Any], at: tuple[Any, ...]) -> dict[str, str]:
        """The roles that the house gives its layouts, by name or by number."""
        roles = {}
        for name, role in layouts.items():
            if str(role) in ROLES:
                roles[" ".join(str(name).split())] = str(role)
            else:
                hint = did_you_mean(str(role), ROLES)
                self.report("brand-role-unknown", f"no role named '{role}'", (*at, name), hint)
        return roles

    def read_name(self, meta: Any) -> str:
        name = self.mapping(meta, ("meta",)).get("name")
        if isinstance(name, Mapping):
            name = name.get("short") or name.get("full")
        return str(name) if name else "House"

    def family_of(self, typography: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = typography.get(key)
        if isinstance(value, str):
            return {"family": value}
        return self.mapping(value, ("typography", key))

    def read_palette(self, color: Mapping[str, Any]) -> dict[str, str]:
        colors: dict[str, str] = {}
        entries = self.mapping(color.get("palette"), ("color", "palette"))
        for name, value in entries.items():
            at = ("color", "palette", name)
            text, seen = str(value), {str(name)}
            while text in entries and text not in seen:
                seen.add(text)
                text = str(entries[text])
            parsed = parse_color(text) or _WEB_COLORS.get(text.lower())
            if parsed:
                colors[str(name)] = parsed
            else:
                self.report("brand-color-invalid", f"'{value}' is not a colour", at, 'write it as "#0B4F5C"')
        return colors

    def resolve(self, value: Any, colors: Mapping[str, str], at: tuple[Any, ...]) -> str | None:
        text = str(value)
        found = colors.get(text) or parse_color(text) or _WEB_COLORS.get(text.lower())
        if found is None:
            hint = did_you_mean(text, colors) or 'write it as "#0B4F5C"'
            self.report("brand-color-unknown", f"no colour named '{text}'", at, hint)
        return found

    def read_tones(
        self, color: Mapping[str, Any], colors: Mapping[str, str], own: Mapping[str, Any], at: tuple[Any, ...]
    ) -> dict[str, str]:
        semantic = {}
        for key in _SEMANTIC_KEYS:
            if color.get(key) is not None:
                found = self.resolve(color[key], colors, ("color", key))
                if found:
                    semantic[key] = found
        tones = {}
        for tone in TONES:
            for key in _SEMANTIC[tone]:
                if key in semantic:
                    tones[tone] = semantic[key]
                    break
        for tone, value in own.items():
            if tone not in TONES:
                hint = did_you_mean(str(tone), TONES)
                self.report("brand-tone-unknown", f"no tone named '{tone}'", (*at, tone), hint)
                continue
            found = self.resolve(value, colors, (*at, tone))
            if found:
                tones[str(tone)] = found
        return tones

    def length(self, value: Any, default: float, at: tuple[Any, ...]) -> float:
        """Points from `11pt`, `16px`, `1rem` or a bare number."""
        if value is None:
            return default
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(pt|px|rem|em|)\s*", str(value))
        points = (
            float(match.group(1)) * {"px": 0.75, "rem": 12.0, "em": 12.0}.get(match.group(2), 1.0) if match else 0.0
        )
        if not 6 <= points <= 40:
            self.report("brand-size-invalid", f"'{value}' is not a size of text", at, "write it as 11pt")
            return default
        return points

    def ratio(self, value: Any, default: float, at: tuple[Any, ...]) -> float:
        if value is None:
            return default
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = 0.0
        if not 0.8 <= number <= 3:
            self.report("brand-size-invalid", f"'{value}' is not a line height", at, "write a multiple such as 1.25")
            return default
        return number

    def read_ladder(self, value: Any, at: tuple[Any, ...]) -> tuple[float, ...]:
        if value is None:
            return DEFAULT_LADDER
        try:
            steps = tuple(sorted({float(step) for step in value}, reverse=True))
        except (TypeError, ValueError):
            steps = ()
        if not steps or steps[-1] < 6 or steps[0] > 200:
            self.report(
                "brand-ladder-invalid", "'ladder' is not a list of sizes in points", at, "write [20, 18, 16, 14]"
            )
            return DEFAULT_LADDER
        return steps
