"""Templates: the house's own, made from its brand; any other, read for what it is or refused with a reason."""

from __future__ import annotations

import io
import shutil
import zipfile
from itertools import combinations
from pathlib import Path

import built
import docx
import odd_templates
import pptx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx.enum.shapes import MSO_SHAPE_TYPE

from briefgen import template
from briefgen.appraisal import check, show
from briefgen.brand import load_brand
from briefgen.build import audit
from briefgen.color import MARK_CONTRAST, TEXT_CONTRAST, contrast, readable
from briefgen.finding import Finding, Severity, has_errors
from briefgen.formats import pptx as writer
from briefgen.house import make_template
from briefgen.model import Artifact, Box, Layout, Template
from briefgen.template import read_template
from briefgen.template_settings import Settings
from briefgen.tones import palette

ROOT = Path(__file__).parents[1]
STEPPE = ROOT / "templates" / "steppe"
ZOO = ROOT / ".." / "shared" / "zoo"
W = f"{{{odd_templates.W}}}"
CONTENT = odd_templates.usual()[1]


def read(blob: bytes, kind: str = "deck", **options: object) -> tuple[Template, list[Finding]]:
    template, findings = read_template(blob, kind, name="odd", **options)  # type: ignore[arg-type]
    assert template is not None, findings
    return template, findings


def rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


def by_index(template: Template) -> list[Layout]:
    return sorted(template.layouts, key=lambda layout: layout.index)


def roles(template: Template) -> list[str]:
    return [layout.role for layout in by_index(template)]


def box(layout: Layout, role: str) -> Box:
    return next(region.box for region in layout.regions if region.role == role)


def shared_area(first: Box, second: Box) -> float:
    width = min(first.x + first.w, second.x + second.w) - max(first.x, second.x)
    height = min(first.y + first.h, second.y + second.h) - max(first.y, second.y)
    return max(width, 0) * max(height, 0)


# ----------------------------------------------------------------------------------------------- the house's own


@pytest.fixture(scope="module")
def deck() -> Template:
    template, findings = read_template(STEPPE / "deck.pptx", "deck")
    assert template is not None
    assert findings == []
    return template


@pytest.fixture(scope="module")
def paper() -> Template:
    template, findings = read_template(STEPPE / "briefing.docx", "briefing")
    assert template is not None
    assert findings == []
    return template


def test_the_house_files_are_what_their_brand_makes(tmp_path: Path) -> None:
    written, findings = make_template(STEPPE / "brand.yml", tmp_path)
    assert findings == []
    assert [path.name for path in written] == ["deck.pptx", "briefing.docx"]
    for path in written:
        assert path.read_bytes() == (STEPPE / path.name).read_bytes(), f"run: briefgen template make {STEPPE}/brand.yml"


def test_a_layout_for_every_role_is_known_by_its_geometry(deck: Template) -> None:
    assert roles(deck) == [
        "cover", "section", "content", "two-column", "exhibit", "figures", "statement", "closing", "title-only",
    ]  # fmt: skip
    anonymous = odd_templates.rewritten(
        (STEPPE / "deck.pptx").read_bytes(),
        lambda name, data: anonymised(data) if "slideLayouts/slideLayout" in name else data,
    )
    assert roles(read(anonymous)[0]) == roles(deck)


def anonymised(data: bytes) -> bytes:
    """A layout without its name, its declared type and its placeholders' names."""
    if not data.startswith(b"<?xml") or b"sldLayout" not in data[:400]:
        return data
    root = etree.fromstring(data)
    root.attrib.pop("type", None)
    for element in root.iter():
        if "name" in element.attrib:
            element.set("name", "x")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def test_the_grid_is_the_designers(deck: Template) -> None:
    content = by_index(deck)[2]
    assert (deck.width, deck.height) == (960, 540)
    assert deck.ladder == (20, 18, 16, 14)
    assert box(content, "kicker").y == pytest.approx(0.45 * 72, abs=0.1)
    assert box(content, "title").y == pytest.approx(0.74 * 72, abs=0.1)
    assert box(content, "body").y == pytest.approx(1.85 * 72, abs=0.1)
    body = box(content, "body")
    assert (body.x, body.y + body.h) == pytest.approx((54, 468), abs=0.1)
    assert body.x + body.w == pytest.approx(12.6 * 72, abs=0.1)
    assert box(content, "source").y == pytest.approx(6.72 * 72, abs=0.1)
    assert box(content, "footer").y == pytest.approx(7.06 * 72, abs=0.1)
    title = next(region for region in content.regions if region.role == "title")
    assert (title.style.size, title.style.bold, title.style.font) == (26, True, "Calibri")
    assert (title.style.east_asian, title.insets) == ("Microsoft YaHei", (0, 0, 0, 0))


def test_the_title_stays_in_its_place(deck: Template) -> None:
    ordinary = [layout for layout in deck.layouts if layout.role in ("content", "two-column", "exhibit", "figures")]
    assert len({box(layout, "title") for layout in ordinary}) == 1


def test_the_house_passes_its_own_check(deck: Template, paper: Template) -> None:
    assert check(deck) == []
    assert check(paper) == []


@pytest.mark.parametrize("name", ["deck.pptx", "briefing.docx"])
def test_the_house_files_keep_the_standard(name: str) -> None:
    result = OpenXmlValidator().validate(STEPPE / name)
    assert [str(error) for error in result.errors] == []


def test_the_house_files_name_nobody_and_no_other_day() -> None:
    for name in ("deck.pptx", "briefing.docx"):
        with zipfile.ZipFile(STEPPE / name) as archive:
            core = archive.read("docProps/core.xml").decode()
            assert "<dc:creator>briefgen</dc:creator>" in core
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_briefing_has_a_style_for_every_role(paper: Template) -> None:
    document = docx.Document(io.BytesIO(paper.blob))
    known = {style.style_id for style in document.styles}
    assert {style.style_id for style in paper.styles.values()} <= known
    assert (paper.styles["heading-1"].style_id, paper.styles["body"].style_id) == ("Heading1", "BodyText")
    assert (paper.styles["body"].size, paper.styles["body"].line_spacing) == (11, 1.25)
    assert paper.body is not None
    assert paper.body.x == pytest.approx(25 / 25.4 * 72, abs=0.1)
    assert paper.styles["bullet"].bullet == "•"
    assert paper.traits.page_number
    assert paper.traits.shaded == {"bottom-line", "callout", "callout-open", "callout-caution"}


def test_a_brand_of_one_colour_gives_a_house_that_can_be_read(tmp_path: Path) -> None:
    brand = tmp_path / "brand.yml"
    brand.write_text(
        "color: {palette: {lime: '#C6FF4A'}, primary: lime}\ntypography: {base: Arial}\n", encoding="utf-8"
    )
    written, findings = make_template(brand, tmp_path / "lime")
    assert findings == []
    for path, kind in zip(written, ("deck", "briefing"), strict=True):
        shutil.copy(brand, path.parent / "brand.yml")
        template, told = read_template(path, kind)
        assert template is not None
        assert told == []
        assert "template-contrast-low" not in rules(check(template))
        assert template.styles["body"].font == "Arial"


def test_a_brand_stands_for_the_files_that_it_makes(deck: Template, paper: Template, tmp_path: Path) -> None:
    shutil.copy(STEPPE / "logo.png", tmp_path)
    shutil.copy(STEPPE / "brand.yml", tmp_path)
    assert read_template(tmp_path / "brand.yml", "deck") == (deck, [])
    assert read_template(tmp_path / "brand.yml", "briefing") == (paper, [])
    (tmp_path / "brand.yml").write_text("color: {primary: teel}\n", encoding="utf-8")
    assert rules(read_template(tmp_path / "brand.yml", "deck")[1]) == {"brand-color-unknown"}
    (tmp_path / "brand.yml").unlink()
    assert rules(read_template(tmp_path / "brand.yml", "deck")[1]) == {"template-missing"}


def test_a_house_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(b"the earlier deck")
    (tmp_path / "briefing.docx").mkdir()
    written, findings = make_template(STEPPE / "brand.yml", tmp_path)
    assert written == []
    assert [(finding.rule, finding.message) for finding in findings] == [
        ("template-unwritable", f"cannot write to '{tmp_path.as_posix()}': is a directory")
    ]
    assert (tmp_path / "deck.pptx").read_bytes() == b"the earlier deck"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["briefing.docx", "deck.pptx"]


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("color:\n  palette: {teal: '#0B4F5C'}\n  primary: teel\n", "brand-color-unknown", 3),
        ("color:\n  palette:\n    teal: blueish\n", "brand-color-invalid", 3),
        ("defaults:\n  briefgen:\n    ladder: large\n", "brand-ladder-invalid", 3),
        ("defaults:\n  briefgen:\n    ornament: paisley\n", "brand-ornament-unknown", 3),
        ("defaults:\n  briefgen:\n    tones: {acent: '#000000'}\n", "brand-tone-unknown", 3),
        ("defaults:\n  briefgen:\n    layouts: {3: contnt}\n", "brand-role-unknown", 3),
        ("typography:\n  base: {size: big}\n", "brand-size-invalid", 2),
        ("- a list\n", "brand-invalid", 1),
        ("logo:\n  medium: none.png\n", "brand-logo-missing", 2),
        ("logo:\n  medium: ../logo.png\n", "path-outside", 2),
        ("logo:\n  medium: {path: brand.yml}\n", "brand-logo-invalid", 2),
    ],
)
def test_mistakes_in_a_brand_have_a_place_and_write_nothing(tmp_path: Path, text: str, rule: str, line: int) -> None:
    brand = tmp_path / "brand.yml"
    brand.write_text(text, encoding="utf-8")
    written, findings = make_template(brand, tmp_path / "out")
    assert [(finding.rule, finding.span.line) for finding in findings if finding.span] == [(rule, line)]
    assert written == []
    assert not (tmp_path / "out").exists()


def test_the_logo_stands_on_the_cover(deck: Template) -> None:
    cover = pptx.Presentation(io.BytesIO(deck.blob)).slide_layouts[0]
    (logo,) = [shape for shape in cover.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert logo.image.blob == (STEPPE / "logo.png").read_bytes()
    assert logo.width == logo.height
    assert "ram's-horn" in logo._element.nvPicPr.cNvPr.get("descr")


@pytest.mark.parametrize("ground", ["FFFFFF", "101820", "E2D5C0"])
def test_tones_can_be_told_from_their_ground(ground: str) -> None:
    colors = palette({"paper": ground, "ink": "888888", "accent": "FFE066", "plan": "D99A1C", "muted": "999999"})
    for tone in ("accent", "strong", "plan", "open", "done"):
        assert contrast(colors[tone], ground) >= MARK_CONTRAST
        assert contrast(colors[f"{tone}-text"], ground) >= TEXT_CONTRAST
    assert contrast(colors["ink"], ground) >= TEXT_CONTRAST
    assert contrast(colors["on-ground"], colors["ground"]) >= TEXT_CONTRAST


def test_a_colour_that_can_be_read_is_left_as_it_is() -> None:
    assert readable("0B4F5C", "FFFFFF") == "0B4F5C"


# ------------------------------------------------------------------------------------------------------ any deck


@pytest.mark.parametrize("name", sorted(odd_templates.decks()))
def test_any_deck_gives_regions_on_the_page_and_a_file_to_fill(name: str) -> None:
    template, findings = read(odd_templates.decks()[name])
    assert not has_errors(findings)
    page = Box(0, 0, template.width, template.height)
    for layout in template.layouts:
        assert any(region.role == "title" for region in layout.regions)
        for region in layout.regions:
            assert region.box.w > 0
            assert region.box.h > 0
            assert shared_area(region.box, page) == pytest.approx(region.box.w * region.box.h, rel=0.01)
        placed = [region.box for region in layout.regions if region.role in ("title", "body", "picture", "source")]
        for first, second in combinations(placed, 2):
            assert shared_area(first, second) <= 0.09 * min(first.w * first.h, second.w * second.h), layout.name
    file = pptx.Presentation(io.BytesIO(template.blob))
    assert len(file.slides) == 0
    layouts = [layout for master in file.slide_masters for layout in master.slide_layouts]
    assert [str(layout.part.partname) for layout in layouts] == [layout.part_name for layout in by_index(template)]
    for layout, found in zip(layouts, by_index(template), strict=True):
        held = [holder.placeholder_format.idx for holder in layout.placeholders]
        assert len(held) == len(set(held))
        assert {region.placeholder for region in found.regions if region.placeholder is not None} <= set(held)


USUAL = ["cover", "content", "section", "two-column", "title-only", "blank", "picture"]


@pytest.mark.parametrize(
    "name",
    ["german", "chinese", "russian", "alike", "misleading", "untyped", "wide", "a4", "portrait", "a0", "dark", "potx",
     "picture", "coloured", "with-slides", "themeless"],
)  # fmt: skip
def test_layouts_are_known_by_what_they_are(name: str) -> None:
    assert roles(read(odd_templates.decks()[name])[0]) == USUAL


def test_every_master_is_read_in_the_order_of_the_file() -> None:
    template, _ = read(odd_templates.decks()["several-masters"])
    assert roles(template) == USUAL * 3
    first = [layout.index for layout in template.layouts[:7]]
    assert max(first) == 6


def test_names_over_two_lines_become_one() -> None:
    assert by_index(read(odd_templates.decks()["german"])[0])[2].name == "Abschnitts- überschrift"


def test_a_body_keeps_clear_of_the_masters_ink() -> None:
    template, _ = read(odd_templates.decks()["banner"])
    body = box(by_index(template)[1], "body")
    assert body.x + body.w <= 760
    assert body.w > 600


def test_a_body_keeps_its_distance_from_what_the_house_draws() -> None:
    template, _ = read(odd_templates.decks()["corner"])
    for layout in by_index(template):
        for region in layout.regions:
            if region.role == "body" and region.box.x + region.box.w > 680:
                assert region.box.y + region.box.h - region.insets[3] <= 440 - 8 + 0.01, layout.name
    near = odd_templates.block(40, (48, 110, 864, 13), "1F3864")  # a point above the body
    deck = odd_templates.Deck(960, 540, [(odd_templates.Sheet("", odd_templates.MASTER.holders, near), [CONTENT])])
    body = next(region for region in read(deck.to_bytes())[0].layouts[0].regions if region.role == "body")
    assert body.box.y + body.insets[1] == pytest.approx(123 + 8, abs=0.1)
    assert body.moved


def test_small_words_grow_with_the_page() -> None:
    usual, large = (read(odd_templates.decks()[name])[0] for name in ("wide", "large-page"))
    for role in ("exhibit-title", "source", "label", "table"):
        assert large.styles[role].size == pytest.approx(1.23 * usual.styles[role].size, abs=0.06), role
    assert large.chart_style.size == large.styles["label"].size
    source = next(region for region in by_index(large)[1].regions if region.role == "source")
    assert source.style.size == large.styles["source"].size


def test_an_exhibits_title_is_smaller_than_the_slides() -> None:
    styles = read(odd_templates.remastered(odd_templates.decks()["wide"], 'sz="4000"', 'sz="1600"'))[0].styles
    assert (styles["title"].size, styles["exhibit-title"].size) == (16, 12)
    assert styles["exhibit-subtitle"].size < 12


def test_a_cover_on_another_ground_serves_as_the_divider_that_a_house_lacks() -> None:
    template, _ = read(odd_templates.decks()["filled-cover"])
    assert roles(template) == ["cover", "section", "content"]


def test_a_panel_behind_the_text_is_its_ground() -> None:
    template, _ = read(odd_templates.decks()["panel"])
    assert {layout.ground for layout in template.layouts} == {"1F3864"}
    assert "template-contrast-low" in rules(check(template))


@pytest.mark.parametrize("name", ["dark", "picture"])
def test_a_dark_house_gets_light_words_and_charts(name: str) -> None:
    template, _ = read(odd_templates.decks()[name])
    assert all(layout.dark for layout in template.layouts)
    assert template.chart_style.dark
    assert contrast(template.colors["ink"], template.colors["paper"]) >= TEXT_CONTRAST
    assert contrast(template.styles["body"].color, template.colors["paper"]) >= TEXT_CONTRAST


def test_charts_are_transparent_on_a_picture() -> None:
    assert read(odd_templates.decks()["picture"])[0].chart_style.transparent
    assert not read(odd_templates.decks()["wide"])[0].chart_style.transparent


def test_another_font_redraws_no_chart() -> None:
    """Charts are inked with the shipped fonts: what changes none of their pixels must not be part of their key."""
    arial = odd_templates.decks()["wide"]
    georgia = odd_templates.rewritten(
        arial, lambda name, data: data.replace(b"Arial", b"Georgia") if "theme" in name else data
    )
    first, second = read(arial)[0], read(georgia)[0]
    assert (first.styles["body"].font, second.styles["body"].font) == ("Arial", "Georgia")
    assert first.chart_style == second.chart_style


def test_what_a_layout_lacks_is_derived() -> None:
    blank = read(odd_templates.decks()["blank-only"])[0].layouts[0]
    assert {region.role: region.placeholder for region in blank.regions} == {
        "title": None,
        "body": None,
        "source": None,
    }
    content = by_index(read(odd_templates.decks()["wide"])[0])[1]
    source, body = box(content, "source"), box(content, "body")
    assert source.y >= body.y + body.h
    assert source.y + source.h <= 0.93 * 540 + 1


def test_a_deck_without_layouts_gets_one() -> None:
    template, findings = read(odd_templates.decks()["no-layouts"])
    assert rules(findings) == {"template-layouts-missing"}
    assert roles(template) == ["content"]


@pytest.mark.parametrize("name", ["unlinked", "claimed-twice"])
def test_each_layout_leads_to_the_one_master_that_lists_it(name: str) -> None:
    template, findings = read(odd_templates.decks()[name])
    assert rules(findings) == {"template-layout-unlinked"}
    filled = built.fill(template, built.document("deck", "en", ("overview",)))
    assert not has_errors(filled.findings), built.rules(filled.findings)


def test_words_that_nobody_could_read_on_the_houses_own_paper_are_set_in_ink() -> None:
    template, _ = read(odd_templates.decks()["panel"])
    paper = template.colors["paper"]
    assert min(contrast(style.color, paper) for style in template.styles.values()) >= 3


def test_bodies_that_share_an_idx_can_both_be_filled() -> None:
    template, _ = read(odd_templates.decks()["same-idx"])
    bodies = [region.placeholder for region in template.layouts[0].regions if region.role == "body"]
    assert len(set(bodies)) == 2


def test_vertical_text_is_left_alone() -> None:
    layout = by_index(read(odd_templates.decks()["vertical"])[0])[0]
    assert layout.role == "other"
    assert all(region.placeholder is None for region in layout.regions if region.role == "body")


def test_sizes_colours_and_bullets_come_through_layout_master_and_theme() -> None:
    template, _ = read(odd_templates.decks()["wide"])
    section = by_index(template)[2]
    assert next(region for region in section.regions if region.role == "subtitle").style.size == 20
    bullet = template.styles["bullet"]
    assert (bullet.font, bullet.size, bullet.bullet, bullet.indent, bullet.hanging) == ("Arial", 30, "•", 27, 27)
    assert (bullet.color, bullet.east_asian) == ("222222", "Microsoft YaHei")
    assert template.ladder[0] == 30
    assert template.ladder[-1] == 12


def test_a_bullet_is_read_with_its_font_its_colour_and_its_size() -> None:
    bullet = read(odd_templates.decks()["symbol-bullets"])[0].styles["bullet"]
    assert (bullet.bullet, bullet.bullet_font, bullet.bullet_color) == ("\uf0a8", "Wingdings", "C55A11")
    assert bullet.bullet_size == 0.6
    lost = odd_templates.remastered(odd_templates.decks()["symbol-bullets"], 'typeface="Wingdings"', 'typeface="Arial"')
    bullet = read(lost)[0].styles["bullet"]
    assert (bullet.bullet, bullet.bullet_font) == ("•", ""), "a symbol without its font is a box"


def test_a_bullet_before_the_box_keeps_its_distance_from_the_words() -> None:
    bullet = read(odd_templates.decks()["glued-bullets"])[0].styles["bullet"]
    assert (bullet.indent, bullet.hanging) == (27, 27)


@pytest.mark.parametrize("name", ["pptm", "potm"])
def test_macros_are_dropped_and_that_is_said(name: str) -> None:
    template, findings = read(odd_templates.decks()[name])
    assert [(finding.rule, finding.severity) for finding in findings] == [("template-macros-dropped", Severity.NOTE)]
    with zipfile.ZipFile(io.BytesIO(template.blob)) as archive:
        assert not [part for part in archive.namelist() if "vba" in part.lower()]


def test_slides_stay_only_where_the_house_asks_for_it() -> None:
    blob = odd_templates.decks()["with-slides"]
    with zipfile.ZipFile(io.BytesIO(read(blob)[0].blob)) as archive:
        assert not [part for part in archive.namelist() if part.startswith("ppt/slides/")]
    kept, _ = read(blob, settings=Settings(keep_slides=True))
    assert len(pptx.Presentation(io.BytesIO(kept.blob)).slides) == 3


def test_template_yaml_beside_the_file_has_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(odd_templates.decks()["chinese"])
    settings = "layouts:\n  仅标题: statement\n  2: exhibit\nladder: [18, 24]\n"
    (tmp_path / "template.yaml").write_text(settings, encoding="utf-8")
    template, findings = read_template(tmp_path, "deck")
    assert template is not None
    assert findings == []
    assert roles(template)[4] == "statement"
    assert roles(template)[1] == "exhibit"
    assert template.ladder == (24, 18)


def test_a_layout_that_template_yaml_names_and_the_file_lacks_is_told(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(odd_templates.decks()["wide"])
    settings = "layouts:\n  Title Onyl: statement\n  99: exhibit\n  7: picture\n"
    (tmp_path / "template.yaml").write_text(settings, encoding="utf-8")
    template, findings = read_template(tmp_path, "deck")
    assert template is not None
    assert [(finding.message, finding.hint) for finding in findings] == [
        ("'deck.pptx' has no layout named 'Title Onyl'", "did you mean 'Title Only'?"),
        ("'deck.pptx' has no layout 99", "they are numbered 1 to 7, as `briefgen template show` counts"),
    ]
    assert [(finding.rule, finding.span.line) for finding in findings if finding.span] == [
        ("template-layout-unknown", 2), ("template-layout-unknown", 3),
    ]  # fmt: skip
    assert not has_errors(findings)


def test_a_misspelt_key_of_a_brand_is_told_and_the_conventions_are_not(tmp_path: Path) -> None:
    text = """\
meta: {name: Harbour, link: {home: https://example.org}}
colour: {primary: "#123456"}
color: {primary: "#123456", prinary: "#123456"}
typography: {fonts: [], monospace: Courier, base: {family: Calibri, weight: 400, sise: 11pt}}
defaults:
  quarto: {anything: goes}
  briefgen: {esat-asian: SimSun, ladder: [12, 18, 16]}
"""
    (tmp_path / "brand.yml").write_text(text, encoding="utf-8")
    brand, findings = load_brand(tmp_path / "brand.yml")
    assert brand is not None
    assert brand.ladder == (18, 16, 12)
    assert {(finding.rule, finding.severity) for finding in findings} == {("brand-key-unknown", Severity.WARNING)}
    assert [(finding.span.line, finding.message, finding.hint) for finding in findings if finding.span] == [
        (2, "no key named 'colour'", "did you mean 'color'?"),
        (3, "no key named 'prinary' in 'color'", "did you mean 'primary'?"),
        (4, "no key named 'sise' in 'typography.base'", "did you mean 'size'?"),
        (7, "no key named 'esat-asian' in 'defaults.briefgen'", "did you mean 'east-asian'?"),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("ppt/slideMasters/slideMaster1.xml", 'marL="342900"', 'marL="-99999999999999"', "marL='-99999999999999'"),
        ("ppt/slideMasters/slideMaster1.xml", 'marL="342900"', 'marL="9999999999"', "marL='9999999999'"),
        ("ppt/slideMasters/slideMaster1.xml", 'sz="3000"', 'sz="99999999"', "sz='99999999'"),
        ("ppt/slideMasters/slideMaster1.xml", 'sz="3000"', 'sz="large"', "sz='large'"),
        ("ppt/theme/theme1.xml", '<a:hlink><a:srgbClr val="0563C1"/></a:hlink>', "", "hlink"),
        ("ppt/theme/theme1.xml", '<a:accent2><a:srgbClr val="C55A11"/></a:accent2>', "<a:accent2/>", "accent2"),
    ],
)
def test_what_office_would_not_accept_is_put_right_and_told(name: str, old: str, new: str, told: str) -> None:
    def change(part: str, data: bytes) -> bytes:
        assert part != name or old.encode() in data
        return data.replace(old.encode(), new.encode()) if part == name else data

    template, findings = read(odd_templates.rewritten(odd_templates.decks()["wide"], change))
    assert [finding.severity for finding in findings] == [Severity.NOTE]
    assert told in findings[0].message
    assert not has_errors(audit(Artifact("x", writer.MEDIA_TYPE, template.blob, "x", "en")))
    assert template.styles["bullet"].indent <= 12 * template.styles["bullet"].size


@pytest.mark.parametrize(
    ("text", "rule", "place", "hint"),
    [
        ("ladder: [24, 18]\nlayouts:\n  空白: blnk\n", "value-unknown", (3, 7), "did you mean 'blank'?"),
        ("slides: true\n", "key-unknown", (1, 1), "did you mean 'keep-slides'?"),
        ("ladders: [18]\n", "key-unknown", (1, 1), "did you mean 'ladder'?"),
        ("ladder: large\n", "type-wrong", (1, 9), "begin each item with '- ', or write [one, other]"),
        ("ladder: [18, 2]\n", "value-wrong", (1, 14), "write a number greater than or equal to 6"),
        ("keep-slides: sometimes\n", "type-wrong", (1, 14), "write true or false"),
        ("- statement\n", "type-wrong", (1, 1), "write 'key: value' below it, indented, or {key: value}"),
    ],
)
def test_mistakes_in_template_yaml_have_a_place(
    tmp_path: Path, text: str, rule: str, place: tuple[int, int], hint: str
) -> None:
    (tmp_path / "deck.pptx").write_bytes(odd_templates.decks()["chinese"])
    (tmp_path / "template.yaml").write_text(text, encoding="utf-8")
    template, (finding,) = read_template(tmp_path, "deck")
    assert template is not None
    assert finding.span is not None
    assert (finding.rule, (finding.span.line, finding.span.column), finding.hint) == (rule, place, hint)


def test_a_brand_may_give_roles_and_steps_too(tmp_path: Path) -> None:
    shutil.copy(STEPPE / "deck.pptx", tmp_path)
    brand = "typography: {base: Calibri}\ndefaults: {briefgen: {ladder: [30], layouts: {Statement: content}}}\n"
    (tmp_path / "brand.yml").write_text(brand, encoding="utf-8")
    template, findings = read_template(tmp_path, "deck")
    assert template is not None
    assert findings == []
    assert (roles(template)[6], template.ladder) == ("content", (30,))
    (tmp_path / "template.yaml").write_text("layouts: {Statement: blank}\nladder: 40\n", encoding="utf-8")
    template, _ = read_template(tmp_path, "deck")
    assert template is not None
    assert (roles(template)[6], template.ladder) == ("blank", (40,))


def test_the_check_names_what_a_designer_would_mend() -> None:
    small = check(read(odd_templates.decks()["small-body"])[0])
    assert {"template-body-small", "template-role-missing", "template-east-asian-missing"} <= rules(small)
    assert all(finding.hint for finding in small)
    untitled = check(read(odd_templates.decks()["no-titles"])[0])
    assert "template-title-missing" in rules(untitled)
    assert [finding.message for finding in check(read(odd_templates.decks()["alike"])[0])].count(
        "layouts 1, 2, 3, 4, 5, 6, 7 are all named 'Layout'; by name only the first can be chosen"
    ) == 1


def test_show_tells_layouts_regions_and_roles(deck: Template, paper: Template) -> None:
    text = show(deck)
    assert "Steppe: deck, 960 x 540 pt (13.33 x 7.50 in)" in text
    assert " 5  exhibit     Exhibit  [FFFFFF]" in text
    assert "placeholder 14" in text
    assert "heading-1          Heading1" in show(paper)


# -------------------------------------------------------------------------------------------------- any briefing


@pytest.mark.parametrize("name", sorted(odd_templates.briefings()))
def test_any_word_file_gives_a_style_for_every_role_and_an_empty_document(name: str, paper: Template) -> None:
    template, findings = read(odd_templates.briefings()[name], "briefing")
    assert not has_errors(findings)
    document = docx.Document(io.BytesIO(template.blob))
    assert [paragraph.text for paragraph in document.paragraphs] == []
    assert len(document.sections) == 1
    assert set(template.styles) == set(paper.styles)
    known = {style.style_id for style in document.styles}
    assert {style.style_id for style in template.styles.values()} <= known
    for style in document.styles.element.iter(f"{W}basedOn", f"{W}next", f"{W}link"):
        assert style.get(f"{W}val") in known
    numbers = {element.get(f"{W}numId") for element in document.part.numbering_part.element.iter(f"{W}num")}
    used = {element.get(f"{W}val") for element in document.styles.element.iter(f"{W}numId")}
    assert used <= numbers


@pytest.mark.parametrize("name", sorted(odd_templates.STYLE_NAMES))
def test_styles_are_known_in_any_interface_language(name: str) -> None:
    styles = read(odd_templates.briefings()[name], "briefing")[0].styles
    found = [styles[role].style_id for role in ("heading-1", "heading-2", "heading-3", "title", "bullet", "caption")]
    assert found == ["s1", "s2", "s3", "s4", "s5", "s6"]
    assert (styles["heading-1"].size, styles["heading-1"].color, styles["heading-1"].font) == (18, "7B2D26", "Georgia")


def test_headings_are_known_by_their_outline_level() -> None:
    styles = read(odd_templates.briefings()["outline-levels"], "briefing")[0].styles
    assert [styles[f"heading-{level}"].style_id for level in (1, 2, 3)] == ["s1", "s2", "s3"]


def test_missing_styles_take_the_houses_fonts_and_colours() -> None:
    template, findings = read(odd_templates.briefings()["german"], "briefing")
    assert rules(findings) == {"template-styles-added"}
    assert template.styles["callout"].font == "Georgia"
    assert template.styles["body"].east_asian == "SimSun"
    assert template.colors["strong"] == "7B2D26"


def test_styles_that_nobody_could_read_are_mended_and_that_is_said() -> None:
    template, findings = read(odd_templates.briefings()["unseen"], "briefing")
    told = [finding.message for finding in findings if finding.rule == "template-contrast-low"]
    assert [message.split("'")[1] for message in told] == ["s1", "s2", "s6"]
    assert "in FFFFFF has a contrast of 1.0:1 on the page" in told[0]
    document = docx.Document(io.BytesIO(template.blob))
    written = {style.style_id: style.element.find(f".//{W}color") for style in document.styles}
    for role in ("heading-1", "heading-2", "caption"):
        style = template.styles[role]
        assert contrast(style.color, "FFFFFF") >= TEXT_CONTRAST
        assert dict(written[style.style_id].attrib) == {f"{W}val": style.color}
    assert template.styles["heading-3"].color == "FFFFFF", "white words stay on the heading's own dark ground"


def test_the_houses_indents_do_not_reach_what_briefgen_adds() -> None:
    template, findings = read(odd_templates.briefings()["indented"], "briefing")
    document = docx.Document(io.BytesIO(template.blob))
    indents = {style.style_id: style.element.find(f"{W}pPr/{W}ind") for style in document.styles}

    def indent(role: str) -> dict[str, str]:
        element = indents[template.styles[role].style_id]
        return {} if element is None else {key.rsplit("}", 1)[-1]: value for key, value in element.attrib.items()}

    none = {"left": "0", "firstLine": "0", "firstLineChars": "0"}
    for role in ("table", "exhibit", "footnote", "source", "figure"):
        assert indent(role) == none, role
    assert indent("callout") == {**indent("callout"), "firstLine": "0", "firstLineChars": "0"}
    assert indent("callout")["left"] != "0"
    assert indent("number") == {}, "a list says itself where it stands"
    assert template.styles["table"].indent == 0
    assert indent("title") == {"left": "-300", "right": "0", "firstLine": "0"}, "only what leaves the page goes"
    assert [finding.message for finding in findings if finding.rule == "template-indent-outside"] == [
        "the style 's4' of 'odd' has an indent that leaves the page; it ends at the margin"
    ]


def test_pages_headers_and_margins_are_the_houses() -> None:
    turned = read(odd_templates.briefings()["a5-landscape"], "briefing")[0]
    assert turned.body == Box(42.5, 42.5, 510.3, 334.55)
    for name in ("header", "two-sections"):
        template = read(odd_templates.briefings()[name], "briefing")[0]
        section = docx.Document(io.BytesIO(template.blob)).sections[0]
        assert section.header.paragraphs[0].text.startswith("House of Odd")
        assert template.traits.page_number


def test_a_file_without_a_page_gets_one_and_is_told() -> None:
    template, findings = read(odd_templates.briefings()["no-section"], "briefing")
    assert "template-page-missing" in rules(findings)
    assert (template.width, template.height) == (595.3, 841.9)


def test_protection_and_tracked_changes_do_not_stay() -> None:
    template, _ = read(odd_templates.briefings()["protected"], "briefing")
    with zipfile.ZipFile(io.BytesIO(template.blob)) as archive:
        settings = archive.read("word/settings.xml").decode()
    assert "documentProtection" not in settings
    assert "trackRevisions" not in settings


@pytest.mark.parametrize("name", ["docm", "dotm"])
def test_word_macros_are_dropped_and_that_is_said(name: str) -> None:
    template, findings = read(odd_templates.briefings()[name], "briefing")
    assert "template-macros-dropped" in rules(findings)
    with zipfile.ZipFile(io.BytesIO(template.blob)) as archive:
        assert not [part for part in archive.namelist() if "vba" in part.lower()]


# ------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize("name", sorted(odd_templates.refused()))
def test_what_is_no_template_is_refused_with_a_way_out(name: str) -> None:
    blob, kind, rule = odd_templates.refused()[name]
    template, findings = read_template(blob, kind, name=name)
    assert template is None
    assert [finding.rule for finding in findings] == [rule]
    assert findings[0].hint
    assert name in findings[0].message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    template, findings = read_template(tmp_path / "none.pptx", "deck")
    assert template is None
    assert rules(findings) == {"template-missing"}


def test_reading_does_not_reach_outside_the_file() -> None:
    blob, kind, _ = odd_templates.refused()["entities"]
    _, findings = read_template(blob, kind, name="entities")
    assert "document type" in findings[0].message


@pytest.mark.parametrize("seed", range(60))
def test_a_mutilated_file_is_read_or_refused(seed: int) -> None:
    for blob, kind in ((odd_templates.decks()["wide"], "deck"), (odd_templates.briefings()["header"], "briefing")):
        template, findings = read_template(odd_templates.mutilated(blob, seed), kind, name="mutilated")
        assert (template is None) == has_errors(findings)
        if template is not None:
            opened = pptx.Presentation if kind == "deck" else docx.Document
            opened(io.BytesIO(template.blob))


def test_a_fault_of_briefgens_own_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader refuses what it does not understand; who asks for tracebacks sees where that was."""

    def stumble(*_: object) -> None:
        raise TypeError("a slip of the reader's")

    monkeypatch.setattr(template, "read_deck", stumble)
    blob = odd_templates.decks()["wide"]
    with pytest.raises(TypeError, match="slip"):
        read_template(blob, "deck", name="odd")
    monkeypatch.delenv("BRIEFGEN_TRACEBACK")
    found, findings = read_template(blob, "deck", name="odd")
    assert found is None
    assert rules(findings) == {"template-corrupt"}


# ----------------------------------------------------------------------------------------------------- the others'


def specimens() -> list[Path]:
    folders = (ZOO / "pptx", ZOO / "docx", ZOO / "nasty" / "ooxml")
    return sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.suffix != ".tsv")


@pytest.mark.skipif(not ZOO.is_dir(), reason="the collection of other people's templates is not beside the project")
def test_every_specimen_is_read_or_refused_with_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    lines = []
    for path in specimens():
        kind = "briefing" if path.suffix[1:3] == "do" else "deck"
        template, findings = read_template(path, kind)
        assert (template is None) == has_errors(findings), path.name
        assert all(finding.hint or finding.severity is Severity.NOTE for finding in findings), path.name
        if template is None:
            lines.append(f"{path.name}: refused, {findings[-1].message}")
            continue
        opened = pptx.Presentation if kind == "deck" else docx.Document
        opened(io.BytesIO(template.blob))
        show(template)
        check(template)
        found = sorted({layout.role for layout in template.layouts}) or [template.styles["body"].font]
        lines.append(f"{path.name}: {', '.join(found)}")
    with capsys.disabled():
        print("\n" + "\n".join(lines))
