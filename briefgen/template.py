"""A house's own slide or document file -> a Template: regions, styles, ladder, palette, and a clean file to fill.

Everything in the file is another person's, so reading never raises: what cannot be used is a finding that says what the
file is and what to do.  The house's brand.yml and template.yaml beside the file have the last word.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.brand import Brand, load_brand
from briefgen.color import MARK_CONTRAST, TEXT_CONTRAST, contrast, is_dark
from briefgen.finding import Finding, Severity, Span
from briefgen.model import ROLES, Layout, Style, Template, TextStyle, Traits
from briefgen.package import Package, PackageError, PageError, open_package
from briefgen.tones import foreign_palette, palette

if TYPE_CHECKING:
    from briefgen.deck_template import Deck

LEAST_PAGE = 216.0
"""Three inches: below that no slide holds text that can be read."""


def read_template(
    source: Path | bytes,
    kind: str,
    overrides: Mapping[str, Any] | None = None,
    brand: Brand | None = None,
    name: str = "",
) -> tuple[Template | None, list[Finding]]:
    """The template in a .pptx, .potx, .ppsx, .pptm … (kind `deck`) or .docx, .dotx, .docm … (kind `briefing`).

    Given a path, brand.yml and template.yaml beside the file are read as well.  `overrides` are template.yaml's keys:
    `layouts` (name or number from 1 -> role), `ladder`, `keep-slides`.  None comes only with an error.
    """
    findings: list[Finding] = []
    if isinstance(source, bytes):
        blob, path = source, Path(name or "template")
    else:
        path = source
        if path.is_dir():
            path = path / ("deck.pptx" if kind == "deck" else "briefing.docx")
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
    except PageError as error:
        hint = "set an ordinary page size and margins, and save the file again"
        return None, [*findings, Finding("template-page-small", f"'{path.name}' cannot be used: {error}", hint=hint)]
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
        program, form = ("PowerPoint", "Presentation") if kind == "deck" else ("Word", "Document")
        return "", Finding(
            "template-strict",
            f"'{name}' is in the Strict variant of Office Open XML, which the libraries below briefgen cannot write",
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
    from briefgen import deck_parts
    from briefgen.deck_template import read_deck
    from briefgen.layout_roles import make_ladder

    findings: list[Finding] = []
    if deck_parts.relist_masters(package, main):
        findings.append(
            Finding(
                "template-master-unlisted",
                f"'{path.name}' holds a slide master that it does not list; it is used all the same",
                severity=Severity.WARNING,
                hint="open it in PowerPoint and save it again",
            )
        )
    masters = deck_parts.master_parts(package, main)
    if not masters:
        raise PackageError("it has no slide master")
    if deck_parts.add_missing_themes(package, masters):
        message = f"'{path.name}' has lost its theme; plain fonts and colours are used"
        hint = "choose a theme in PowerPoint (Design, Themes) and save it again"
        findings.append(Finding("template-theme-missing", message, severity=Severity.WARNING, hint=hint))
    if deck_parts.relink_layouts(package, masters):
        findings.append(
            Finding(
                "template-layout-unlinked",
                f"'{path.name}' holds slide layouts that do not lead to the master that lists them",
                severity=Severity.WARNING,
                hint="open it in PowerPoint and save it again",
            )
        )
    if not any(deck_parts.layout_parts(package, master) for master in masters):
        deck_parts.add_derived_layout(package, main, masters[0])
        findings.append(
            Finding(
                "template-layouts-missing",
                f"'{path.name}' has no slide layout; one is made from its master",
                severity=Severity.WARNING,
                hint="add layouts in PowerPoint (View, Slide Master)",
            )
        )
    if not settings.keep_slides:
        deck_parts.mend_indexes(package, masters)
    found = read_deck(package, main, settings.roles)
    if min(found.width, found.height) < LEAST_PAGE:
        width, height = found.width / 72, found.height / 72
        raise PageError(f"its slides measure {width:.1f} x {height:.1f} in, too small for text that can be read")
    colors = palette(settings.brand.tones) if settings.brand else foreign_palette(_seen(found))
    body = found.body_levels[0]
    ladder = settings.ladder or make_ladder(body.size)
    scale = _scale(found.height, body.size)
    styles = deck_styles(found.body_levels, found.title, colors, scale)
    layouts = found.layouts
    if settings.ladder:
        layouts = _with_ladder(layouts, settings.ladder)
    deck_parts.clean_deck(package, main, settings.keep_slides)
    grounds = {layout.ground for layout in layouts if layout.role not in ("cover", "section", "closing")}
    transparent = not found.plain_ground or grounds - {colors["paper"]} != set()
    template = Template(
        name=settings.brand.name if settings.brand else path.stem,
        kind="deck",
        width=found.width,
        height=found.height,
        layouts=layouts,
        styles=styles,
        ladder=ladder,
        colors=colors,
        chart_style=Style(colors, styles["label"].size, is_dark(colors["paper"]), transparent),
        blob=package.to_bytes(),
        traits=Traits(east_asian_font=found.has_east_asian),
    )
    return template, findings


def _seen(deck: Deck) -> Mapping[str, str]:
    """The theme's colours with the ground that content really stands on, where every layout has one of its own."""
    grounds = [layout.ground for layout in deck.layouts if layout.role in ("content", "title-only", "two-column")]
    if not grounds or deck.colors["ground"] in grounds:
        return deck.colors
    return {**deck.colors, "ground": grounds[0]}


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


def deck_styles(
    levels: Sequence[TextStyle], title: TextStyle, colors: Mapping[str, str], scale: float
) -> dict[str, TextStyle]:
    """A style for each role of paragraph, in the template's fonts and colours.

    Beside the roles of `model.Para` there are `bullet-2` and `bullet-3`, `table` and `table-header`.  Words that a
    house set in a colour below 3 : 1 on its own paper are set in ink: nobody could read them.
    """
    import dataclasses

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


# ----------------------------------------------------------------------------------------------- telling and judging

_TOLD_TONES = ("ink", "paper", "accent", "strong", "plan", "open", "done", "muted", "line", "panel", "ground")
_AT_HAND_NAMES = """
    arial | arial black | arial narrow | bahnschrift | book antiqua | bookman old style | calibri | calibri light |
    cambria | candara | century | century gothic | century schoolbook | comic sans ms | consolas | constantia |
    corbel | courier new | franklin gothic book | franklin gothic medium | garamond | georgia | gill sans mt |
    helvetica | impact | lucida sans unicode | microsoft sans serif | palatino linotype | rockwell | segoe ui |
    segoe ui light | segoe ui semibold | sylfaen | tahoma | times | times new roman | trebuchet ms | tw cen mt |
    verdana | microsoft yahei | 微软雅黑 | microsoft jhenghei | simsun | 宋体 | simhei | 黑体 | dengxian | 等线 |
    kaiti | 楷体 | fangsong | 仿宋 | ms gothic | ms mincho | yu gothic | malgun gothic | batang | gulim | pmingliu
"""
"""Families that come with Windows or Office for Windows and Mac; Aptos only with new ones, so it is not here."""
_EAST_ASIAN_NAMES = """
    microsoft yahei | 微软雅黑 | simsun | 宋体 | nsimsun | simhei | 黑体 | dengxian | 等线 | kaiti | 楷体 | fangsong |
    仿宋 | microsoft jhenghei | pmingliu | 新細明體 | noto sans sc | noto sans cjk sc | source han sans |
    source han sans sc | 思源黑体 | pingfang sc | stheiti | stsong | 华文细黑
"""


def _is_among(family: str, names: str) -> bool:
    return family.casefold() in (name.strip() for name in names.split("|"))


def show(template: Template) -> str:
    """The template as a person reads it: page, fonts, colours; then each layout's role and regions, or the styles."""
    body = template.styles["body"]
    kind = "deck" if template.kind == "deck" else "briefing"
    lines = [
        f"{template.name}: {kind}, {template.width:g} x {template.height:g} pt "
        f"({template.width / 72:.2f} x {template.height / 72:.2f} in)",
        f"  text     {body.font}, Chinese in {body.east_asian}; sizes "
        f"{', '.join(f'{size:g}' for size in template.ladder)} pt",
        "  colours  " + "  ".join(f"{tone} {template.colors[tone]}" for tone in _TOLD_TONES if tone in template.colors),
    ]
    if template.kind == "deck":
        lines += _shown_layouts(template.layouts)
    else:
        if template.body is not None:
            box = template.body
            lines.append(f"  page     text from {box.x:g}, {box.y:g} pt, {box.w:g} x {box.h:g} pt")
        lines += _shown_styles(template.styles)
    return "\n".join(lines)


def _shown_layouts(layouts: Sequence[Layout]) -> list[str]:
    lines = []
    for layout in sorted(layouts, key=lambda layout: layout.index):
        ground = f"{layout.ground}{', dark' if layout.dark else ''}"
        lines += ["", f"  {layout.index + 1:>2}  {layout.role:<11} {layout.name or '(no name)'}  [{ground}]"]
        for region in layout.regions:
            box, style = region.box, region.style
            told = region.name if region.role == "other" else region.role
            source = "derived" if region.placeholder is None else f"placeholder {region.placeholder}"
            text = f"{style.size:g} pt {style.font}{' bold' if style.bold else ''}"
            place = f"{box.x:>6.0f},{box.y:>4.0f} {box.w:>5.0f} x {box.h:<4.0f}"
            lines.append(f"        {told:<14} {place}  {text:<28} {source}")
    return lines


def _shown_styles(styles: Mapping[str, TextStyle]) -> list[str]:
    lines = [""]
    for role, style in styles.items():
        text = f"{style.size:g} pt {style.font}{' bold' if style.bold else ''}"
        lines.append(f"  {role:<18} {style.style_id:<22} {text:<28} {style.color}")
    return lines


def check(template: Template) -> list[Finding]:
    """What the template lacks and what would look wrong in it, with the way out; nothing here stops a build."""
    findings = _check_fonts(template)
    findings += _check_deck(template) if template.kind == "deck" else _check_briefing(template)
    findings += _check_links(template)
    return findings


def _warning(rule: str, message: str, hint: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule, message, severity=severity, hint=hint)


def _check_fonts(template: Template) -> list[Finding]:
    findings = []
    if not template.traits.east_asian_font:
        message = f"the theme of '{template.name}' names no East Asian font, so Office chooses one for Chinese"
        hint = "set one in the theme's fonts (Customize Fonts, East Asian), for instance Microsoft YaHei"
        findings.append(_warning("template-east-asian-missing", message, hint))
    elif not _is_among(template.styles["body"].east_asian, _EAST_ASIAN_NAMES):
        message = f"'{template.styles['body'].east_asian}' is set for Chinese, but is not known to hold it"
        hint = "set Microsoft YaHei as the theme's East Asian font"
        findings.append(_warning("template-east-asian-missing", message, hint))
    used = {style.font for style in template.styles.values()}
    used |= {region.style.font for layout in template.layouts for region in layout.regions}
    for family in sorted(used):
        if not _is_among(family, _AT_HAND_NAMES):
            message = f"readers may lack the font '{family}'; their Office then puts another in its place"
            hint = "choose Calibri, Arial or another family that comes with Office, or hand out the PDF"
            findings.append(_warning("template-font-rare", message, hint))
    return findings


def _check_deck(template: Template) -> list[Finding]:
    findings = []
    roles = {layout.role for layout in template.layouts}
    for role, what in (("cover", "a cover"), ("section", "a divider"), ("content", "a title and a body")):
        if role not in roles:
            message = f"no layout looks like {what}; the nearest is used"
            hint = f"add one in PowerPoint, or name one in template.yaml: layouts: {{NAME: {role}}}"
            findings.append(_warning("template-role-missing", message, hint, Severity.NOTE))
    names: dict[str, list[str]] = {}
    for layout in sorted(template.layouts, key=lambda layout: layout.index):
        if layout.name:
            names.setdefault(layout.name, []).append(str(layout.index + 1))
        if layout.role not in ("blank", "other"):
            findings += _check_layout(layout, f"layout {layout.index + 1} '{layout.name}'")
    for name, numbers in names.items():
        if len(numbers) > 1:
            message = f"layouts {', '.join(numbers)} are all named '{name}'; by name only the first can be chosen"
            findings.append(_warning("template-name-repeated", message, "rename the others", Severity.NOTE))
    return findings


def _check_layout(layout: Layout, shown: str) -> list[Finding]:
    findings = []
    for region in layout.regions:
        if region.role == "title" and region.placeholder is None:
            message = f"{shown} has no placeholder for a title, so its slides have none in outline and contents"
            findings.append(_warning("template-title-missing", message, "add a title placeholder to it"))
        if region.role == "body" and region.style.size < 12:
            message = f"{shown} sets its body in {region.style.size:g} pt, which is hard to read on a screen"
            findings.append(_warning("template-body-small", message, "set it in 14 pt or more"))
        if region.role in ("title", "body", "subtitle", "kicker", "source") and region.placeholder is not None:
            large = region.style.size >= 18 or (region.style.bold and region.style.size >= 14)
            needed = MARK_CONTRAST if large else TEXT_CONTRAST
            color, ground = region.style.color, region.ground or layout.ground
            ratio = contrast(color, ground)
            if ratio < needed:
                message = f"{shown}: the {region.role}'s {color} on {ground} has a contrast of {ratio:.1f}:1"
                message += f", below {needed:g}:1"
                findings.append(_warning("template-contrast-low", message, "darken the text or lighten the ground"))
    if layout.role in ("content", "two-column", "exhibit", "figures") and not any(
        region.role == "number" for region in layout.regions
    ):
        message = f"{shown} has no slide number"
        findings.append(_warning("template-number-missing", message, "add it on the slide master", Severity.NOTE))
    return findings


def _check_briefing(template: Template) -> list[Finding]:
    findings = []
    paper = template.colors["paper"]
    body = template.styles["body"]
    if body.size < 10:
        message = f"the body is set in {body.size:g} pt, small for a page that is read on paper"
        findings.append(_warning("template-body-small", message, f"set the style '{body.style_id}' in 10.5 pt or more"))
    for role in ("title", "heading-1", "heading-2", "heading-3", "body", "caption", "source"):
        style = template.styles[role]
        ratio = contrast(style.color, paper)
        if role not in template.traits.shaded and ratio < (MARK_CONTRAST if style.size >= 18 else TEXT_CONTRAST):
            message = (
                f"the style '{style.style_id}' ({role}) in {style.color} has a contrast of {ratio:.1f}:1 on the page"
            )
            findings.append(_warning("template-contrast-low", message, "give it a darker colour"))
    if not template.traits.page_number:
        message = "no header or footer holds a page number"
        hint = "add one in Word (Insert, Page Number)"
        findings.append(_warning("template-number-missing", message, hint, Severity.NOTE))
    if template.body is not None:
        characters = template.body.w / (body.size * 0.49)
        if characters > 105:
            message = f"a line of the body holds about {characters:.0f} characters; past 90 the eye loses its way back"
            findings.append(_warning("template-line-long", message, "widen the margins or enlarge the body's text"))
    return findings


def _check_links(template: Template) -> list[Finding]:
    package, _ = open_package(template.blob, template.name)
    if package is None:
        return []
    findings = []
    for part in sorted(package.parts):
        if part.endswith(".rels"):
            continue
        for item in package.relationships(part):
            if item.external and item.kind != "hyperlink":
                message = f"the part '{part}' takes its {item.kind} from outside the file ({item.target[:80]})"
                hint = "embed it: in PowerPoint File, Info, Edit Links to Files, Break Link"
                findings.append(_warning("template-part-linked", message, hint))
    return findings
