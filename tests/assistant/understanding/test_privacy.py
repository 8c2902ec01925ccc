"""Personal data is masked, the policy's own numbers never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.privacy import mask


@pytest.mark.parametrize(
    ("said", "personal", "kind"),
    [
        ("我身份证是{}能查吗", "510704199001011234", "身份证号"),
        ("身份证{}", "51070419900101123X", "身份证号"),
        ("证号{}", "510704 19900101 123x", "身份证号"),
        ("银行卡{}到账没", "6222021234567890123", "银行卡号"),
        ("卡号{}", "6222 0212 3456 7890 123", "银行卡号"),
        ("卡号{}", "6222-0212-3456-7890", "银行卡号"),
        ("老身份证{}", "510704900101123", "银行卡号"),
        ("我手机{}", "13812345678", "手机号"),
        ("打{}找我", "138 1234 5678", "手机号"),
        ("打{}", "+86 138-1234-5678", "手机号"),
        ("打{}", "+8613812345678", "手机号"),
        ("发到{}", "zhang.san@example.com.cn", "邮箱"),
        ("社保卡号{}", "A12345678", "证件号"),
        ("住院号：{}", "ZY20230001", "证件号"),
        ("护照{}", "E12345678", "证件号"),
        ("我叫{}", "张小三", "姓名"),
        ("户名{}，", "欧阳修文", "姓名"),
        ("患者：{}。", "李四", "姓名"),
        ("姓名:{}?", "王五", "姓名"),
    ],
)
def test_masks_each_kind(said: str, personal: str, kind: str) -> None:
    """Nothing personal is left, the words around it stay, and the kind is named."""
    masked, kinds = mask(said.format(personal))
    assert masked == said.format(f"〔{kind}〕")
    assert kinds == (kind,)


def test_masks_between_han_characters() -> None:
    """A number glued to Chinese characters on both sides is found."""
    assert mask("张三13812345678李四")[0] == "张三〔手机号〕李四"


def test_masks_several_in_one_message() -> None:
    """Every number of a message is masked, each with its own kind."""
    masked, kinds = mask("我叫王芳，手机13900001111，身份证510704198502031239")
    assert masked == "我叫〔姓名〕，手机〔手机号〕，身份证〔身份证号〕"
    assert set(kinds) == {"姓名", "手机号", "身份证号"}


@pytest.mark.parametrize(
    "text",
    [
        "咨询电话0816-5037026、0816-5037212",
        "0816 5037026",
        "08165037026",
        "400-810-0000",
        "拨打12345、120或者12393",
        "医保发〔2018〕2号",
        "国办发〔2020〕53号",
        "84号文件",
        "2023年5月31日",
        "2023-01-01至2023-12-31",
        "20230531",
        "2018 2019 2020 2021",
        "1600元",
        "1000 2000 3000 4000",
        "1,234,567.89元",
        "57205.8万元、423506人次",
        "123456789012元",
        "代码510704",
        "患者出院，怎么报",
        "患者：高血压，能报吗",
        "姓名怎么改？",
        "我叫不出名字",
        "我叫救护车，多少钱",
    ],
)
def test_leaves_the_rest_alone(text: str) -> None:
    """Agencies' phones, document numbers, dates, sums and ordinary words stand as they were."""
    assert mask(text) == (text, ())


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "我的", "，", "（"]))
def test_no_mobile_number_gets_through(number: str, before: str) -> None:
    """Every mobile number is masked, whatever Chinese stands around it."""
    assert number not in mask(f"{before}{number}是我的电话")[0]


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    """What is masked once is masked for good."""
    once = mask(text)[0]
    assert mask(once)[0] == once
