from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from briefgen import registry

PACKAGE = Path(__file__).parents[1] / "briefgen"


@pytest.mark.parametrize("package", ["blocks", "charts", "formats", "audits"])
def test_every_file_of_a_folder_is_a_member(package: str) -> None:
    files = {path.stem.replace("_", "-") for path in (PACKAGE / package).glob("*.py") if not path.stem.startswith("_")}
    assert set(registry.kinds(package)) == files
    assert list(registry.kinds(package)) == sorted(files)


@pytest.mark.parametrize(
    ("package", "names"),
    [
        ("blocks", {"Spec", "lower"}),
        ("charts", {"Spec", "plan", "draw"}),
        ("formats", {"KIND", "MEDIA_TYPE", "SUFFIX", "write"}),
        ("audits", {"audit"}),
    ],
)
def test_every_member_has_what_its_set_asks_for(package: str, names: set[str]) -> None:
    for kind in registry.kinds(package):
        member = registry.load(package, kind)
        assert names <= set(vars(member)), kind
        assert member.__doc__, kind


def test_a_folder_of_data_is_an_open_set_too() -> None:
    assert {"en", "kk", "ru", "zh"} <= set(registry.names("languages", "yaml"))
    assert registry.names("languages", "csv") == ()


def test_what_is_no_member_is_a_key_error() -> None:
    for kind in ("no-such-kind", "_exhibit", "__init__", "key_figures", ""):
        with pytest.raises(KeyError):
            registry.load("blocks", kind)


def test_a_new_file_is_a_new_member_without_any_list_to_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "briefgen_extra"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "two_words.py").write_text('"""A member."""\nvalue = 1\n')
    (folder / "_shared.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    extra = importlib.import_module("briefgen_extra")
    monkeypatch.setitem(sys.modules, "briefgen.extra", extra)
    monkeypatch.setitem(sys.modules, "briefgen.extra.two_words", importlib.import_module("briefgen_extra.two_words"))
    try:
        assert registry.kinds("extra") == ("two-words",)
        assert registry.load("extra", "two-words").value == 1
    finally:
        registry.kinds.cache_clear()
        registry.load.cache_clear()
