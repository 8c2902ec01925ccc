"""Personal data is masked, the policy's own numbers never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.privacy import find, mask

PUBLIC = frozenset({"08165037026", "5037026", "08165037212", "5037212"})
"""Phones of the knowledge."""


@pytest.mark.parametrize(
    ("said", "personal", "kind"),
    [
        ("我身份证是{}能查吗", "510704199001011234", "身份证号"),
        ("身份证{}", "51070419900101123X", "身份证号"),
        ("证号{}", "510704 19900101 123x", "身份证号"),
        ("银行卡{}到账没", "6222021234567890123", "银行卡号"),
        ("卡号{}", "6222 0212 3456 7890 123", "银行卡号"),
        ("卡号{}", "6222-0212-3456-7890", "银行卡号"),
        ("卡号{}", "6222 0212 3456 7890 124", "银行卡号"),
        ("打到{}", "4000001234567899", "银行卡号"),
        ("{}", "4111 1111 1111 1111", "银行卡号"),
        ("老身份证{}", "510704900101123", "身份证号"),
        ("我是{}", "510704199001011234", "身份证号"),
        ("{}能查吗", "5 1 0 7 0 4 1 9 9 0 0 1 0 1 1 2 3 4", "身份证号"),
        ("身份证号码：{}", "110101888888888888", "身份证号"),
        ("香港身份证{}", "A123456(3)", "身份证号"),
        ("台湾居民，证号{}", "A123456789", "身份证号"),
        ("回乡证{}", "H12345678", "证件号"),
        ("港澳通行证号是{}", "C12345678", "证件号"),
        ("台胞证 {}", "12345678", "证件号"),
        ("我手机{}", "13812345678", "手机号"),
        ("打{}找我", "138 1234 5678", "手机号"),
        ("打{}", "+86 138-1234-5678", "手机号"),
        ("打{}", "+8613812345678", "手机号"),
        ("打{}", "0086 13812345678", "手机号"),
        ("打{}", "１３８１２３４５６７８", "手机号"),
        ("{}找我", "1 3 8 1 2 3 4 5 6 7 8", "手机号"),
        ("手机{}", "1381 234 5678", "手机号"),
        ("电话{}", "幺三八零零一二三四五六", "手机号"),
        ("电话{}", "一三八，零零幺二，三四五六", "手机号"),
        ("星期一{}找我", "13812345678", "手机号"),
        ("座机{}", "0816-2345678", "电话号"),
        ("打{}", "(0816)2345678转802", "电话号"),
        ("打{}", "010 8234 5678", "电话号"),
        ("家里电话：{}", "2345678", "电话号"),
        ("打{}", "零八幺六二三四五六七八", "电话号"),
        ("香港{}", "+852 6123 4567", "电话号"),
        ("车牌{}", "川B·12345", "车牌号"),
        ("我的车{}被拖了", "京AD12345", "车牌号"),
        ("发到{}", "zhang.san@example.com.cn", "邮箱"),
        ("社保卡号{}", "A12345678", "证件号"),
        ("住院号：{}", "ZY20230001", "证件号"),
        ("护照{}", "E12345678", "证件号"),
        ("我叫{}", "张小三", "姓名"),
        ("户名{}，", "欧阳修文", "姓名"),
        ("患者：{}。", "李四", "姓名"),
        ("姓名:{}?", "王五", "姓名"),
        ("我叫{}前几天住院", "张伟", "姓名"),
        ("我叫{}，住院了", "黄金花", "姓名"),
        ("我是{}，问一下", "李建国", "姓名"),
        ("我姓王，叫{}，", "小明", "姓名"),
        ("户名 {}", "阿依古丽·买买提", "姓名"),
        ("姓名：{}，", "张 三", "姓名"),
        ("my name is {}, hello", "Li Lei", "姓名"),
        ("我住绵阳市游仙区{}", "东津路12号3栋2单元501室", "住址"),
        ("家住魏城镇{}，", "铁炉村3组15号", "住址"),
        ("住在{}。", "阳光花园5栋1单元1203", "住址"),
        ("地址：四川省绵阳市涪城区{}", "临园路东段十二号附三号", "住址"),
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
        "三次花了150 2000 3000，能报多少",
        "1500 2000 300",
        "138、1234、5678三张单子",
        "国药准字H20123456",
        "工单号2023060112345678",
        "户名和卡号不一致怎么办",
        "我是秦安的，想问门诊",
        "我是张家界那边的",
        "本人常住绵阳",
        "患者高血压二级",
        "病人关系证明",
        "来电人：莫忙嘛",
        "医保卡余额160000元",
        "医保卡20230531办的",
        "每月6228 6228 6228 6228",
        "刷的医保卡，12600，能报多少",
        "用社保卡 38000.50 报多少",
        "张家界住院花了12000",
        "给我爸住院交了5000，然后3000，嗯，后面2000",
        "住院住了3天，3号楼",
        "在市中心医院3号楼5楼502室住院",
        "人民路12号的医保局几点上班",
        "知道3号能出院吗",
        "二〇二三年五月三十一日",
        "一百三十八万零一三八元",
    ],
)
def test_leaves_the_rest_alone(text: str) -> None:
    """Agencies' phones, document numbers, dates, sums and ordinary words stand as they were."""
    assert mask(text, PUBLIC) == (text, ())


@pytest.mark.parametrize(
    "text",
    ["0816-2345678", "08162345678", "打座机2345678"],
)
def test_a_phone_that_the_knowledge_does_not_hold_is_somebodys(text: str) -> None:
    """Landlines are masked unless they are among the phones passed in."""
    assert mask(text, PUBLIC)[1] == ("电话号",)
    assert mask(text, PUBLIC | {"08162345678", "2345678"}) == (text, ())


def test_spans_lie_where_the_text_has_them() -> None:
    """Full-width forms, hidden characters and spoken digits keep their places."""
    text = "电话１３８\u200b１２３４５６７８，身份证51070419900101123Ｘ"
    assert [text[span.start : span.end] for span in find(text)] == [
        "１３８\u200b１２３４５６７８",
        "51070419900101123Ｘ",
    ]


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "我的", "，", "（"]))
def test_no_mobile_number_gets_through(number: str, before: str) -> None:
    """Every mobile number is masked, whatever Chinese stands around it."""
    assert number not in mask(f"{before}{number}是我的电话")[0]


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    """What is masked once is masked for good."""
    once = mask(text)[0]
    assert mask(once)[0] == once
