"""A house's slide file -> a Template: its layouts, a style for each role of paragraph, and a clean deck to fill."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from briefgen import deck_parts
from briefgen.brand import Brand
from briefgen.color import MARK_CONTRAST, contrast, is_dark
from briefgen.deck_layouts import Deck, read_layouts
from briefgen.finding import Finding, Severity, Span, did_you_mean
from briefgen.layout_regions import make_ladder, usual_scale
from briefgen.model import Layout, Style, Template, TextStyle, Traits
from briefgen.package import Package, PackageError, PageError
from briefgen.template_settings import Settings
from briefgen.tones import foreign_palette, palette

LEAST_PAGE = 216.0
"""Three inches: below that no slide holds text that can be read."""


def read_deck(
    package: Package, main: str, name: str, settings: Settings, brand: Brand | None
) -> tuple[Template, list[Finding]]:
    """The template in the slide file `name`, whose presentation is the part `main`.

    Raises PackageError where a part that cannot be done without is broken or missing.
    """
    findings: list[Finding] = []
    if deck_parts.relist_masters(package, main):
        findings.append(
            Finding(
                "template-master-unlisted",
                f"'{name}' holds a slide master that it does not list; it is used all the same",
                severity=Severity.WARNING,
                hint="open it in PowerPoint and save it again",
            )
        )
    masters = deck_parts.master_parts(package, main)
    if not masters:
        raise PackageError("it has no slide master")
    if deck_parts.add_missing_themes(package, masters):
        message = f"'{name}' has lost its theme; plain fonts and colours are used"
        hint = "choose a theme in PowerPoint (Design, Themes) and save it again"
        findings.append(Finding("template-theme-missing", message, severity=Severity.WARNING, hint=hint))
    if deck_parts.relink_layouts(package, masters):
        findings.append(
            Finding(
                "template-layout-unlinked",
                f"'{name}' holds slide layouts that do not lead to the master that lists them",
                severity=Severity.WARNING,
                hint="open it in PowerPoint and save it again",
            )
        )
    if not any(deck_parts.layout_parts(package, master) for master in masters):
        deck_parts.add_derived_layout(package, main, masters[0])
        findings.append(
            Finding(
                "template-layouts-missing",
                f"'{name}' has no slide layout; one is made from its master",
                severity=Severity.WARNING,
                hint="add layouts in PowerPoint (View, Slide Master)",
            )
        )
    if not settings.keep_slides:
        deck_parts.mend_indexes(package, masters)
    found = read_layouts(package, main, {**(brand.layouts if brand else {}), **settings.roles})
    findings += _unknown_layouts(found.layouts, settings, brand, name)
    if min(found.width, found.height) < LEAST_PAGE:
        width, height = found.width / 72, found.height / 72
        raise PageError(f"its slides measure {width:.1f} x {height:.1f} in, too small for text that can be read")
    colors = palette(brand.tones) if brand else foreign_palette(_seen(found))
    body = found.body_levels[0]
    own_ladder = settings.ladder or (brand.ladder if brand else ())
    scale = _scale(found.width, found.height, body.size)
    styles = deck_styles(found.body_levels, found.title, colors, scale)
    layouts = found.layouts
    if own_ladder:
        layouts = _with_ladder(layouts, own_ladder)
    deck_parts.clean_deck(package, main, settings.keep_slides)
    grounds = {layout.ground for layout in layouts if layout.role not in ("cover", "section", "closing")}
    transparent = not found.plain_ground or grounds - {colors["paper"]} != set()
    template = Template(
        name=brand.name if brand else PurePath(name).stem,
        kind="deck",
        width=found.width,
        height=found.height,
        layouts=layouts,
        styles=styles,
        ladder=own_ladder or make_ladder(body.size),
        colors=colors,
        chart_style=Style(colors, styles["label"].size, is_dark(colors["paper"]), transparent),
        blob=package.to_bytes(),
        traits=Traits(east_asian_font=found.has_east_asian),
    )
    return template, findings


def _unknown_layouts(layouts: Sequence[Layout], settings: Settings, brand: Brand | None, name: str) -> list[Finding]:
    """The layouts that template.yaml or brand.yml gives a role, and that the file does not have."""
    names = [layout.name for layout in layouts if layout.name]
    known = {*names, *(str(layout.index + 1) for layout in layouts)}
    findings = []
    for source, roles in (("brand.yml", brand.layouts if brand else {}), ("template.yaml", settings.roles)):
        for key in (key for key in roles if key not in known):
            number = f"they are numbered 1 to {len(layouts)}, as `briefgen template show` counts"
            findings.append(
                Finding(
                    "template-layout-unknown",
                    f"'{name}' has no layout {key}" if key.isdigit() else f"'{name}' has no layout named '{key}'",
                    settings.places.get(key) if source == "template.yaml" else Span(source),
                    severity=Severity.WARNING,
                    hint=number if key.isdigit() else did_you_mean(key, names),
                )
            )
    return findings


def _seen(deck: Deck) -> Mapping[str, str]:
    """The theme's colours with the ground that content really stands on, where every layout has one of its own."""
    grounds = [layout.ground for layout in deck.layouts if layout.role in ("content", "title-only", "two-column")]
    if not grounds or deck.colors["ground"] in grounds:
        return deck.colors
    return {**deck.colors, "ground": grounds[0]}


def _with_ladder(layouts: tuple[Layout, ...], ladder: tuple[float, ...]) -> tuple[Layout, ...]:
    """The brand's ladder on the bodies; a body that starts smaller keeps only the steps up to its own size."""
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


def _scale(width: float, height: float, body: float) -> float:
    """How much larger than on an ordinary slide small text must be; posters are read from as near as they are large."""
    page = height / 540.0
    if 0.7 <= page <= 1.6:
        return round(usual_scale(width, height), 3)
    return round(min(max(min(page, body / 18.0), 0.6), 12.0), 3)


def deck_styles(
    levels: Sequence[TextStyle], title: TextStyle, colors: Mapping[str, str], scale: float
) -> dict[str, TextStyle]:
    """A style for each role of paragraph, in the template's fonts and colours.

    Beside the roles of `model.Para` there are `bullet-2` and `bullet-3`, `table` and `table-header`.  Words that a
    house set in a colour below 3 : 1 on its own paper are set in ink: nobody could read them.
    """

    def seen(style: TextStyle) -> TextStyle:
        faint = contrast(style.color, colors["paper"]) < MARK_CONTRAST
        return dataclasses.replace(style, color=colors["ink"]) if faint else style

    levels, title = [seen(level) for level in levels], seen(title)
    body = dataclasses.replace(levels[0], bullet="", indent=0.0, hanging=0.0)
    head = dataclasses.replace(title, bullet="", indent=0.0, hanging=0.0)
    size = body.size

    def small(points: float, **changes: Any) -> TextStyle:
        values: dict[str, Any] = {
            "size": round(min(points * scale, size), 1),
            "color": colors["ink"],
            "align": "left",
            "line_spacing": 1.0,
            "space_before": 0.0,
            "space_after": 0.0,
            "bold": False,
            "caps": False,
        }
        return dataclasses.replace(body, **{**values, **changes})

    def large(points: float, **changes: Any) -> TextStyle:
        return dataclasses.replace(
            head,
            **{"size": round(points, 1), "color": colors["ink"], "align": "left", "space_before": 0.0, **changes},
        )

    muted, strong = colors["muted"], colors["strong-text"]
    # An exhibit's title is under the slide's: also where a house sets that small.
    exhibit = min(16.0, 0.75 * title.size / scale)
    bullet = levels[0]
    if not bullet.bullet:
        indent, after = round(size * 0.8, 1), max(bullet.space_after, round(size * 0.4, 1))
        bullet = dataclasses.replace(bullet, bullet="•", indent=indent, hanging=indent, space_after=after)
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
        "quote": dataclasses.replace(body, size=round(size * 1.2, 1), color=colors["ink"]),
        "attribution": small(14, color=muted),
        "figure": large(size * 2.1, bold=True, color=strong),
        "label": small(14, color=colors["ink"]),
        "note": small(12, color=muted),
        "exhibit-title": small(exhibit, bold=True),
        "exhibit-subtitle": small(min(12.5, 0.85 * exhibit), color=muted),
        "caption": small(12, color=muted),
        "source": small(9.5, color=muted, line_spacing=0.9),
        "callout": dataclasses.replace(body, color=colors["ink"]),
        "statement": large(max(36.0 * scale, size), bold=True, color=strong),
        "contents": body,
        "meta": small(11, color=muted),
        "table": small(14, color=colors["ink"]),
        "table-header": small(12, bold=True, color=strong),
    }
