"""One word list for policy clauses and for people's questions."""

from __future__ import annotations

import pytest

from knowledge.facets import clause_facets, named, recognise, states


def said(text: str) -> dict[str, set[str]]:
    """The facets that are not empty."""
    return {name: set(values) for name, values in recognise(text).sets().items() if values}


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("在职职工在三级定点医疗机构报销50%", {"insured": {"employee"}, "status": {"active"}, "tier": {"tertiary"}}),
        ("城乡居民基本医疗保险住院起付线", {"insured": {"resident"}, "care": {"inpatient"}}),
        ("门诊慢性病单病种", {"care": {"chronic"}}),
        ("顺产1500元、剖宫产2000元", {"care": {"maternity"}}),
        ("乡镇卫生院、社区卫生服务中心", {"tier": {"primary"}}),
        ("二级及以下定点医疗机构、定点零售药店", {"tier": {"secondary", "primary", "pharmacy"}}),
        ("跨省异地就医备案", {"setting": {"away"}}),
        ("我退休了，在药店买药能报吗", {"status": {"retired"}, "tier": {"pharmacy"}}),
        ("新农合在三甲医院动手术报多少", {"insured": {"resident"}, "tier": {"tertiary"}, "care": {"inpatient"}}),
        ("县医院生孩子怎么报", {"tier": {"secondary"}, "care": {"maternity"}}),
        ("单位交的医保看门诊", {"insured": {"employee"}, "care": {"outpatient"}}),
        ("糖尿病两病用药", {"care": {"chronic"}}),
        ("二甲和三甲", {"tier": {"secondary", "tertiary"}}),
        ("今天天气不错", {}),
    ],
)
def test_words_of_policy_and_people(text: str, facets: dict[str, set[str]]) -> None:
    """Policy words and people's words name the same facets; the longest word wins."""
    assert said(text) == facets


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("我不是职工，是居民医保", {"insured": {"resident"}}),
        ("非住院的费用", {}),
        ("与住院相比，门诊起付线更低", {"care": {"outpatient"}}),
        ("除住院以外的费用", {}),
        ("门诊特殊重症疾病按照住院待遇管理", {"care": {"chronic"}}),
        ("没退休能报吗", {"status": {"active"}}),
        ("没有住院，在门诊看的", {"care": {"outpatient"}}),
        ("带上居民身份证和居民户口簿", {}),
        ("是不是职工医保才行", {"insured": {"employee"}}),
        ("有没有住院补贴", {"care": {"inpatient"}}),
        ("职工医保和居民医保有什么区别", {"insured": {"employee", "resident"}}),
    ],
)
def test_denied_or_compared_words_do_not_count(text: str, facets: dict[str, set[str]]) -> None:
    """A word that is denied, excepted or only compared with is not what the text speaks of; a question denies nothing."""
    assert said(text) == facets


def test_clause_before_heading() -> None:
    """The heading fills in what the clause does not say, the nearest first; the clause's own words win."""
    headings = ("居民医保", "门诊待遇", "职工门诊慢特病")
    own = clause_facets(headings, "住院按70%支付。")
    assert own.care == {"inpatient"} and own.insured == {"employee"}
    assert clause_facets(("居民医保", "门诊待遇"), "按70%支付。").insured == {"resident"}


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("在工作场所为职工提供普惠性婴幼儿照护服务", {}),
        ("职工应当参加生育保险", {"insured": {"employee"}, "care": {"maternity"}}),
        ("一级至四级伤残职工享受工伤待遇", {"insured": {"employee"}}),
        ("二级以上医院与基层医疗机构", {"tier": {"tertiary", "secondary", "primary"}}),
        ("辖区内定点医疗机构的住院费用", {"care": {"inpatient"}}),
        ("推进养老保险关系转移接续跨省通办", {}),
        ("签约居民可以预约", {}),
        ("跨省异地就医直接结算", {"setting": {"away"}}),
    ],
)
def test_words_that_need_company_in_a_clause(text: str, facets: dict[str, set[str]]) -> None:
    """In a policy text a word counts only beside what makes it speak of insurance or treatment."""
    assert {n: set(v) for n, v in clause_facets((), text).sets().items() if v} == facets


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("起付标准200元", {"amount"}),
        ("按75%支付", {"ratio"}),
        ("应在24小时内登记", {"deadline"}),
        ("拨打0816-5037530咨询", {"phone", "steps"}),
        ("包括身份证、户口簿、病历、发票", {"list"}),
        ("持社保卡到窗口办理登记", {"steps"}),
        ("符合条件的，可以申请救助", {"condition"}),
        ("加强宣传引导", set()),
        ("（省财政厅、省民政厅、省卫健委、省医保局按职责分工负责）", set()),
        ("（一）故意犯罪的；（二）醉酒的；（三）自残的。", {"list"}),
        ("逾期不缴纳的，按日加收千分之二的滞纳金", {"ratio", "condition"}),
        ("最长不得超过24个月", {"deadline"}),
        ("应当持身份证明材料到社会保险经办机构申请登记", {"steps"}),
    ],
)
def test_states(text: str, kinds: set[str]) -> None:
    """What kind of statement a clause makes is read from its form."""
    assert set(states(text)) == kinds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("退休的去药店买药", [("退休", "status", "retired"), ("药店", "tier", "pharmacy")]),
        ("我是居民，不是职工", [("居民", "insured", "resident")]),
        (
            "三级医院看门诊、一级医院",
            [("三级医院", "tier", "tertiary"), ("看门诊", "care", "outpatient"), ("一级医院", "tier", "primary")],
        ),
        ("我在职", [("在职", "insured", "employee"), ("在职", "status", "active")]),
        ("去的二级及以下医院", [("二级及以下", "tier", "secondary primary")]),
        ("跟往年一样", []),
    ],
)
def test_named_one_by_one(text: str, words: list[tuple[str, str, str]]) -> None:
    """Each word that names a facet is told in its place with all that it can mean; a denied one is not."""
    found = [(text[one.start : one.end], one.facet, " ".join(one.values)) for one in named(text)]
    assert found == words
