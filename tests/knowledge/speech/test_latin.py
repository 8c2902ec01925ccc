"""Pinyin and English become Chinese words; codes and abbreviations stay."""

from __future__ import annotations

import time

import pytest

from knowledge.speech.latin import in_words


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("wo是tuixiu工人,2023nian我那个yibao ka上头的钱", "我是退休工人,2023年我那个医保卡上头的钱"),
        ("wo ma zai louxing mai de jumin yibao, yao xian bei an ma", "我妈在娄星买的居民医保,要先备案吗"),
        ("jinnian daiyue qu yibaoju 一共追回来多少", "今年岱岳区医保局一共追回来多少"),
        ("hua le 860, neng bao duoshao", "花了860,能报多少"),
        ("qifuxian shi duoshao", "起付线是多少"),
        ("xi'an zhuyuan bao duoshao", "西安住院报多少"),
        ("menzhen tongchou zenme bao", "门诊统筹怎么报"),
    ],
)
def test_pinyin(said: str, meant: str) -> None:
    """Typed by sound, alone or between characters, parted by blanks or not, it is what it sounds like."""
    assert in_words(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "ct和mri能不能报",
        "icu住了3天",
        "做了b超200块",
        "app上怎么交",
        "评aa以上",
        "我用wifi",
        "hpv疫苗",
        "pos机",
        "ok 那我爸呢",
        "a级",
        "2.6w",
    ],
)
def test_codes_stay(said: str) -> None:
    """Abbreviations, grades and English words between Chinese are no pinyin."""
    assert in_words(said) == said


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "my wife gave birth by c-section, bill 11,300. she is on resident insurance in youxian, mianyang.",
            ["老婆", "剖宫产", "11300元", "居民医保在绵阳游仙"],
        ),
        ("bill was 430 yuan, how much do i get back?", ["费用是430元", "能报多少钱"]),
        ("he already had 1,100 of covered outpatient costs this year", ["此前累计1100元", "门诊"]),
        ("and if he went to a 3a hospital instead?", ["如果他去三甲医院呢"]),
        ("what is the yearly cap for outpatient chronic disease?", ["一年最多报多少钱", "门诊慢性病"]),
        ("can my husband use the money on my yibao ka in a pharmacy", ["能不能", "老公", "医保卡", "药店"]),
        ("insured in qin'an, hospitalized in xi'an without a referral", ["参保在秦安", "住院在西安", "没转诊"]),
        ("what is the phone number of the insurance office?", ["电话是多少"]),
    ],
)
def test_english(said: str, words: list[str]) -> None:
    """An English message says in Chinese who, what, where and how much."""
    chinese = in_words(said)
    assert [word for word in words if word not in chinese] == []


@pytest.mark.parametrize("part", ["a", "yibao ", "how much ", "wo'", "1 a ", "x "])
def test_time_is_linear(part: str) -> None:
    """A message of a hundred thousand Latin letters takes no more than a moment."""
    in_words("yibao")
    started = time.perf_counter()
    in_words(part * (100_000 // len(part)))
    assert time.perf_counter() - started < 2
