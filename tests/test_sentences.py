"""Sentences counted: what ends one in four languages, what only looks so, and how much a text says."""

from __future__ import annotations

import pytest

from briefgen.sentences import letters_in, sentences_in


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("", 0, 0),
        ("A title without a stop", 1, 1),
        ("One. Two.", 2, 2),
        ("One. Two", 2, 2),
        ("One! Two? Three…", 3, 3),
        ("She said: “It holds.” Then she left.", 2, 2),
        ("“It holds.” — so she said.", 1, 1),
        ("It is *true.* **Quite.**", 2, 2),
        ("Signed on ${day}. ${body} began.", 2, 2),
        ("See alem.cloud and eGov.kz for it.", 1, 1),
        ("Freedom Corp. The firm pays.", 1, 2),
        ("The U.S. Senate, cf. No. 5, met on the 25. It rose.", 1, 5),
        ("One part; another part.", 1, 2),
        ("Стоит 5 млрд долл. США и 2 тыс. тенге.", 1, 2),
        ("В 2025 г. Казахстан принял закон. Он действует.", 2, 3),
        ("Т. е. закон действует, и т. д.", 1, 1),
        ("Заң қабылданды. 2026 ж. қаңтарда күшіне енді.", 2, 2),
        ("Астана қ., Алматы қ. Заң. Олар екеу.", 2, 3),
        ("法律于${day}签署。它是首部！什么？", 3, 3),
        ("“未说明”指没有提到；不作评判。", 1, 2),
        ("他说：“法律有效。”随后离开", 2, 2),
        ("见alem.Cloud. 另见Alatau City。", 2, 2),
    ],
)
def test_sentences_are_counted_with_a_least_and_a_most(text: str, least: int, most: int) -> None:
    found = sentences_in(text)
    assert (found.least, found.most) == (least, most)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("", 0), ("Two words, ${fact|long}!", 8), ("Два слова", 8), ("人工智能 AI", 14), ("G42", 3)],
)
def test_a_text_is_measured_by_what_it_says(text: str, letters: int) -> None:
    assert letters_in(text) == letters
