"""Whole turns: what people tell of their bills, and the figures of the answer."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assistant.conftest import Ask, Converse

QINAN, AUTUMN = "秦安县", date(2018, 10, 1)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("我妈退休职工，三级医院门诊花了900，其中自费150，能报多少", ["统筹基金支付360元", "个人负担540元"]),
        ("我在职去药店买药，花了四百五十块八毛，能报好多", ["统筹基金支付150.48元", "个人负担300.32元"]),
        ("我婆婆退休，去社区医院看门诊花了260，她自己要掏多少", ["统筹基金支付77元", "个人负担183元"]),
        ("在职在三级医院看门诊，门槛费已经扣完了，这次花了500能报多少", ["统筹基金支付250元", "个人负担250元"]),
        ("在职在三级医院看门诊，今年已经报了1800，这次花了1000能报多少", ["统筹基金支付200元", "个人负担800元"]),
        ("我在职，坐公交去三级医院看门诊，车票花了45块，看病花了780块，能报多少", ["统筹基金支付290元"]),
        ("退休，每个月去药店买药花300块，一年下来能报多少", ["统筹基金支付2415元", "个人负担1185元"]),
        ("在职门诊慢性病一个病种，买药花了1000，能报多少", ["统筹基金支付750元", "个人负担250元"]),
        ("在乡镇卫生院住院花了4000，能报多少", ["医保基金支付3510元", "个人负担490元"]),
        ("居民生娃剖腹产花了6500，最多报多少", ["不超过2000元", "个人至少负担4500元"]),
        ("去外地住院备案了，花了15000，比例80%，报多少", ["医保基金支付11200元", "个人负担3800元"]),
    ],
)
def test_one_bill(ask: Ask, text: str, figures: list[str]) -> None:
    """What comes of a bill, and what is left to the person."""
    said = ask(text).text
    assert [figure for figure in figures if figure not in said] == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "在职职工，三月份三级医院门诊480，四月份二级医院门诊520，五月药店300，一共报多少自己掏多少",
            ["统筹基金支付632元", "个人负担668元"],
        ),
        (
            "我爸退休，在社区医院看门诊花了500；我妈也退休，在三级医院看门诊花了1200，两个人一共能报多少",
            [
                "统筹基金支付合计875元",
                "个人负担合计825元",
                "父亲：",
                "统筹基金支付245元",
                "母亲：",
                "统筹基金支付630元",
            ],
        ),
        (
            "我和爱人都在职，都在三级医院看门诊，我花了900，她花了1300，一共能报多少",
            ["支付合计900元", "负担合计1300元"],
        ),
        (
            "在职，三级医院门诊花了1000，在乡镇卫生院住院花了3000，一共能报多少",
            ["支付合计3010元", "负担合计990元", "统筹基金支付400元", "医保基金支付2610元"],
        ),
    ],
)
def test_several_bills(ask: Ask, text: str, figures: list[str]) -> None:
    """One person's visits follow one another in the year; people and kinds of care are calculated each and added up."""
    said = ask(text).text
    assert [figure for figure in figures if figure not in said] == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("在职和退休在三级医院门诊同样花1600元，报销差多少", ["统筹基金支付相差170元", "700元", "870元"]),
        ("我是退休的，三级医院看门诊花了1000，要是我还在职呢，差多少", ["统筹基金支付相差110元", "个人负担相差110元"]),
        ("在职在三级医院看门诊要花多少才会用完限额", ["费用总额4200元"]),
        ("在职，门诊慢性病一种，今年报了1300，还能报多少", ["还剩700元"]),
        ("在职门诊今年已经花了120块，还要花多少才到起付线", ["还剩80元"]),
        (
            "我在职在三级医院看门诊花了1600元，医院只给我报了400块，是不是少报了，少了多少",
            ["统筹基金支付700元", "相差300元"],
        ),
        ("在职每个月在三级医院门诊花500，第几个月能用完限额", ["第9个月"]),
    ],
)
def test_turned_round(ask: Ask, text: str, figures: list[str]) -> None:
    """Differences, what is left, and how much it takes."""
    said = ask(text).text
    assert [figure for figure in figures if figure not in said] == []


def test_two_readings(ask: Ask) -> None:
    """A lowered ratio comes to two sums, which are told side by side."""
    reply = ask("没转诊去县外住院，花了9000，起付线1000，本来报60%，能报多少", QINAN, AUTUMN)
    assert "医保基金支付4000元（另一种读法4320元）" in reply.text
    (shown,) = reply.calculations
    assert (shown.result.type, shown.result.value, shown.result.otherwise) == ("alternatives", "4000.00", "4320.00")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("急诊住院，10月1日晚上10点入院，最晚什么时候登记", "2018年10月4日22时"),
        ("普通住院，10月1号早上8点半入院，最迟啥时候要办登记", "2018年10月2日8时30分"),
        ("10月份的费用医院哪天结账", "2018年11月20日"),
    ],
)
def test_days_that_a_policy_leads_to(ask: Ask, text: str, due: str) -> None:
    """A due day is counted from the moment or the month told."""
    assert due in ask(text, QINAN, AUTUMN).text


def test_a_correction(converse: Converse) -> None:
    """A corrected sum takes the place of the first."""
    first, second = converse("我在职在三级医院看门诊花了1600", "不是1600，看错了，是1900")
    assert "统筹基金支付700元" in first.text
    assert "统筹基金支付850元" in second.text


def test_one_more_bill(converse: Converse) -> None:
    """A further bill counts on from the one before, at its own place."""
    talk = converse("我在职在三级医院看门诊花了1600能报多少", "又去药店买药花了300", "那我一共能报多少")
    assert "统筹基金支付700元" in talk[0].text
    assert all("统筹基金支付880元" in reply.text for reply in talk[1:])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("在职，三级医院门诊花了-300元能报多少", "负数"),
        ("在职，三级医院门诊，花了1600，自费2000", "请核对"),
        ("在职，三级医院门诊花了1600，今年已经报了2500，还能报多少", "请核对"),
        ("职工退休，看门诊花了500能报多少", "？"),
    ],
)
def test_asked_instead_of_guessed(ask: Ask, text: str, asked: str) -> None:
    """What is missing or cannot be right is asked."""
    reply = ask(text)
    assert reply.kind == "clarify"
    assert asked in reply.text


def test_no_sum_from_a_pension(ask: Ask) -> None:
    """The account of the retired counts from the city's average, which nobody told; one's own pension is no base."""
    reply = ask("我退休金3200元，每个月医保卡上进多少")
    assert reply.calculations == ()
    assert "89.6" not in reply.text


@pytest.mark.parametrize("region", ["秦安县", "岱岳区"])
def test_no_rule_of_another_place(ask: Ask, region: str) -> None:
    """A bill is not calculated by another place's rule."""
    assert ask("在职职工在三级医院看门诊花了1600元能报多少", region).calculations == ()


@pytest.mark.parametrize(
    ("text", "day", "figures"),
    [
        ("我在职，今年在三甲看门诊扎了三回针，一回一百五，能报多少", date(2023, 6, 20), ["统筹基金支付125元"]),
        (
            "在职，去年12月在三级医院看门诊花了700，今年1月又花了700，两回总共报多少",
            date(2024, 1, 20),
            ["统筹基金支付合计500元", "2023年", "2024年"],
        ),
        ("退休，12月在二级医院门诊花了400，1月又花了300，一共报多少", date(2024, 2, 10), ["统筹基金支付合计280元"]),
        ("在职三级医院门诊5月花了600，9月又花了500，一共报多少", date(2023, 10, 1), ["统筹基金支付450元"]),
        (
            "职工医保一种慢病，一年药费1300，照2022年的办法跟今年的办法比，今年能多报多少",
            date(2023, 3, 10),
            ["统筹基金支付相差65元", "统筹基金支付910元", "统筹基金支付975元"],
        ),
        ("我在职，缴费基数六千八，半年医保卡里能进多少", date(2023, 6, 20), ["6个月划入816元"]),
        ("职工医保，有高血压的慢病证，今年慢病药费3800，报多少", date(2023, 6, 20), ["统筹基金支付2000元"]),
        ("职工医保，办了高血压、冠心病的慢病证，药费3800，报多少", date(2023, 6, 20), ["统筹基金支付2850元"]),
    ],
)
def test_what_belongs_together(ask: Ask, text: str, day: date, figures: list[str]) -> None:
    """So many visits of one sum, bills of two years, the rules of two years, months, and diseases by their names."""
    said = ask(text, day=day).text
    assert [figure for figure in figures if figure not in said] == []


def test_groups_with_their_numbers(ask: Ask) -> None:
    """Each group is counted by its own rate, and only where each has its number."""
    told = "2019年我家五口人，三个建档立卡非低保，两个特困，政府一共资助多少参保费"
    assert "资助金额合计770元" in ask(told, region="娄星区", day=date(2020, 6, 1)).text
    assert not ask(told.replace("两个", ""), region="娄星区", day=date(2020, 6, 1)).calculations


def test_a_standard_is_not_what_was_spent(ask: Ask) -> None:
    """Half of the standard is paid, whatever the birth cost."""
    case = "我是男的，在职，老婆没有任何医保，"
    assert not ask(case + "生娃花了六千四，一次性补贴有多少").calculations
    assert "一次性补贴1600元" in ask(case + "女职工生育医疗费标准是三千二，一次性补贴有多少").text
