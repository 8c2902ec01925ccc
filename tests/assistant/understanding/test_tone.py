"""What a message sounds like where no list knows it."""

from __future__ import annotations

import pytest

from assistant.understanding.tone import tone
from assistant.wording import routes
from tests.assistant.conftest import Walk


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("老汉我八十三了，寻思着哪天把轮椅推到塘边去，你们也省一份钱", "crisis"),
        ("刀片我都买了，就放枕头底下", "crisis"),
        ("转诊单自己打印一张盖个萝卜章，能混过去不", "fraud_howto"),
        ("给俺瞅瞅俺药店这回到底扣了几分，机构编码我报给你", "record"),
        ("叫值班的来", "human"),
        ("攒劲，你这个娃娃说话攒劲", "small_talk"),
    ],
)
def test_a_message_in_new_words_still_ends_on_its_route(walk: Walk, text: str, route: str) -> None:
    """Lists know phrases; the sum of small signs knows the sort of message."""
    assert walk(text, "route").route == route


@pytest.mark.parametrize(
    "text",
    [
        "要是有人上门代办的话，要不要给跑路费，多少钱一趟",
        "你们查医院是不是光走走过场，晚上照样挂床，有没有下了班去查的",
        "用我的医保卡给孙子看病刷账可以不",
        "医保局不是2018年就挂牌了吗，怎么讲19年",
        "自杀住院医保报不报",
    ],
)
def test_one_word_does_not_take_a_question_about_policy(walk: Walk, text: str) -> None:
    """What sounds like policy all through goes there, whatever a list makes of one word."""
    assert walk(text, "route").route is None


def test_every_route_that_can_sound_is_in_the_list() -> None:
    """A route that was learned but is not in routes.yaml could not be taken."""
    names = {way.name for way in routes()} | {"chat", "policy"}
    found = [tone(text) for text in ("转人工", "门诊报多少", "讲个笑话")]
    assert all(each is not None and each.route in names and 0 <= each.policy <= 1 for each in found)


def test_a_long_call_sounds_like_many_things() -> None:
    """A text longer than a message is left to the lists."""
    assert tone("我想问一下门诊报多少。" * 60) is None


def test_an_unknown_text_is_no_error() -> None:
    """Nothing known in it leaves the bias alone."""
    assert tone("") is not None
    assert tone("\u0b95\u0bcd") is not None
