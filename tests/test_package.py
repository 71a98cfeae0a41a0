"""An Office package: new parts and arrows get free names, and what can be done without may be broken."""

from __future__ import annotations

import pytest

from briefgen.package import Package, PackageError, Relationship

THEME = "application/vnd.openxmlformats-officedocument.theme+xml"


def test_a_new_part_takes_the_next_free_number_and_is_declared_and_led_to() -> None:
    package = Package({"word/document.xml": b"<d/>", "word/styles.xml": b"<s/>", "word/theme/theme1.xml": b"<t/>"})
    first = package.add_part("word/document.xml", "styles", "word/styles.xml", "application/xml", b"<new/>")
    second = package.add_part("word/document.xml", "theme", "word/theme/theme1.xml", THEME, b"<new/>")
    assert (first.target, second.target) == ("word/styles2.xml", "word/theme/theme2.xml")
    assert package.related("word/document.xml", "theme") == ["word/theme/theme2.xml"]
    assert package.content_type("word/theme/theme2.xml") == THEME
    assert package.parts["word/styles.xml"] == b"<s/>"


def test_a_new_arrow_takes_an_id_that_no_other_has() -> None:
    package = Package({"a.xml": b"<a/>", "b.xml": b"<b/>"})
    package.set_relationships("a.xml", [Relationship("rId2", "x/odd", "b.xml")])
    assert package.relate("a.xml", "image", "b.xml").id == "rId3"
    assert [item.id for item in package.relationships("a.xml")] == ["rId2", "rId3"]


def test_a_part_that_can_be_done_without_may_be_missing_or_broken() -> None:
    package = Package({"broken.xml": b"<a", "whole.xml": b"<a/>"})
    assert package.xml_or_none("whole.xml").tag == "a"
    for name in ("broken.xml", "missing.xml"):
        assert package.xml_or_none(name) is None
        with pytest.raises(PackageError):
            package.xml(name)
