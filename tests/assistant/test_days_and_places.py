"""Messages that name days or places, compare them, or ask before a rule is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.reply import Kind
from tests.assistant.conftest import Ask, Converse

ONE = timedelta(days=1)
RATIO = "职工门诊慢性病报销比例是多少"


# The day of the policy


@pytest.mark.parametrize(
    ("text", "day", "clause"),
    [
        (RATIO, "2022-12-31", "chronic-ratio-employee-2022"),
        (RATIO, "2023-01-01", "chronic-ratio-employee"),
        (f"去年{RATIO}", "2023-06-01", "chronic-ratio-employee-2022"),
        (f"去年{RATIO}", "2024-06-01", "chronic-ratio-employee"),
        (f"今年{RATIO}", "2022-06-01", "chronic-ratio-employee-2022"),
        (f"前年{RATIO}", "2024-06-01", "chronic-ratio-employee-2022"),
        (f"2022年3月{RATIO}", "2024-06-01", "chronic-ratio-employee-2022"),
        (f"23年以前{RATIO}", "2023-06-01", "chronic-ratio-employee-2022"),
        (f"新政策出来之前{RATIO}", "2023-06-01", "chronic-ratio-employee-2022"),
        (f"下个月1号起{RATIO}", "2022-12-15", "chronic-ratio-employee"),
        (f"12月份{RATIO}", "2022-12-15", "chronic-ratio-employee-2022"),
        (f"去年12月{RATIO}", "2023-06-01", "chronic-ratio-employee-2022"),
    ],
)
def test_the_message_says_whose_day_it_is(ask: Ask, text: str, day: str, clause: str) -> None:
    """Relative years count from the day of asking, months and sides of the change are days of their own."""
    reply = ask(text, day=date.fromisoformat(day))
    assert [c.clause_id.partition(".")[2] for c in reply.citations] == [clause]


def test_two_years_are_told_each_with_its_own(ask: Ask) -> None:
    """A comparison of years names the year before each figure; one that is not known makes it partial."""
    reply = ask(f"2022年和2023年{RATIO}", day=date(2024, 3, 1))
    assert reply.kind is Kind.ANSWER
    lines = {line[:6]: line for line in reply.text.split("\n")}
    assert "70%" in lines["2022年："] and "75%" in lines["2023年："]
    reply = ask(f"2021年和2023年{RATIO}", day=date(2024, 3, 1))
    assert reply.kind is Kind.PARTIAL
    assert "2023年：" in reply.text and "2021年的这一项" in reply.text and "70%" not in reply.text


def test_what_the_sides_tell_is_told_once(ask: Ask) -> None:
    """A story that the same clause answers does not take the name from the side that needs it."""
    text = ask("那个啥子，我老汉儿慢性病，他退休职工，去年跟今年各报几成哦").text
    assert text.startswith("2022年：") and "\n2023年：" in text and text.count("75%由统筹") == 1


def test_a_year_in_a_conversation(converse: Converse) -> None:
    """去年呢 and 前年呢 ask the same of another year, and 今年呢 comes back."""
    now, last, before, again = converse(RATIO, "去年呢", "前年呢", "那今年呢")
    assert "75%" in now.text and "70%" in last.text
    assert before.kind is Kind.NO_BASIS and "70%" not in before.text
    assert again.citations == now.citations


def test_a_bill_of_a_time_in_which_the_rule_changed_needs_its_day(converse: Converse) -> None:
    """Where the days named have different outcomes the day is asked for, and the answer to it is calculated."""
    asked, answered, none = converse(
        "2022年到2023年间在职职工在三级医院看门诊花了1600元能报多少",
        "2023年3月15号",
        "不对，是2022年3月15号",
        day=date(2024, 3, 1),
    )
    assert asked.clarify is not None and asked.clarify.slot == "day" and asked.calculations == ()
    assert answered.kind is Kind.ANSWER and "统筹基金支付700元" in answered.text
    assert "700元" not in none.text


def test_two_places_are_told_each_with_its_own(ask: Ask) -> None:
    """A comparison of places names the place before each figure and notices the other place; a missing side is named."""
    reply = ask("游仙区和涪城区的医保咨询电话分别是多少", "游仙区")
    assert reply.kind is Kind.PARTIAL
    assert "游仙区：" in reply.text and "涪城区的这一项" in reply.text
    reply = ask("娄星区跟秦安县哪边能先看病后付费", "游仙区")
    assert reply.kind is Kind.PARTIAL
    assert "秦安县：" in reply.text and "娄星区的这一项" in reply.text
    assert any(notice.code == "other_region" and "秦安县" in notice.text for notice in reply.notices)


def test_the_own_place_is_a_side_where_it_is_said(ask: Ask) -> None:
    """我们这儿和… compares the place of the request with the one named."""
    reply = ask("我们这儿和成都的职工门诊封顶线哪个高", "游仙区")
    assert reply.kind is Kind.PARTIAL
    assert "游仙区：" in reply.text and "2000元" in reply.text and "成都市的这一项" in reply.text


# A first day that nobody stated


@pytest.mark.parametrize("days", [0, 400])
def test_a_rule_dated_by_its_publication_says_so(ask: Ask, days: int) -> None:
    """The answer notices that the source names no day of effect; a rule that names one carries no such notice."""
    codes = [n.code for n in ask("异地就医起付线是多少", day=date(2023, 5, 31) + days * ONE).notices]
    assert "effective_from_published" in codes
    codes = [n.code for n in ask(RATIO, day=date(2023, 5, 31) + days * ONE).notices]
    assert "effective_from_published" not in codes


@pytest.mark.parametrize(
    ("text", "day", "told"),
    [
        ("异地就医起付线是多少", "2023-05-30", "只能从公布那天算起，我不能说它在2023年5月30日也适用"),
        ("2022年异地就医起付线是多少", "2023-06-01", "只能从公布的2023年5月31日算起，我不能说它在2022年也适用"),
        ("今年3月异地就医起付线是多少", "2023-06-01", "只能从公布的2023年5月31日算起，我不能说它在2023年3月也适用"),
    ],
)
def test_before_the_publication_the_refusal_says_why(ask: Ask, text: str, day: str, told: str) -> None:
    """Whose day lies before the publication hears that the rule counts only from then, and no figure of it."""
    reply = ask(text, day=date.fromisoformat(day))
    assert reply.kind is Kind.NO_BASIS
    assert told in reply.text and "1000" not in reply.text


def test_a_year_that_began_before_the_publication_names_it(ask: Ask) -> None:
    """Asked later for the whole year, the answer itself says from when the rule counts."""
    assert "从公布的2023年5月31日算起：" in ask("2023年异地就医起付线是多少", day=date(2024, 3, 1)).text


@pytest.mark.parametrize("sister", ["甘谷", "武山", "麦积", "清水县"])
def test_a_sister_is_never_answered_with_its_sisters_rule(converse: Converse, sister: str) -> None:
    """A sister county by its short name, alone or after a question about the county, gets none of the county's rules."""
    day = date(2018, 12, 26)
    first, then = converse("没转诊去省城住院扣多少", f"要是在{sister}呢", region="秦安县", day=day)
    assert first.kind is Kind.ANSWER and then.kind is Kind.NO_BASIS
    assert then.citations == () and "10%" not in then.text and sister in then.text


def test_another_place_that_is_not_named(converse: Converse) -> None:
    """Asked about a home that is not named, the assistant asks which; the name then answers the question before."""
    first, then = converse("退休职工门诊统筹一年最多好多", "那我老家那边也一样不")
    assert first.kind is Kind.ANSWER
    assert then.kind is Kind.CLARIFY and then.clarify and then.clarify.slot == "insured_region"


def test_a_named_home_is_asked_about(converse: Converse) -> None:
    """A home that is named together with 也一样吗 is asked about, and the answer says whose it is."""
    reply = converse("跨省住院备案怎么办", "那我老家娄星那边也一样不 出省住院能当场报啵")[-1]
    assert {c.region.code for c in reply.citations if c.region} <= {"431302", "100000"}
    assert "娄星区" in reply.text


def test_where_a_person_lives_where_nothing_else_is_known(ask: Ask) -> None:
    """Without a place of the request the one where the person lives is taken, and named; else it changes nothing."""
    text = "我是四川绵阳游仙区魏城镇的,在镇卫生院住院门槛费多少"
    alone = ask(text, None)
    assert alone.kind is Kind.ANSWER and alone.text.startswith("这是四川省绵阳市游仙区的情况")
    assert ask(text, "岱岳区").kind is Kind.NO_BASIS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("金穗惠农卡以后看病还能用么", Kind.ANSWER),
        ("职工医保普通门诊的起付标准是多少", Kind.CLARIFY),
        ("双通道药店有几家", Kind.CLARIFY),
    ],
)
def test_a_name_that_stands_in_one_document(ask: Ask, text: str, kind: Kind) -> None:
    """Without a place, a rule asked by a name that one document has is told, its place named; any other asks back."""
    reply = ask(text, None)
    assert reply.kind is kind
    assert reply.kind is Kind.CLARIFY or reply.text.startswith("这是甘肃省天水市秦安县的情况")


@pytest.mark.parametrize(
    ("text", "place"), [("四看四有是哪四看", "娄星区"), ("58365是啥规范", "岱岳区"), ("医保快递覆盖多少村", "游仙区")]
)
def test_a_name_in_quotation_marks(ask: Ask, text: str, place: str) -> None:
    """What one document alone has by a name of its own is told for its place; 双通道 and the like are everybody's."""
    reply = ask(text, None, day=date(2023, 9, 1))
    assert reply.kind is Kind.ANSWER and place in reply.text.split("\n")[0]


def test_without_a_place_or_an_answer_it_is_asked(ask: Ask) -> None:
    """What every place regulates is asked back before any clause is known that answers."""
    reply = ask("特殊门诊备案在哪里办", None, day=date(2018, 8, 15))
    assert reply.kind is Kind.CLARIFY and reply.clarify is not None and reply.clarify.slot == "insured_region"


@pytest.mark.parametrize(
    ("text", "place", "day", "told"),
    [
        ("国务院医保改革意见2030年目标", "游仙区", "2023-06-10", "2030年"),
        ("今年的账拖到明年1月25号还能给结不", "秦安县", "2018-10-22", "1月20日"),
        ("个人账户今年没花完，明年能接着用不", "游仙区", "2023-11-01", "结转"),
        ("听邻居说23年之前医保卡头攒的钱都要清零了", "游仙区", "2023-11-30", "不会清零"),
    ],
)
def test_coming_days_that_a_rule_itself_tells_of(ask: Ask, text: str, place: str, day: str, told: str) -> None:
    """A goal by its year, and what becomes of a thing in the next one, is no question for the next one's rules."""
    reply = ask(text, place, day=date.fromisoformat(day))
    assert reply.kind is Kind.ANSWER and told in reply.text


@pytest.mark.parametrize(
    ("text", "day"), [("明年没转诊还是降10%吗", "2018-12-20"), ("2030年没转诊还降吗", "2019-06-01")]
)
def test_other_coming_days_are_not_known(ask: Ask, text: str, day: str) -> None:
    """A rule that tells of no coming year is not told for one."""
    assert ask(text, "秦安县", day=date.fromisoformat(day)).kind is Kind.NO_BASIS


def test_the_unnamed_report_from_another_place(ask: Ask) -> None:
    """It is pointed at from anywhere, and its own 去年 and what was left then are meant."""
    text = "不问游仙的，我手头是2018年上半年那份居民医保工作汇报，{}"
    assert "286家" in ask(text.format("定点医疗机构多少家"), day=date(2023, 9, 30)).text
    assert "15372.72万元" in ask(text.format("去年结余多少"), None, day=date(2022, 9, 1)).text


@pytest.mark.parametrize(
    ("text", "told", "open_"),
    [
        ("没转诊自己去市里住院 秦安和甘谷各降几个点", "10%", "甘谷"),
        ("秦安和张家川没转诊去省医院，报销各降几个点", "10%", "张家川"),
    ],
)
def test_of_two_places_the_unknown_one_is_named(ask: Ask, text: str, told: str, open_: str) -> None:
    """The known one is answered, the other said not to be known."""
    reply = ask(text, "秦安县", day=date(2018, 12, 17))
    assert reply.kind is Kind.PARTIAL and told in reply.text and open_ in reply.text.split("\n")[-1]


def test_who_comes_back_to_themselves(converse: Converse) -> None:
    """Somebody else's place does not outlast the talk of them."""
    *_, theirs, own = converse(
        "我妈在江油参保，居民顺产报多少", "算了不管她，说我自己，居民顺产报多少", region="游仙区", day=date(2023, 10, 8)
    )
    assert theirs.kind is Kind.NO_BASIS and "1500元" not in theirs.text
    assert own.kind is Kind.ANSWER and "1500元" in own.text


def test_a_place_that_is_corrected(converse: Converse) -> None:
    """A corrected place decides the question before anew, though the first place had no answer."""
    first, then = converse("我是甘谷的 普通住院几小时登记", "哎呀说错咧 是秦安 我娘的医保在秦安", region="甘谷县")
    assert first.kind is Kind.NO_BASIS
    assert then.kind is Kind.ANSWER and "24小时" in then.text and "秦安县" in then.text


def test_a_year_after_one_without_an_answer(converse: Converse) -> None:
    """A year asked after one that the knowledge does not hold leans on the same question."""
    before, then = converse("2020年职工门慢报销比例多少", "2022年呢", day=date(2023, 12, 27))
    assert before.kind is Kind.NO_BASIS
    assert then.kind is Kind.ANSWER and "70%" in then.text


# How far away the care is


def test_care_elsewhere_in_the_province_is_told_apart(ask: Ask) -> None:
    """Nothing is taken off in the province; across its border the reduction holds; each is told without the other."""
    near = ask("去成都耍忘了备案就住了院，要少报不", region="510704", day=date(2023, 6, 20))
    far = ask("去重庆打工没备案就住了院，要少报不", region="510704", day=date(2023, 6, 20))
    assert {c.clause_id.partition(".")[2] for c in near.citations} == {"away-province-temporary"}
    assert "away-unfiled" in {c.clause_id.partition(".")[2] for c in far.citations}
    assert not any("省内异地临时就医免备案" in block.model_dump_json() for block in far.blocks)


def test_the_tier_of_a_stay_is_asked_before_it_is_reckoned(ask: Ask) -> None:
    """A rule for township hospitals alone says nothing of a stay in a hospital that nobody named."""
    reply = ask("住院花了1850能报多少", region="510704", day=date(2023, 6, 20))
    assert (reply.kind, reply.clarify and reply.clarify.slot) == (Kind.CLARIFY, "tier")
    assert "pharmacy" not in {option.value for option in reply.clarify.options}
    told = ask("在镇卫生院住院花了1850能报多少", region="510704", day=date(2023, 6, 20))
    assert "1575元" in told.text


def test_both_sides_of_a_change_are_told(ask: Ask) -> None:
    """调整前和调整后 asks for both."""
    reply = ask("职工门诊慢性病限额调整前和调整后分别是多少", region="510704", day=date(2023, 6, 20))
    assert all(figure in reply.text for figure in ("1000元", "1500元", "2000元", "3000元"))


@pytest.mark.parametrize("text", ["县医院住院的起付线是多少", "我妈明天去秦安县医院住院，起付线是多少钱"])
def test_what_is_said_of_special_cases_answers_no_others(ask: Ask, text: str) -> None:
    """That those sent down to a lower hospital pay no deductible is no deductible of that hospital."""
    assert ask(text, region="620522", day=date(2018, 11, 1)).kind is Kind.NO_BASIS
