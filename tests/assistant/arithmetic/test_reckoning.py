"""What is worked out of figures that stand in clauses, and above all what is not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.reply import Kind, Reply
from tests.assistant.conftest import Ask, Converse

REPORT = "2018年上半年居民医保工作情况汇报里，"
PLACES = {"游仙": "游仙区", "娄星": "娄星区", "岱岳": "岱岳区", "秦安": "秦安县"}
DAYS = {"娄星区": date(2020, 6, 1), "岱岳区": date(2021, 11, 1), "秦安县": date(2018, 11, 1)}


def answered(ask: Ask, text: str) -> Reply:
    """The reply at the place that the text names, near the day of its source."""
    place = next((region for name, region in PLACES.items() if name in text), None)
    day = date(2018, 10, 1) if place is None else DAYS.get(place, date(2023, 6, 1))
    return ask(text, place, day)


def worked_out(reply: Reply) -> list[str]:
    """The results of the calculations over figures."""
    return [c.rule_id for c in reply.calculations if c.rule_id.startswith("figures.")]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (REPORT + "住院补偿加上门诊补偿一共多少钱", "12063.43万元"),
        (REPORT + "住院和门诊补偿的人次加起来是多少", "418925人次"),
        (REPORT + "大病保险再次补偿平均每人次多少", "5678.19元"),
        (REPORT + "门诊补偿基金占补偿总数的百分之几", "8.47%"),
        (REPORT + "基金支出占累计可用基金的比例是多少", "25.15%"),
        (REPORT + "健康脱贫住院救助比特殊门诊救助多多少人", "1212人"),
        (REPORT + "意外伤害不给补的占办理总数多少", "12.87%"),
        (REPORT + "拒付意外伤害的人次占意外伤害补偿的百分之几", "12.87%"),
        ("游仙区享受两病保障的高血压患者比糖尿病患者多多少人", "5441人"),
        ("2022年游仙居民医保统筹比职工统筹多支出多少", "20275.06万元"),
        ("2022年游仙职工医保统筹支出平均每人次多少元", "184.14元"),
        ("游仙医保能报的药,西药中成药饮片再加谈判药,全部加起来是好多种嘛", "4259种"),
        ("游仙8个镇和3个街道加起来多少个", "11个"),
        ("我想打听哈,娄星区定点的医院跟药店拢共有好多家咯", "297家"),
        ("娄星区协议药店退回的违规基金占医疗机构退回的百分之几", "4.27%"),
        ("岱岳区信用扣分里面，药店是医院的几倍", "2.5倍"),
        ("岱岳区自个儿查出来主动退钱的那16家,平均一家退了多少啊", "25500元"),
        ("秦安县门诊统筹和住院统筹差几个百分点", "40个百分点"),
    ],
)
def test_worked_out(ask: Ask, text: str, result: str) -> None:
    """The result comes first, every figure cites its clause, and the clauses themselves are quoted behind it."""
    reply = answered(ask, text)
    assert worked_out(reply), reply.text
    assert result in reply.text.split("\n")[0]
    cited = {citation.number for citation in reply.citations}
    assert all(line.citation in cited for line in reply.calculations[0].lines if line.kind == "rule")


@pytest.mark.parametrize(
    "text",
    [
        REPORT + "筹集的基金加上年结余一共有多少",  # stated: 57205.8万元
        REPORT + "住院救助和特殊门诊救助一共多少人",  # stated: 1502人
        REPORT + "累计可用的医保基金扣掉已经支出的还剩多少",  # stated: 42818.85万元
        REPORT + "大病保险补偿占全部补偿的百分之几",  # of the cases or of the money?
        REPORT + "住院次均补偿是门诊次均补偿的多少倍",  # 人次 are not money per 人次
        REPORT + "住院救助封顶的跟特慢病救助封顶的加起来多少钱",  # what a rule sets is not added
        REPORT + "特殊门诊备案新加了几个点，里面药房占几个",  # how many, not what share
        REPORT + "定点医疗机构和备案点一共多少个",  # a part and its whole
        REPORT + "经费平均每人多少",  # stated: 人均1.5万元
        "游仙的高血压两病患者比秦安县的多多少",  # another place's figure is not known
        "2021年游仙职工统筹支出比2022年少多少",  # another year's figure is not known
        "游仙2022年异地结算平均每人次多少钱",  # both are only about so much
        "游仙顺产和剖宫产一共能报多少",  # a person has the one or the other
        "游仙职工慢性病限额比居民的高多少，一种病的",  # of another scheme, another document's matter
        "我在游仙门诊花了3000报了1400，比在职的限额少多少",  # a bill of one's own
        "娄星区非低保的建档立卡户和特困人员每人每年补助一共多少",  # rates are not added
        "娄星区大厅窗口平均每个窗口几个工作人员",
        "娄星区退回的违规医保基金里头药店占百分之几",  # two of one list, neither a part of the other
        "岱岳区这两样合起来平均到每家医院是多少钱",  # which two?
        "岱岳区行政处罚平均每家罚多少钱",  # of which institutions, is not said
        "岱岳区下发意见书平均每家机构几份",
        "岱岳区追回的433.67万元里面，2021年占多少",
        "岱岳区诚信考核里医保医师被扣分的占多少",  # counted over other years than the whole
        "岱岳区医保局2021年追回多少违规基金",  # nothing to work out
        "秦安县居民医保统筹基金要是有三亿五，住院比门诊多多少",  # supposed
    ],
)
def test_not_worked_out(ask: Ask, text: str) -> None:
    """Where anything is open, no figure comes of it."""
    assert worked_out(answered(ask, text)) == []


def test_a_very_long_ask_is_not_worked_out(ask: Ask) -> None:
    """What is longer than any sum that people name is answered without one, so its time stays bounded."""
    long = "平均每人多少，" + "门诊" * 600
    assert worked_out(answered(ask, long)) == []


def test_asked_of_what_was_answered_before(converse: Converse) -> None:
    """The second message leans on the first."""
    *_, last = converse(
        "帮我看下2018年上半年那份城乡居民医保工作情况汇报,头五个月门诊补了多少人次",
        "那门诊平均一人次才补几块钱?",
        region=None,
        day=date(2018, 9, 12),
    )
    assert last.kind is Kind.ANSWER
    assert "29.26元" in last.text


def test_two_asks_of_one_message(ask: Ask) -> None:
    """Each is worked out on its own."""
    reply = answered(ask, "娄星区医院退回来的违规钱加药店退回来的,一起是几多?医院比药店多几多")
    assert worked_out(reply) == ["figures.total", "figures.difference"]
    assert "4922267.01元" in reply.text and "4519082.91元" in reply.text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("2022年游仙职工统筹花了5724.94万、31.09万人次享受,摊到每人次是多少钱?", "184.14元"),
        ("娄星一站式专户到位的12932016元,按5645人次来摊一人次摊好多", "2290.88元"),
        ("岱岳诚信考核 医院药店村卫生室还有送药的公司都算上 大夫不算 一共多少家", "645家"),
        ("娄星帮贫困户交医保的钱是两笔吧,两笔合拢来好多", "1947330元"),
        ("岱岳AA级增加的补助和协议总额加起来多少", "722万元"),
    ],
)
def test_named_by_value_or_as_a_list(ask: Ask, text: str, result: str) -> None:
    """Figures said to the last digit, and lists of which nothing is left out, leave no doubt which are meant."""
    assert result in answered(ask, text).text


@pytest.mark.parametrize(
    "text",
    [
        "2022年游仙职工统筹花了5724.95万、31.09万人次享受,摊到每人次是多少钱",  # stands in no clause
        "岱岳诚信考核的医院药店一共多少家,平均呢",
        "娄星退回的违规款,如果按区里全部定点协议药店来平均,一家合多少钱",
    ],
)
def test_nothing_of_what_is_not_there(ask: Ask, text: str) -> None:
    """One figure that no clause holds, or heads that are not made out, and nothing is worked out."""
    assert worked_out(answered(ask, text)) == []
