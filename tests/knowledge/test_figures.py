"""The figures of a clause and the words that say what each is a figure of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.clause import Clause
from knowledge.figures import Figure, figures_of


def read(text: str) -> tuple[Figure, ...]:
    """The figures of a clause with this text."""
    return figures_of(Clause(id="d.c", document_id="d", text=text))


def own(text: str) -> list[tuple[str, str]]:
    """Each figure as written, with its own words."""
    return [(figure.written, figure.own) for figure in read(text)]


def test_value_unit_and_words() -> None:
    """A figure has the words of its part; what the part before says goes along."""
    first, second = read("住院补偿41922人次，补偿基金10960.49万元。")
    assert (first.value, first.unit, first.kind, first.own) == (Decimal(41922), "人次", "人次", "住院补偿")
    assert (second.value, second.unit, second.kind, second.places) == (Decimal("10960.49"), "万元", "元", 4)
    assert (second.own, second.before) == ("补偿基金", ("住院补偿",))


@pytest.mark.parametrize(
    "text",
    [
        "2018年1-5月，2023年5月31日，截至2019年底",
        "咨询电话0816-5037526，热线12345",
        "依据天人社发〔2018〕66号文件",
        "1.在定点医疗机构就诊；2.在定点药店购药",
        "落实“58365”服务规范，纳入A级管理",
    ],
)
def test_dates_phones_and_numbers_of_papers_are_no_figures(text: str) -> None:
    """Nor are the numbers of a list, or those without a unit."""
    assert read(text) == ()


def test_several_figures_of_one_part_share_its_words() -> None:
    """An 和 parts them; else what stands between belongs to the figure behind it, where words lead the first."""
    assert own("在49家定点医疗机构和248家定点协议药店开展宣传") == [
        ("49家", "在 定点医疗机构和"),
        ("248家", "定点协议药店开展宣传"),
    ]
    assert own("追回2家医疗机构违规资金42.7万元") == [("2家", "追回"), ("42.7万元", "医疗机构违规资金")]


def test_a_list_hands_no_words_on() -> None:
    """The 医师 of 4672名医保医师 say nothing of the pharmacies behind them."""
    _, _, pharmacies = read("辖区内23家定点医疗机构、4672名医保医师、213家定点零售药店")
    assert pharmacies.before == ()
    assert pharmacies.own == "定点零售药店"


def test_brackets() -> None:
    """A remark without a figure stays in its part; one with a figure is a part of its own."""
    assert own("53个村（社区）便民服务站") == [("53个", "村 社区 便民服务站")]
    now, change = read("一种病最高报销2000元（比2022年多1000元）")
    assert (now.change, change.change) == (False, True)


@pytest.mark.parametrize("text", ["备案近2万人次", "减免1400余万元", "参保率在95%以上", "每年督查不少于2次", "约4亿元"])
def test_what_is_only_about_so_much_is_rough(text: str) -> None:
    """Nothing is worked out of it."""
    (figure,) = read(text)
    assert figure.rough


def test_a_limit_is_not_rough() -> None:
    """不超过2000元 is the limit itself; 原则上30% the share."""
    assert [figure.rough for figure in read("在职职工不超过2000元，原则上30%用于门诊")] == [False, False]


@pytest.mark.parametrize("text", ["报销比例提高5个百分点", "次均费用下降15.6%", "协议总额下调42.7万元"])
def test_a_change_is_marked(text: str) -> None:
    """It says by how much something rose or fell."""
    (figure,) = read(text)
    assert figure.change


def test_a_part_of_what_stands_before() -> None:
    """其中 begins the parts of a whole; the whole's words reach them as such."""
    whole, inpatient, outpatient = read("救助1502人，其中住院救助1357人、门诊救助145人")
    assert [figure.within for figure in (whole, inpatient, outpatient)] == [False, True, True]
    assert inpatient.beside == ("救助",)


@pytest.mark.parametrize("text", ["增设办理点19个：医院3个、药房16个", "增设办理点19个（医院3个、药房16个），今年7家"])
def test_parts_behind_a_colon_and_in_brackets(text: str) -> None:
    """They are parts of the figure before them as well; what follows a bracket is not."""
    assert [figure.within for figure in read(text)][:3] == [False, True, True]
    assert not any(figure.within for figure in read(text)[3:])


def test_thousands_and_full_width() -> None:
    """１，６００元 and 1,600元 are one figure."""
    assert [figure.value for figure in read("在职1,600元，退休１６００元")] == [Decimal(1600), Decimal(1600)]


def test_the_year_before_a_figure() -> None:
    """The last one named."""
    first, second = read("2021年追回10万元；2022年追回20万元。")
    assert (first.when, second.when) == ("2021年", "2022年")
