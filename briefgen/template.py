"""A house's own slide or document file -> a Template: regions, styles, ladder, palette, and a clean file to fill.

Everything in the file is another person's, so reading never raises: what cannot be used is a finding that says what the
file is and what to do.  The house's brand.yml and template.yaml beside the file have the last word.
"""

from __future__ import annotations

import colorsys
import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from briefgen.brand import Brand, load_brand, palette
from briefgen.color import TEXT_CONTRAST, channels, contrast, is_dark, mix
from briefgen.finding import Finding, Severity, Span
from briefgen.model import Layout, Style, Template, TextStyle
from briefgen.package import Package, PackageError, open_package

ROLES = ("cover", "section", "content", "two-column", "exhibit", "figures", "statement", "closing", "title-only",
         "picture", "blank", "other")  # fmt: skip
LEAST_PAGE = 216.0
"""Three inches: below that no slide holds text that can be read."""

_WHAT = {
    "presentation": ("deck", "a presentation"),
    "slideshow": ("deck", "a slide show"),
    "template": ("", "a template"),
    "document": ("briefing", "a Word document"),
    "sheet": ("", "an Excel workbook"),
}


def read_template(
    source: Path | bytes,
    kind: str,
    overrides: Mapping[str, Any] | None = None,
    brand: Brand | None = None,
    name: str = "",
) -> tuple[Template | None, list[Finding]]:
    """The template in a .pptx, .potx, .ppsx, .pptm … (kind `deck`) or .docx, .dotx, .docm … (kind `briefing`).

    Given a path, brand.yml and template.yaml beside the file are read as well.  `overrides` are template.yaml's keys:
    `layouts` (name or number from 1 -> role), `ladder`, `keep-slides`.  None comes only with an error among the findings.
    """
    findings: list[Finding] = []
    if isinstance(source, bytes):
        blob, path = source, Path(name or "template")
    else:
        path = source
        try:
            blob = path.read_bytes()
        except OSError as error:
            reason = (error.strerror or "cannot be read").lower()
            hint = "give the path of a .pptx or .docx, or the name of a folder of templates/"
            return None, [Finding("template-missing", f"cannot read '{path.as_posix()}': {reason}", hint=hint)]
        if brand is None and (path.parent / "brand.yml").is_file():
            brand, more = load_brand(path.parent / "brand.yml")
            findings += more
        if overrides is None and (path.parent / "template.yaml").is_file():
            overrides, more = _load_overrides(path.parent / "template.yaml")
            findings += more
    package, refusals = open_package(blob, path.name)
    if package is None:
        return None, [*findings, *refusals]
    try:
        main, refusal = _main_part(package, kind, path.name)
        if refusal is not None:
            return None, [*findings, refusal]
        findings += _drop_macros(package, main, path.name)
        settings = _Settings(overrides or {}, brand)
        findings += settings.findings
        if kind == "deck":
            template, more = _deck(package, main, path, settings)
        else:
            from briefgen.briefing_template import read_briefing

            template, more = read_briefing(package, main, path.stem, brand)
    except PackageError as error:
        return None, [*findings, _unusable(path.name, str(error))]
    except RecursionError:
        return None, [*findings, _unusable(path.name, "its XML is nested too deeply")]
    except (AttributeError, ValueError, TypeError, KeyError, IndexError, OverflowError, ArithmeticError) as error:
        # What a stranger's XML can hold in a place has no end; a reader that meets the unforeseen refuses the file.
        return None, [
            *findings,
            _unusable(path.name, f"its structure is not that of an Office file ({type(error).__name__})"),
        ]
    findings += more
    if brand is not None and template is not None:
        findings += _different_brand(template, brand, path)
    return template, findings


def _unusable(name: str, why: str) -> Finding:
    return Finding(
        "template-corrupt",
        f"'{name}' cannot be used: {why}",
        hint="open it in Office or LibreOffice, let it repair the file, save it under a new name and use that",
    )


class _Settings:
    """What template.yaml and brand.yml say: roles of layouts, the ladder, whether slides stay."""

    def __init__(self, overrides: Mapping[str, Any], brand: Brand | None) -> None:
        import difflib

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


def _load_overrides(path: Path) -> tuple[Mapping[str, Any], list[Finding]]:
    from briefgen.read import load_yaml

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
        program = "PowerPoint" if kind == "deck" else "Word"
        return "", Finding(
            "template-strict",
            f"'{name}' is in the Strict variant of Office Open XML, which the libraries below briefgen cannot write",
            hint=f"open it in {program} and save it as {program} {'Presentation' if kind == 'deck' else 'Document'} ({wanted})",
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


# ------------------------------------------------------------------------------------------------------ the deck


def _deck(package: Package, main: str, path: Path, settings: _Settings) -> tuple[Template | None, list[Finding]]:
    from briefgen import deck_template as deck

    findings: list[Finding] = []
    if deck.relist_masters(package, main):
        findings.append(
            Finding(
                "template-master-unlisted",
                f"'{path.name}' holds a slide master that it does not list; it is used all the same",
                severity=Severity.WARNING,
                hint="open it in PowerPoint and save it again",
            )
        )
    masters = deck.master_parts(package, main)
    if not masters:
        raise PackageError("it has no slide master")
    if not any(deck.layout_parts(package, master) for master in masters):
        deck.add_derived_layout(package, masters[0])
        findings.append(
            Finding(
                "template-layouts-missing",
                f"'{path.name}' has no slide layout; one is made from its master",
                severity=Severity.WARNING,
                hint="add layouts in PowerPoint (View, Slide Master)",
            )
        )
    found, more = deck.read_deck(package, main, settings.roles)
    findings += more
    if min(found.width, found.height) < LEAST_PAGE:
        width, height = found.width / 72, found.height / 72
        raise PackageError(f"its slides measure {width:.1f} x {height:.1f} in, too small for text that can be read")
    colors = palette(settings.brand.tones) if settings.brand else foreign_palette(found.colors)
    body = found.body_levels[0]
    ladder = settings.ladder or deck.make_ladder(body.size)
    scale = _scale(found.height, body.size)
    styles = deck_styles(found.body_levels, found.title, colors, scale)
    layouts = found.layouts
    if settings.ladder:
        layouts = _with_ladder(layouts, settings.ladder)
    deck.clean_deck(package, main, settings.keep_slides)
    fonts = _chart_fonts(body)
    template = Template(
        name=settings.brand.name if settings.brand else path.stem,
        kind="deck",
        width=found.width,
        height=found.height,
        layouts=layouts,
        styles=styles,
        ladder=ladder,
        colors=colors,
        chart_style=Style(fonts, colors, styles["label"].size, is_dark(colors["paper"])),
        blob=package.to_bytes(),
        decorations={"east-asian-font": found.has_east_asian, "brand": settings.brand is not None},
    )
    return template, findings


def _with_ladder(layouts: tuple[Layout, ...], ladder: tuple[float, ...]) -> tuple[Layout, ...]:
    """The brand's ladder on the bodies; a body that starts smaller keeps only the steps up to its own size."""
    import dataclasses

    result = []
    for layout in layouts:
        regions = []
        for region in layout.regions:
            if region.role in ("body", "picture"):
                steps = tuple(step for step in ladder if step <= max(region.style.size, ladder[-1])) or ladder
                region = dataclasses.replace(region, ladder=steps)
            regions.append(region)
        result.append(dataclasses.replace(layout, regions=tuple(regions)))
    return tuple(result)


def _scale(height: float, body: float) -> float:
    """How much larger than on an ordinary slide small text must be; posters are read from as near as they are large."""
    page = height / 540.0
    if 0.7 <= page <= 1.6:
        return 1.0
    return round(min(max(min(page, body / 18.0), 0.6), 12.0), 3)


def _chart_fonts(body: TextStyle) -> tuple[str, ...]:
    """The families that charts are drawn with: the template's own, then those that briefgen ships."""
    fonts: list[str] = []
    for family in (body.font, "Carlito", "Briefgen Sans SC", "DejaVu Sans"):
        if family not in fonts:
            fonts.append(family)
    return tuple(fonts)


def deck_styles(
    levels: Sequence[TextStyle], title: TextStyle, colors: Mapping[str, str], scale: float
) -> dict[str, TextStyle]:
    """A style for each role of paragraph, in the template's fonts and colours.

    Beside the roles of `model.Para` there are `bullet-2` and `bullet-3`, `table` and `table-header`.
    """
    import dataclasses

    body = dataclasses.replace(levels[0], bullet="", indent=0.0, hanging=0.0)
    head = dataclasses.replace(title, bullet="", indent=0.0, hanging=0.0)
    size = body.size

    def small(points: float, **changes: Any) -> TextStyle:
        values: dict[str, Any] = {
            "size": round(min(points * scale, size), 1), "color": colors["ink"], "align": "left", "line_spacing": 1.0,
            "space_before": 0.0, "space_after": 0.0, "bold": False, "caps": False,
        }  # fmt: skip
        return dataclasses.replace(body, **{**values, **changes})

    def large(points: float, **changes: Any) -> TextStyle:
        return dataclasses.replace(
            head,
            **{"size": round(points, 1), "color": colors["ink"], "align": "left", "space_before": 0.0, **changes},
        )

    muted, strong = colors["muted"], colors["strong-text"]
    bullet = levels[0] if levels[0].bullet else dataclasses.replace(
        levels[0], bullet="•", indent=round(size * 0.8, 1), hanging=round(size * 0.8, 1), space_after=max(levels[0].space_after, round(size * 0.4, 1))
    )  # fmt: skip
    return {
        "title": head,
        "subtitle": small(18, color=muted),
        "kicker": small(11, bold=True, color=colors["accent-text"], caps=True),
        "body": body,
        "prose": body,
        "bullet": bullet,
        "bullet-2": levels[1],
        "bullet-3": levels[2],
        "number": large(size * 1.2, bold=True, color=colors["accent-text"]),
        "heading": dataclasses.replace(body, bold=True, color=colors["ink"], space_after=2.0),
        "quote": dataclasses.replace(body, color=colors["ink"]),
        "attribution": small(14, color=muted),
        "figure": large(size * 1.5, bold=True, color=strong),
        "label": small(14, color=colors["ink"]),
        "note": small(12, color=muted),
        "exhibit-title": small(16, bold=True),
        "exhibit-subtitle": small(12.5, color=muted),
        "caption": small(12, color=muted),
        "source": small(9.5, color=muted, line_spacing=0.9),
        "callout": dataclasses.replace(body, color=colors["ink"]),
        "statement": large(max(36.0 * scale, size), bold=True, color=strong),
        "contents": body,
        "meta": small(11, color=muted),
        "table": small(14, color=colors["ink"]),
        "table-header": small(12, bold=True, color=strong),
    }


def foreign_palette(theme: Mapping[str, str]) -> dict[str, str]:
    """The tones of a house that has no brand.yml, picked from its theme by lightness and hue.

    `theme` holds the colours by slot (tx1, bg1 … accent6) and `ground`, the colour of the master's background.
    """
    paper, ink = theme["ground"], theme["tx1"]
    if contrast(ink, paper) < TEXT_CONTRAST:
        ink = max(
            (theme["bg1"], theme["tx2"], theme["bg2"], "000000", "FFFFFF"), key=lambda color: contrast(color, paper)
        )
    accents = [theme[f"accent{number}"] for number in range(1, 7)]
    vivid = [color for color in accents if _saturation(color) > 0.2 and contrast(color, paper) > 1.6]
    accent = next(iter(vivid or accents))
    dark_enough = [theme["tx2"], theme["bg2"], *accents]
    strong = next(
        (color for color in dark_enough if contrast(color, paper) >= TEXT_CONTRAST and _saturation(color) > 0.15), ink
    )
    others = [color for color in vivid if color != accent]
    tones = {
        "paper": paper,
        "ink": ink,
        "accent": accent,
        "strong": strong,
        "ground": strong if strong != ink else accent,
        "done": strong if strong != ink else accent,
        "muted": mix(ink, paper, 0.35),
        "line": mix(paper, ink, 0.18),
        "panel": mix(paper, ink, 0.05),
    }
    plan = _nearest_hue(others, 42.0, 40.0)
    if plan:
        tones["plan"] = plan
    warm = _nearest_hue([color for color in others if color != plan], 12.0, 35.0)
    if warm:
        tones["open"] = warm
    return palette(tones)


def _saturation(color: str) -> float:
    red, green, blue = channels(color)
    return max(red, green, blue) - min(red, green, blue)


def _nearest_hue(colors: Sequence[str], degrees: float, within: float) -> str:
    def away(color: str) -> float:
        hue = colorsys.rgb_to_hls(*channels(color))[0] * 360
        return min(abs(hue - degrees), 360 - abs(hue - degrees))

    near = [color for color in colors if away(color) <= within]
    return min(near, key=away) if near else ""
