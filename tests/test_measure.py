"""Fonts measured: advances, line heights, stand-ins and coverage."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefgen import measure
from briefgen.measure import CHINESE, LATIN, Faces, has_cjk, twin


@pytest.fixture(scope="module")
def faces() -> Faces:
    return Faces.load()


def test_calibri_has_the_advances_of_its_published_metrics(faces: Faces) -> None:
    # Calibri's own hmtx: n 1076, a 981, o 1080 of 2048 units; digits 1038.
    assert faces.advance("n", "Calibri", "", 2048) == 1076
    assert faces.advance("2026", "Calibri", "", 2048) == 4 * 1038


def test_arial_has_the_advances_of_its_published_metrics(faces: Faces) -> None:
    assert faces.advance("n", "Arial", "", 2048) == 1139
    assert faces.advance("Ж", "Arial", "", 2048) == pytest.approx(1891, abs=2)


def test_kerning_brings_letters_together(faces: Faces) -> None:
    apart = faces.advance("A", "Calibri", "", 100) + faces.advance("V", "Calibri", "", 100)
    assert faces.advance("AV", "Calibri", "", 100) < apart


def test_bold_runs_wider(faces: Faces) -> None:
    assert faces.advance("expert", "Calibri", "", 10, bold=True) > faces.advance("expert", "Calibri", "", 10)
    assert faces.advance("expert", "Segoe UI Semibold", "", 10) > faces.advance("expert", "Segoe UI", "", 10)


def test_a_chinese_character_is_one_em_in_any_font(faces: Faces) -> None:
    for east_asian in ("Microsoft YaHei", "SimSun", "微软雅黑", CHINESE):
        assert faces.advance("数字化，", "Calibri", east_asian, 20, language="zh") == 80


def test_a_quarter_em_stands_between_han_and_digits(faces: Faces) -> None:
    digits = faces.advance("15", "Calibri", "", 10, language="zh")
    assert faces.advance("约15亿", "Calibri", "", 10, language="zh") == pytest.approx(20 + digits + 5)
    assert faces.advance("（15）", "Calibri", "", 10, language="zh") == pytest.approx(20 + digits)
    assert faces.joint("约", "1")
    assert not faces.joint("，", "1")
    assert not faces.joint("约", "亿")


def test_quotation_marks_are_wide_in_chinese_alone(faces: Faces) -> None:
    assert faces.advance("“”", "Calibri", "", 10, language="zh") == 20
    assert faces.advance("“”", "Calibri", "", 10, language="en") < 10


def test_characters_that_the_twin_lacks_are_measured_as_what_office_shows(faces: Faces) -> None:
    assert faces.advance("a\u00a0b", "Calibri", "", 10) == faces.advance("a b", "Calibri", "", 10)
    assert faces.advance("a\u2011b", "Calibri", "", 10) == faces.advance("a-b", "Calibri", "", 10)
    assert 4 < faces.advance("₽", "Calibri", "", 10) < 8
    assert faces.advance("\u2060", "Calibri", "", 10) == 0


@pytest.mark.parametrize("text", ["The quick brown fox, 2026", "Цифровой Казахстан, 2026", "Қазақстан өңірлері"])
def test_an_unknown_font_gets_a_wider_stand_in(faces: Faces, text: str) -> None:
    unknown = faces.advance(text, "House Grotesk", "", 10)
    assert unknown > faces.advance(text, "Arial", "", 10) > faces.advance(text, "Calibri", "", 10)
    assert not faces.is_exact("House Grotesk")
    assert faces.stand_in("House Grotesk") == "Liberation Sans × 1.16"
    assert faces.is_exact("Calibri")
    assert faces.stand_in("Calibri") == LATIN


def test_a_known_font_is_as_wide_as_it_is_and_a_little_more(faces: Faces) -> None:
    """Widths of Georgia, Cambria and Lato by Times' and Arial's: measured on this text in Gelasio, Caladea and Lato."""
    text = "The Law on Artificial Intelligence was signed by the President on 17 November 2025."
    for family, base, plain, bold in (
        ("Georgia", "Times New Roman", 1.089, 1.197),
        ("Cambria", "Times New Roman", 0.998, 1.039),
        ("Lato", "Arial", 0.965, 0.925),
    ):
        for weight, true in ((False, plain), (True, bold)):
            share = faces.advance(text, family, "", 10, weight) / faces.advance(text, base, "", 10, weight)
            assert 1.04 * true < share < 1.11 * true, family
    assert faces.advance(text, "Garamond", "", 10) <= faces.advance(text, "Times New Roman", "", 10)
    cyrillic = "Цифровой Казахстан"
    assert faces.advance(cyrillic, "Tw Cen MT", "", 10) > faces.advance(cyrillic, "Arial", "", 10)


def test_styles_in_a_family_name_find_the_family(faces: Faces) -> None:
    assert twin("Calibri Light").face == LATIN
    assert twin("Open Sans SemiBold").face == "Liberation Sans"
    assert faces.advance("width", "Arial Narrow", "", 10) < faces.advance("width", "Arial", "", 10)
    assert twin("PT Serif").face == "Liberation Serif"
    assert faces.advance("iiii", "Courier New", "", 10) == pytest.approx(24)


def test_line_heights(faces: Faces) -> None:
    assert faces.line_height("Calibri", "Microsoft YaHei", 20) == pytest.approx(24.41, abs=0.01)
    assert faces.line_height("Calibri", "Microsoft YaHei", 20, has_cjk=True) == 29
    assert has_cjk("AI法")
    assert not has_cjk("Закон №5 «Ө»")


def test_glyph_coverage_names_each_missing_character_once(faces: Faces) -> None:
    text = "Қазақ ₸ ₽ 数字 龘 ✓✓ a\u00a0b\u200b\n"
    assert faces.missing_glyphs(text, [LATIN, CHINESE]) == ["₽", "龘"]
    assert faces.missing_glyphs(text, [LATIN]) == ["₽", "数", "字", "龘", "✓", "\u00a0"]
    assert faces.missing_glyphs("Қ₸₽ ✓", [LATIN, "DejaVu Sans"]) == []
    assert faces.missing_glyphs("Қ₸₽\u00a0\u2011", ["Calibri"]) == []
    assert faces.missing_glyphs("龘数𠮷", ["Calibri", "Microsoft YaHei"]) == ["𠮷"]


def test_the_shipped_fonts_hold_the_letters_of_all_four_languages(faces: Faces) -> None:
    kazakh = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
    punctuation = "«»“”‘’–—…•№₸€%‰×−±≤≥≈→"
    assert faces.missing_glyphs(kazakh + punctuation, [LATIN]) == []
    level_one = bytes(byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low))
    assert faces.missing_glyphs(level_one.decode("gb2312", "ignore"), [CHINESE]) == []
    assert faces.missing_glyphs("“”‘’—…·《》，。；：？！、（）%￥", [CHINESE]) == []


def test_font_files_carry_one_family_name_and_true_weights(faces: Faces) -> None:
    from fontTools.ttLib import TTFont

    for family in (LATIN, CHINESE):
        for weight, path in faces.font_files()[family].items():
            font = TTFont(path)
            assert font["name"].getDebugName(1) == family
            assert font["OS/2"].usWeightClass == (700 if weight == "bold" else 400)
    folder = next(iter(faces.font_files()[LATIN].values())).parent
    assert {path.name for path in folder.glob("OFL-*.txt")} == {"OFL-Carlito.txt", "OFL-BriefgenSansSC.txt"}
    assert sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) < 5.5e6


def test_the_fontconfig_file_maps_office_fonts_to_the_shipped_ones(faces: Faces, tmp_path: Path) -> None:
    path = faces.write_fontconfig(tmp_path, system=False)
    text = path.read_text("utf-8")
    assert "<family>calibri</family><accept><family>Carlito</family>" in text
    assert f"<family>微软雅黑</family><accept><family>{CHINESE}</family>" in text
    assert "/usr/share/fonts" not in text


def test_faces_travel_to_other_processes(faces: Faces) -> None:
    other = pickle.loads(pickle.dumps(faces))
    assert other.advance("a", "Calibri", "", 10) == faces.advance("a", "Calibri", "", 10)


def test_a_remembered_string_costs_next_to_nothing(faces: Faces) -> None:
    words = [f"word{number} " for number in range(300)]
    for word in words:
        faces.advance(word, "Calibri", "", 10)
    started = time.process_time()
    for _ in range(10):
        for word in words:
            faces.advance(word, "Calibri", "", 12)
    assert (time.process_time() - started) / 3000 < 50e-6


def test_importing_measure_loads_no_shaper() -> None:
    code = "import sys, briefgen.measure, briefgen.fit; print({'uharfbuzz', 'uniseg', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_full_chinese_font_serves_rare_characters_where_it_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("pylopdf_fonts_zh_cn")
    rare = "䶮囍"
    assert Faces.load().missing_glyphs(rare, [CHINESE]) == list(rare)
    assert Faces.load().missing_glyphs(rare, [CHINESE, measure.FULL_CHINESE]) == []
    monkeypatch.setattr(measure, "full_chinese", lambda: None)
    assert measure.FULL_CHINESE not in Faces(measure.FONTS).font_files()
