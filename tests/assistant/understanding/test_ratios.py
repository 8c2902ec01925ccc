"""The one ratio that a message states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.ratios import ratio_said, ratio_slot


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("本来报70%的", "70%"),
        ("说是能报百分之六十五", "65%"),
        ("说是百分之六十二点五", "62.5%"),
        ("按百分之62.5报", "62.5%"),
        ("医院说报八成", "80%"),
        ("平时报六成五", "65%"),
        ("平时报6成5", "65%"),
        ("能报七成半", "75%"),
        ("说给我们报65个点", "65%"),
        ("说给我们报六十五个点", "65%"),
        ("报65个百分点", "65%"),
        ("等于打九折给我报", "90%"),
        ("等于打八五折", "85%"),
        ("等于打8.5折", "85%"),
        ("70%降10%", "70%"),
        ("原来七成，没备案少报一成", "70%"),
    ],
)
def test_one_ratio(text: str, ratio: str) -> None:
    """The one ratio stated is taken, not what it is lowered by."""
    assert ratio_said(text) == ratio


@pytest.mark.parametrize(
    "text",
    [
        "少报10个点",
        "再打九折",
        "有的报60%，有的报70%",
        "报150%",
        "报不了",
        "我等了三个钟头",
        "八点开门",
        "三成都没得",
        "我七成都的医院",
        "百分之多少",
        "报几成",
    ],
)
def test_no_ratio(text: str) -> None:
    """Neither a fall, nor one of two, nor what is no ratio at all."""
    assert ratio_said(text) is None


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("医院给说的是百分之六十", "60%"),
        ("窗口说报七成", "70%"),
        ("大夫说是七成五", "75%"),
        ("本来是70%", "70%"),
        ("我那个医院是65%", "65%"),
        ("假如该报六成五，那现在是五成五", "65%"),
        ("县医院报75%，我去市里要少报10%", "75%"),
        ("原来报七成，现在只报六成", "70%"),
    ],
)
def test_a_stated_ratio(text: str, ratio: str) -> None:
    """What the person, or the hospital's people, say is the ratio is a fact, whatever is left of it."""
    assert ratio_slot(text) == {"ratio": ratio}


@pytest.mark.parametrize(
    "text", ["是不是报80%", "听说能报九成", "能报七成吗", "居民报70%，职工报85%", "降10个点", "报得到六成五不"]
)
def test_no_stated_ratio(text: str) -> None:
    """One that is asked about, a rumour, a fall, or one of several is no fact."""
    assert ratio_slot(text) == {}


@given(st.text(alphabet="零一二三九十百点个分之成折半%.0159 降少", max_size=16))
def test_never_raises(text: str) -> None:
    """Whatever stands there has a ratio or none."""
    ratio_said(text)
    ratio_slot(text)
    ratio_said(f"百分之{text}")
