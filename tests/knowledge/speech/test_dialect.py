"""Words of dialects become standard ones, and ordinary words stay."""

from __future__ import annotations

import time

import pytest

from knowledge.speech.dialect import standard


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("我喺深圳返工，医保系喺游仙买嘅", "我在深圳上班，医保是在游仙买的"),
        ("系咪要报少10%㗎", "是不是要报少10%"),
        ("冇备案喔，会唔会报少咗", "没有备案喔，会不会报少了"),
        ("佢住咗院，使咗五千蚊", "他住了院，花了五千元"),
        ("点样报，边度报，几时报，乜嘢材料", "怎么报，哪里报，什么时候报，什么材料"),
        ("使唔使转诊，报唔报得", "要不要转诊，报不报得"),
        ("要啥子手续，在哪凼办，咋个弄", "要什么手续，在哪里办，怎么弄"),
        ("扣好多嘛", "扣多少嘛"),
        ("按百分之好多在划", "按百分之多少在划"),
        ("一年扣好多次", "一年扣多少次"),
        ("起付线喃", "起付线呢"),
        ("我不是吃亏了嗦？", "我不是吃亏了吗？"),
        ("用呱一万，报得几多咯，要么子资料", "用了一万，报得多少咯，要什么资料"),
        ("要先备案冇", "要先备案吗"),
        ("今年涨冇涨", "今年有没有涨"),
        ("我哩还冇备案", "我们还没备案"),
        ("何式搞，何解查不到", "怎么搞，为什么查不到"),
        ("俺娘前儿个在恁医保局咋着办的", "我娘前天在你们医保局怎么办的"),
        ("多咱能报，木有单位", "什么时候能报，没有单位"),
        ("请问，额妈在哪达报，要撒手续", "请问，我妈在哪里报，要什么手续"),
        ("要少报几成咧", "要少报几成呢"),
        ("啥前儿能报，咋整，花了多钱", "什么时候能报，怎么办，花了多少钱"),
    ],
)
def test_words_of_dialects(said: str, meant: str) -> None:
    """Guangdong, Sichuan, Hunan, Shandong, Gansu and the north-east are understood."""
    assert standard(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "医保关系怎么转",
        "我院里好多人都说查不到",
        "打了好多次电话都没人接",
        "身体好多了",
        "限额、余额、差额和全额",
        "个人账户",
        "点滴",
        "咖啡多少钱一杯",
        "莫名其妙",
        "冒名顶替怎么处罚",
        "2019年时的标准",
        "约莫要多久",
        "得不得到批准",
        "大夫",
        "小米有营养",
        "各个家庭",
        "遭遇车祸",
        "仲裁",
        "联系电话",
        "撒谎",
        "没得到批准",
    ],
)
def test_ordinary_words_stay(said: str) -> None:
    """A word that only looks like one of a dialect is not changed."""
    assert standard(said) == said


@pytest.mark.parametrize("said", ["我喺深圳返工", "要啥子手续嘛", "我哩还冇备案", "俺娘咋报"])
def test_standard_words_stay(said: str) -> None:
    """What was replaced once is not replaced again."""
    assert standard(standard(said)) == standard(said)


@pytest.mark.parametrize("part", ["好多", "冇", "多少", "喃", "么", "点", "系喺", "百"])
def test_time_is_linear(part: str) -> None:
    """A message of a hundred thousand characters takes no more than a moment."""
    started = time.perf_counter()
    standard(part * (100_000 // len(part)))
    assert time.perf_counter() - started < 2
