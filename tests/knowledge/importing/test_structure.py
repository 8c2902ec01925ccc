"""Plain text to parts: the forms of Chinese official texts."""

from __future__ import annotations

import time

import pytest

from knowledge.importing.headings import run_in
from knowledge.importing.structure import Part, parts_of


def paths(text: str) -> list[tuple[tuple[str, ...], str]]:
    """Heading path and text of each part; every part's place is checked on the way."""
    parts = parts_of(text)
    for part in parts:
        assert text[part.start : part.end].strip() == part.text
    return [(part.headings, part.text) for part in parts]


LAW = """第一章 总则
第一条 为了规范医疗保障待遇，制定本办法。
第二条 本办法适用于本市参保人员。依照第一条第（一）项规定办理。
第二章 待遇
第三条 有下列情形之一的，不予支付：
（一）应当由第三人负担的；
（二）在境外就医的。
第四条 住院起付标准按照下列标准执行：
（一）三级医疗机构800元；
（二）二级医疗机构500元。"""


def test_law() -> None:
    """Chapters head articles; the short points of one sentence stay with their article; a cited 第一条 is no mark."""
    found = paths(LAW)
    assert [h for h, _ in found] == [
        ("第一章 总则", "第一条"), ("第一章 总则", "第二条"), ("第二章 待遇", "第三条"), ("第二章 待遇", "第四条"),
    ]  # fmt: skip
    assert found[2][1].startswith("有下列情形之一的") and found[2][1].endswith("在境外就医的。")


def test_law_in_one_line() -> None:
    """The same law without any line break has the same parts."""
    joined = LAW.replace("\n", "").replace("第一章 总则", "第一章总则").replace("条 ", "条")
    assert [h[-1] for h, _ in paths(joined)] == ["第一条", "第二条", "第三条", "第四条"]
    assert paths(joined)[0][0][0] == "第一章总则"


def test_long_points_carry_their_condition() -> None:
    """Points too long to stay together keep the lead that they depend on as a heading."""
    items = "".join(f"（{n}）{'经核实存在违反医疗保障基金使用规定的行为并造成损失' * 4}的；\n" for n in "一二三四")
    found = paths("第七条 有下列情形之一的，暂停结算：\n" + items)
    assert len(found) >= 2
    assert all(
        "有下列情形之一的，暂停结算" in h or "有下列情形之一的" in t for h, t in ((" ".join(h), t) for h, t in found)
    )


def test_bracketed_point_begins_with_its_heading() -> None:
    """The first sentence of （一） is a heading when it only names, and stays text when it rules."""
    text = "二、基金管理\n（一）做好基金筹集。各镇要做好缴费动员。\n（二）个人缴费每人350元。特困人员全额资助。"
    assert paths(text) == [
        (("二、基金管理", "（一）做好基金筹集"), "各镇要做好缴费动员。"),
        (("二、基金管理",), "（二）个人缴费每人350元。特困人员全额资助。"),
    ]


def test_deep_levels() -> None:
    """一、（一）1.（1）① nest, and a new outer number closes all inner ones."""
    long = "由医疗保障经办机构按照规定审核后支付，参保人员应当提供真实完整的材料。"
    text = f"一、待遇\n（一）住院待遇\n1.起付标准\n（1）{long}\n①{long}\n②{long}\n2.支付比例\n{long}\n二、附则\n{long}"
    found = paths(text)
    assert (("一、待遇", "（一）住院待遇", "2.支付比例"), long) in found
    assert found[-1] == (("二、附则",), long)
    assert [p.tokens for p in parts_of(text)][-1] == ("2",)


def test_decimals_and_levels_are_no_marks() -> None:
    """1.5万元, 三、二级 and 3.5% begin no point."""
    text = "支付限额为：\n1.5万元以内按比例支付，超过的部分由大病保险支付。其中3.5%由个人负担。三、二级医院除外。"
    assert len(paths(text)) == 1


def test_one_line_with_inline_points() -> None:
    """A text without any line break is taken apart at 一、 and （一）, and a heading that runs into its text is parted from it."""
    text = (
        "各市人民政府：现就有关事项通知如下：一、扩大范围从2022年起，困难企业可以申请缓缴，期限至年底。"
        "二、规范管理（一）加强审核。经办机构要逐笔审核。（二）加强监督。监督部门要定期检查。三、本通知自发布之日起施行。"
    )
    found = paths(text)
    assert (("二、规范管理", "（一）加强审核"), "经办机构要逐笔审核。") in found
    assert (("一、扩大范围",), "从2022年起，困难企业可以申请缓缴，期限至年底。") in found
    assert found[-1][1] == "三、本通知自发布之日起施行。"


def test_wide_blanks_part_paragraphs() -> None:
    """A page saved as one line keeps its paragraphs by the two wide blanks between them."""
    text = "一、起草背景　　近年来基金运行平稳，群众负担减轻。　　二、主要内容　　明确了起付标准和支付比例。"
    assert paths(text) == [
        (("一、起草背景",), "近年来基金运行平稳，群众负担减轻。"),
        (("二、主要内容",), "明确了起付标准和支付比例。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "问：异地就医怎么备案？\n答：在小程序上办理。\n问：需要什么材料？\n答：身份证即可。",
        "【记者】请问，异地就医怎么备案？\n【张局长】在小程序上办理。\n【记者】需要什么材料？\n【张局长】身份证即可。",
        "1.异地就医怎么备案？\n答：在小程序上办理。\n2.需要什么材料？\n答：身份证即可。",
        "1、异地就医怎么备案？\n在小程序上办理。\n2、需要什么材料？\n身份证即可。",
        "问：异地就医怎么备案？答：在小程序上办理。问：需要什么材料？答：身份证即可。",
        "主持人：您好，张局长，异地就医怎么备案？\n嘉宾：在小程序上办理。\n主持人：需要什么材料？\n嘉宾：身份证即可。",
    ],
)
def test_questions_and_answers(text: str) -> None:
    """In every form the question is the heading and the question of its answer's clause, and the answer its text."""
    parts = parts_of(text)
    assert [p.questions for p in parts] == [("异地就医怎么备案？",), ("需要什么材料？",)]
    assert [p.text for p in parts] == ["在小程序上办理。", "身份证即可。"]
    assert all(p.headings[-1].endswith(p.questions[0]) for p in parts)


def test_context_of_a_question() -> None:
    """What a reader tells before asking stands in the heading, thanks and greetings do not."""
    told = parts_of("1.我母亲去年住院两次。能报多少？\n答：按比例支付。")[0]
    thanked = parts_of("【主持人】感谢您的介绍。住院能报多少？\n【嘉宾】按比例支付。")[0]
    assert (told.headings, told.questions) == (("我母亲去年住院两次。能报多少？",), ("能报多少？",))
    assert thanked.headings == ("住院能报多少？",)


def test_long_row_is_parted_and_short_row_is_not() -> None:
    """一是……二是…… stays one clause while it is short, and becomes one clause a point when it is long."""
    short = "三项措施：一是加强宣传；二是加强审核；三是加强监督。"
    assert len(paths(short)) == 1
    filler = "各级经办机构要按照规定的程序办理，做到公开透明，接受社会监督，及时回应群众关切的问题。" * 3
    found = paths(f"有关要求如下。一是加强宣传。{filler}二是加强审核。{filler}三是加强监督。{filler}")
    assert [h[-1] for h, _ in found][-3:] == ["一是加强宣传", "二是加强审核", "三是加强监督"]


def test_long_paragraph_is_cut_at_sentences() -> None:
    """A long paragraph is cut at sentence ends; 但 and 其中 stay with what they limit."""
    sentence = "参保人员在定点医疗机构发生的政策范围内医疗费用由统筹基金按规定支付。"
    text = (sentence * 9 + "但未办理备案的不予支付。其中急诊除外。") * 3
    found = [t for _, t in paths(text)]
    assert len(found) >= 3 and all(60 <= len(t) <= 500 and t.endswith("。") for t in found)
    assert not any(t.startswith(("但", "其中")) for t in found)


def test_quotes_are_not_torn() -> None:
    """No clause ends inside a quotation that holds several sentences."""
    quote = "“在职职工按2%计入。退休人员按定额划入。”"
    found = [t for _, t in paths("《办法》规定" + quote + "我市按此执行并作了细化安排。" * 30)]
    assert quote in found[0]


def test_endless_sentence() -> None:
    """A sentence longer than a clause may be is cut at semicolons or commas, and nothing is lost."""
    text = "，".join(["由统筹基金支付"] * 400)
    parts: list[Part] = parts_of(text)
    assert all(len(p.text) <= 600 for p in parts)
    assert "".join(p.text for p in parts) == text


def test_closing_line_leaves_the_last_section() -> None:
    """本通知自…… after the last section does not stand under that section's heading."""
    found = paths(
        "一、要求\n（一）加强领导。各地要加强领导，压实责任，确保各项政策落实到位。\n本通知自2023年1月1日起施行。"
    )
    assert found[-1] == ((), "本通知自2023年1月1日起施行。")


def test_markdown_headings() -> None:
    """Headings of a Markdown file are headings of the clauses below them."""
    assert paths("# 门诊\n\n## 起付线\n\n每年200元。\n\n# 住院\n\n每次500元。") == [
        (("门诊", "起付线"), "每年200元。"),
        (("住院",), "每次500元。"),
    ]


def test_list_of_short_lines_has_no_headings() -> None:
    """Many short lines in a row (a list of hospitals) are text, not headings."""
    found = paths(
        "定点医院名单如下：\n县人民医院\n县中医院\n城关镇卫生院\n五里镇卫生院\n以上名单自公布之日起执行，有变动的另行公布。"
    )
    assert all(not h for h, _ in found)


@pytest.mark.parametrize(
    "text", ["参保人员享受待遇。" * 40_000, "医保" * 150_000, "县医院\n" * 60_000, "一、" * 100_000, "“（" * 80_000]
)
def test_time_grows_with_length_only(text: str) -> None:
    """Long texts of any shape are cut within seconds."""
    started = time.process_time()
    parts_of(text)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("验收办法省人力资源社会保障厅将组织专家评审。", "验收办法"),
        ("调整范围和执行时间2022年12月31日前已办理退休的人员。", "调整范围和执行时间"),
        ("加强组织领导各地要高度重视。", "加强组织领导"),
        ("附则（一）本条件自发布之日起施行。", "附则"),
        ("各地要加强组织领导，明确责任分工。", ""),
        ("申报条件为本科以上学历。", ""),
        ("对未达到标准的单位由省级部门处理。", ""),
    ],
)
def test_run_in_headings(text: str, heading: str) -> None:
    """A heading that lost its line break is found by its words; where nothing is sure, none is cut."""
    assert text[: run_in(text)] == heading


def test_last_point_of_a_row() -> None:
    """The last point of a row that ；parts ends with its sentence; what follows belongs to the article."""
    found = paths(
        "第一条 具备下列条件的失业人员，可以领取：（一）缴费满一年的；（二）非因本人意愿中断就业的；"
        "（三）已办理登记的。失业人员在领取期间享受其他待遇。第二条 本条例自发布之日起施行。"
    )
    assert found[0][0] == ("第一条",) and found[0][1].startswith("具备下列条件")
    assert [h[-1] for h, _ in found] == ["第一条", "第二条"]


def test_points_after_a_note_in_brackets() -> None:
    """（二） after a bracket that names who is responsible begins a point, and brackets may count on through sections."""
    found = paths(
        "一、支持金融（一）创新服务。各地要建立清单。（省财政厅、省民政厅按职责分工负责）（二）丰富产品。各地要加强试点。（省医保局负责）"
        "二、保障用地（三）降低成本。出让底价按规定确定。（省自然资源厅负责）"
    )
    assert [h for h, _ in found] == [
        ("一、支持金融", "（一）创新服务"), ("一、支持金融", "（二）丰富产品"), ("二、保障用地", "（三）降低成本"),
    ]  # fmt: skip


def test_list_without_sentences() -> None:
    """A list of names that nothing parts is cut before a number, never inside a name."""
    names = "".join(f"{n}.河北省第{'一二三四五'[n % 5]}人民医院{'东西南北'[n % 4]}院区" for n in range(1, 60))
    found = [t for _, t in paths("一、协议机构" + names)]
    assert len(found) > 1 and all(t[0].isdigit() and t.endswith("院区") for t in found)


def test_one_row_of_plain_points() -> None:
    """Where most points of a row are rules, the first sentence of one is no heading either."""
    long = "各地区要严格按照目录开展工作，规范使用名称，做好支持服务，并主动接受监督管理"
    found = paths(f"一、{long}。\n二、{long}。\n三、{long}。\n四、军队鉴定暂按原规定执行。建立目录是重要举措。")
    assert all(not h for h, _ in found) and found[-1][1].startswith("四、军队鉴定")


def test_heading_keeps_its_closing_line() -> None:
    """本通知自…… below 四、施行时间 is that heading's text."""
    assert paths("一、范围\n各市参保单位均适用本通知的规定。\n二、施行时间\n本通知自2023年1月1日起施行。")[-1] == (
        ("二、施行时间",),
        "本通知自2023年1月1日起施行。",
    )
