"""The shipped folder read by numpy and by sentence-transformers; the one test module that needs torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.embed import SentenceTransformerEmbedder, StaticEmbedder

MODEL = Path(__file__).parents[2] / "knowledge" / "model"
TEXTS = [
    "居民医保普通门诊年度起付标准为200元，报销比例50%。",
    "参保人员可拨打0838-12345或登录国家医保服务平台APP（V2.0）办理异地就医备案。",
    "绵医保发〔2023〕15号文件自2023-01-01起施行，有效期5年；B超、CT、MRI按乙类支付。",
    "😀",
    "",
    "职工基本医疗保险" * 200,
]


@pytest.fixture(scope="module")
def library() -> SentenceTransformerEmbedder:
    """The shipped folder as the library reads it."""
    return SentenceTransformerEmbedder(MODEL)


def test_both_readings_of_the_shipped_folder_agree(library: SentenceTransformerEmbedder) -> None:
    """Digits, Latin, emoji, empty and long texts have the same vectors in both readings to 1e-5."""
    static = StaticEmbedder(MODEL)
    assert library.dimension == static.dimension
    assert library.identity == static.identity
    assert np.abs(library.embed_documents(TEXTS) - static.embed_documents(TEXTS)).max() <= 1e-5


def test_both_readings_of_a_question_agree(library: SentenceTransformerEmbedder) -> None:
    """A question with digits and Latin letters has the same vector in both readings to 1e-5."""
    static = StaticEmbedder(MODEL)
    for text in TEXTS:
        assert np.abs(library.embed_query(text) - static.embed_query(text)).max() <= 1e-5
