"""Characters that no font of a template holds are told with their place."""

from __future__ import annotations

from pathlib import Path

from small_project import briefgen, write_project


def test_a_character_that_no_font_holds_is_told_with_its_code_and_place(tmp_path: Path) -> None:
    write_project(tmp_path)
    path = tmp_path / "content" / "themes" / "economy.yaml"
    lines = path.read_text("utf-8").splitlines()
    place = next(index for index, line in enumerate(lines) if "**Exports**" in line)
    lines[place] = lines[place].replace("**Exports**", "**Exports** ꙮ")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    outcome = briefgen("build", "deck", "--jobs", "1", project=tmp_path)
    assert outcome.code == 0
    told = next(line for line in outcome.err.splitlines() if "glyph-missing" in line)
    assert told.startswith(f"content/themes/economy.yaml:{place + 1}:")
    assert "'ꙮ' (U+A66E)" in told


def test_letters_of_all_four_languages_are_held(tmp_path: Path) -> None:
    write_project(tmp_path)
    path = tmp_path / "content" / "themes" / "economy.yaml"
    path.write_text(path.read_text("utf-8").replace("**Exports**", "**Әәғқңөұүһі ёЁ №₸ 龙门 “”**"), "utf-8")
    assert "glyph-missing" not in briefgen("build", "deck", "--jobs", "1", project=tmp_path).err
