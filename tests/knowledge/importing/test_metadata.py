"""What made-up texts say of themselves."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.clause import Clause, Nature
from knowledge.document import Kind
from knowledge.importing.importer import Overrides, build_document
from knowledge.importing.loaders import SourceText
from knowledge.importing.metadata import Metadata, recognise
from knowledge.importing.signatures import signatures

NOTICE = """绵阳市医疗保障局
关于调整门诊待遇的通知

绵医保发〔2022〕15号

各县市区医疗保障局：

根据《四川省医疗保障局通知》（川医保发〔2021〕9号），现通知如下：

一、起付标准为200元。

本通知自2023年1月1日起施行，有效期5年。

绵阳市医疗保障局

二〇二二年十二月五日
"""


def read(text: str, name: str = "a.txt") -> Metadata:
    """What is recognised in a text."""
    return recognise(SourceText(text, name))


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text."""
    return build_document(SourceText(text, "a.txt"), Overrides())[0].clauses


def test_notice() -> None:
    """Title over two lines, own number, signature, its date in Chinese numerals, first and last day."""
    found = read(NOTICE)
    assert found.title == "绵阳市医疗保障局关于调整门诊待遇的通知"
    assert (found.document_number, found.issuer, found.region) == ("绵医保发〔2022〕15号", "绵阳市医疗保障局", "510700")
    assert (found.kind, found.published) == (Kind.NOTICE, date(2022, 12, 5))
    assert (found.effective_from, found.effective_to) == (date(2023, 1, 1), date(2027, 12, 31))
    assert found.warnings == ()
    assert [c.text for c in clauses(NOTICE)][-2:] == [
        "一、起付标准为200元。",
        "本通知自2023年1月1日起施行，有效期5年。",
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于做好参保工作的通知", Kind.NOTICE), ("某市医疗救助办法（试行）", Kind.POLICY), ("2021年医保工作总结", Kind.REPORT),
        ("关于开展异地就医的公告", Kind.NOTICE), ("2020年政府信息公开工作年度报告", Kind.REPORT),
    ],
)  # fmt: skip
def test_kind_by_title(title: str, kind: Kind) -> None:
    """The title's last word tells the kind."""
    assert read(f"{title}\n\n各单位要认真执行，确保政策落到实处，让群众得到实惠。").kind is kind


def test_own_name_twice() -> None:
    """A place name that several places bear is settled by the parent named in the text, else left open with a warning."""
    body = "\n\n现将参保缴费有关事项通知如下，请遵照执行。"
    sure = read("南京市鼓楼区医疗保障局关于参保的通知" + body)
    open_ = read("鼓楼区医疗保障局关于参保的通知" + body)
    assert sure.region == "320106"
    assert open_.region is None and "鼓楼区" in "".join(open_.warnings)


def test_nation() -> None:
    """A ministry's notice applies to the nation."""
    found = read(
        "国家医疗保障局关于做好2024年参保工作的通知\n\n各省医疗保障局：\n\n请认真执行。\n\n国家医疗保障局\n\n2024年8月20日"
    )
    assert (found.region, found.issuer) == ("100000", "国家医疗保障局")


def test_places_in_running_text_are_not_the_documents() -> None:
    """A place that is only mentioned (a hospital in 北京市) does not become the document's."""
    found = read("医保政策问答一览\n\n参保人员到北京市、上海市就医的，可以在当地直接结算，回来后不用再报销。")
    assert found.region is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布日期：2021-10-09 09:20 浏览次数：35次 字号：[大 中 小]", date(2021, 10, 9)),
        ("发布时间：2021年10月9日 来源：县医保局", date(2021, 10, 9)),
        ("2021/10/09", date(2021, 10, 9)),
        ("日期：２０２１年１０月９日", date(2021, 10, 9)),
        ("2021年2月30日", None),
        ("10月9日", None),
    ],
)
def test_dates_of_pages(line: str, day: date | None) -> None:
    """Dates of a page's head are read in their usual forms; impossible and yearless ones are not guessed."""
    found = read(f"某地医保局优化服务流程\n{line}\n今年以来，医保局优化了办事流程，群众少跑腿，办事更方便。")
    assert found.published == day
    assert (day is None) == any("--published" in w for w in found.warnings)


def test_signature_in_one_line() -> None:
    """A text without line breaks still gives its signing office and day."""
    found = read(
        "现就有关问题通知如下。河北省财政厅负责解释，请遵照执行。河北省医疗保障局2022年12月29日（此件主动公开）"
    )
    assert (found.issuer, found.region, found.published) == ("河北省医疗保障局", "130000", date(2022, 12, 29))


def test_furniture_of_another_page() -> None:
    """Furniture is recognised by its words, also where the labels differ from those of the five sources."""
    text = (
        "当前位置：首页 > 政务公开\n设为首页\n某县医保局推行掌上办理\n来源：县医保局 作者：张三 发布时间：2022-05-06 点击数：12\n"
        "今年以来，某县医保局推行掌上办理，群众办事更加方便快捷。\n分享到：\n【打印】【关闭】\n上一篇：某县召开会议\n"
        "下一篇：没有了\n主办：某县人民政府 ICP备12345号\nPowered by CMS"
    )
    assert [c.text for c in clauses(text)] == ["今年以来，某县医保局推行掌上办理，群众办事更加方便快捷。"]


def test_region_of_a_clause() -> None:
    """我市 in a district's text is the city's; in a county-level city's own text it is that city."""
    rule = "关于待遇的通知\n\n一、我市职工住院起付标准为500元，超过部分按比例支付。\n\n二、我区办事窗口设在一楼大厅，工作日均可办理业务。"
    assert [c.region for c in clauses("绵阳市游仙区医疗保障局" + rule)] == ["510700", "510704"]
    assert {c.region for c in clauses("江油市医疗保障局" + rule)} == {"510781"}


def test_days_of_a_clause() -> None:
    """自……起 gives the clause's first day, with 至…… its last; two different days give none."""
    head = "游仙区医疗保障局关于待遇的通知\n\n"
    first = clauses(
        head + "一、自2023年1月1日起至2024年12月31日，支付比例为75%，限额2000元。\n\n二、其他事项照旧执行。"
    )
    assert (first[0].effective_from, first[0].effective_to) == (date(2023, 1, 1), date(2024, 12, 31))
    assert first[1].effective_from is None
    both = clauses(head + "一、自2023年1月1日起比例为75%，自2024年1月1日起比例为80%。")
    assert both[0].effective_from is None


@pytest.mark.parametrize(
    ("said", "nature", "period"),
    [
        ("截至2022年12月底，全区累计发放补助3000万元，惠及群众2万人次。", Nature.FACT, "截至2022年12月底"),
        ("2019年度共结算5645人次，产生医疗费用2784.44万元。", Nature.FACT, "2019年度"),
        ("2019年度居民个人缴费标准为每人250元，应当在12月底前缴清。", Nature.NORM, None),
        ("2023年起，单病种每人每年最高可报销2000元。", Nature.NORM, None),
    ],
)
def test_nature(said: str, nature: Nature, period: str | None) -> None:
    """What was done in a period is a fact of it; what is to be done is a norm."""
    clause = clauses("某区医保局工作情况\n\n" + said)[0]
    assert (clause.nature, clause.period) == (nature, period)


def test_names_follow_the_numbers() -> None:
    """Clause names follow the text's own numbers and stay unique where a number comes twice."""
    text = "一、甲类事项\n（一）办理登记的应当先行申报材料。\n二、乙类事项\n（一）办理变更的应当先行申报材料。\n一、丙类事项\n（一）办理注销的应当先行申报材料。"
    names = [c.id.split(".", 1)[1] for c in clauses("某县办事指南\n" + text)]
    assert names[:2] == ["1.1", "2.1"] and len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("said", "office", "day"),
    [
        ("请遵照执行。某某省财政厅2022年12月29日为加快推进", None, None),
        ("请遵照执行。河北省财政厅2022年12月29日为加快推进试点工作", "河北省财政厅", date(2022, 12, 29)),
        ("认真落实。\n\n河北省教育厅河北省财政厅\n\n2020年5月20日\n\n17个县实施方案", "河北省教育厅、河北省财政厅", date(2020, 5, 20)),
        ("请遵照执行。　　科　技　部　　2023年2月6日", "科技部", date(2023, 2, 6)),
        ("附件：1.名单2.证明人力资源社会保障部财政部2015年9月30日", "人力资源社会保障部、财政部", date(2015, 9, 30)),
        ("解读如下。2020年1月20日，河北省科学技术厅印发通知", None, None),
        ("各级财政部门自2020年1月1日起执行", None, None),
    ],
)  # fmt: skip
def test_signatures_in_running_text(said: str, office: str | None, day: date | None) -> None:
    """An office with a day behind a finished sentence is a signature; a day that the sentence goes on from is none."""
    found = signatures(said)
    if day is None:
        assert not any(s.office for s in found) or found[0].office == "某某省财政厅"
    else:
        assert [(s.office, s.day) for s in found] == [(office, day)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("关于甲的通知\n冀科外〔2017〕1号各有关单位：为加强管理", "冀科外〔2017〕1号"),
        ("关于甲的通知\n某省科技厅关于甲的通知冀科外〔2017〕1号各有关单位：为加强管理", "冀科外〔2017〕1号"),
        ("失业条例\n国务院令第258号（1999年1月22日发布）第一章总则", "国务院令第258号"),
        ("关于甲的复函\n某省林业局：你局冀林动字〔2005〕103号文收悉。", None),
        ("关于甲的通知\n根据《关于乙的通知》（人社部发〔2018〕68号）要求，现就有关事项通知如下：", None),
    ],
)
def test_own_number(text: str, number: str | None) -> None:
    """The number in the head is the document's own, also where it is glued to the title; a cited one is not."""
    assert read(text).document_number == number


def test_cover_letter() -> None:
    """A text that a notice sends along begins its own clause; the signature between them and its name are no text."""
    text = (
        "河北省人民政府办公厅关于印发河北省康养产业若干措施的通知\n各市人民政府：《河北省康养产业若干措施》已经省政府同意，现印发给你们，请认真贯彻落实。"
        "河北省人民政府办公厅2024年4月28日河北省康养产业若干措施为加快推进项目落地，制定如下措施。一、创新服务。各市要建立清单。二、加强监督。各市要定期检查。"
    )
    texts = [c.text for c in clauses(text)]
    assert texts[0].endswith("请认真贯彻落实。") and texts[1].startswith("为加快推进")
    assert not any("2024年4月28日" in t for t in texts)


def test_text_given_twice() -> None:
    """A page that holds its whole text twice gives each clause once."""
    body = "各市人民政府：经省政府研究，现就收费站设置有关事项批复如下，请按规定办理并做好公告工作，确保平稳实施。收费期限为十五年。"
    assert len(clauses("关于同意设置收费站的批复\n" + body + body)) == len(clauses("关于同意设置收费站的批复\n" + body))


def test_names_of_offices_are_no_places() -> None:
    """人力资源 holds 资源 and 中华人民共和国 holds 共和, both names of counties; neither gives a place."""
    body = "\n\n各单位要认真执行，确保政策落到实处，让群众得到实惠。"
    assert read("人力资源服务机构管理办法" + body).region is None
    assert read("中华人民共和国军人保险法" + body).region == "100000"


@pytest.mark.parametrize(
    ("title", "said", "nature"),
    [
        ("某省养老规划通知", "到2025年，全省累计培训300万人次，覆盖率达到95%以上。", Nature.NORM),
        ("2021年工作总结", "我们认真落实各项政策，群众满意度进一步提升。", Nature.FACT),
        ("2021年工作总结", "下一步工作将力争参保率稳定在96%以上。", Nature.NORM),
        ("关于补贴的通知", "中小企业招用毕业生的，可按每人1000元给予补贴，政策审批期限截至2017年底。", Nature.NORM),
    ],
)
def test_reports_and_plans(title: str, said: str, nature: Nature) -> None:
    """A report reports unless it plans; a rule stays one whatever figures and days it names."""
    assert clauses(f"{title}\n\n{said}")[0].nature is nature
