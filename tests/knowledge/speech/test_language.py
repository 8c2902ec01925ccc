"""The language of a message that is not Chinese is told."""

from __future__ import annotations

import pytest

from knowledge.speech.language import language_of


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("How much is reimbursed for a hospital stay?", "en"),
        ("医療保険の払い戻しはいくらですか", "ja"),
        ("입원하면 얼마나 환급되나요", "ko"),
        ("Сколько возмещают за лечение?", "ru"),
        ("Tôi nằm viện thì được hoàn bao nhiêu tiền?", "vi"),
        ("دوختۇرخانىدا قانچە پۇل قايتۇرۇلىدۇ", "ug"),
        ("སྨན་ཁང་དུ་བཞུགས་ན", "bo"),
        ("Эмнэлэгт хэвтвэл хэдийг өгөх вэ, үнэ төлбөр", "mn"),
        ("combien rembourse l'assurance santé à l'hôpital privé", "other"),
    ],
)
def test_languages(said: str, language: str) -> None:
    """By its script, or by its words."""
    assert language_of(said) == language


@pytest.mark.parametrize(
    "said",
    [
        "门诊报多少",
        "wo ma neng bao duoshao qian",
        "ok thanks!",
        "hi",
        "做CT和MRI能不能报",
        "森の药店在哪",
        "門診報銷",
        "",
        "😂😂😂",
        "1800",
    ],
)
def test_chinese(said: str) -> None:
    """Chinese in any characters or letters, and what is too short to tell, is no foreign language."""
    assert language_of(said) is None
