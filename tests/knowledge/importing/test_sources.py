"""The five raw sources become documents without hand work."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from knowledge.clause import Clause, Nature
from knowledge.coverage import sentences
from knowledge.document import Document, Kind, parse_document, write_document
from knowledge.importing.importer import Overrides, build_document
from knowledge.importing.lines import lines_of
from knowledge.importing.loaders import SourceText
from knowledge.importing.metadata import recognise

Source = Callable[[str], SourceText]
Imported = Callable[[str], Document]
COURTESY = "感谢|你好|严局长|对医保局的工作有了|再见的时候|网友的提问|有网友提问|再次|据悉|请问|好的|谢谢您|下期再会|真快|观众朋友们"
ALL = ("000", "001", "002", "003", "004")

HEADERS = [
    ("000", Kind.NEWS, "娄星区医疗保障局", "431302", None),
    ("001", Kind.REPORT, None, None, None),
    ("002", Kind.INTERVIEW, "游仙区人民政府", "510704", date(2023, 5, 31)),
    ("003", Kind.NEWS, "岱岳区医保局", "370911", date(2021, 10, 9)),
    ("004", Kind.NOTICE, "秦安县人民政府办公室", "620522", date(2018, 9, 18)),
]
TITLES = {
    "001": "2018年上半年城乡居民医保工作情况汇报",
    "002": "增强医疗保障功能 严守百姓“救命钱”",
    "003": "【我为群众办实事】泰安:岱岳区医保局 打好“法治+诚信”组合拳 守好群众“治病救命钱”",
    "004": "秦安县人民政府办公室关于进一步加强城乡居民基本医疗保险管理工作的通知",
}


def name(clause: Clause) -> str:
    """The clause's id without its document's."""
    return clause.id.split(".", 1)[1]


def squeeze(text: str) -> str:
    """Text without blanks."""
    return "".join(text.split())


@pytest.mark.parametrize(("number", "kind", "issuer", "region", "published"), HEADERS)
def test_header(
    imported: Imported, number: str, kind: Kind, issuer: str | None, region: str | None, published: date | None
) -> None:
    """Kind, issuer, place and day are read from the text, and stay empty where the text does not say them."""
    header = imported(number).header
    assert (header.kind, header.issuer, header.region, header.published) == (kind, issuer, region, published)


@pytest.mark.parametrize(("number", "title"), TITLES.items())
def test_title(imported: Imported, number: str, title: str) -> None:
    """The title is the document's own, joined where it runs over two lines."""
    assert imported(number).header.title == title


def test_cited_numbers_are_not_the_documents_own(imported: Imported) -> None:
    """No 文号 is taken from the documents that the notice cites."""
    assert imported("004").header.document_number is None


def test_what_is_missing_is_said(source: Source) -> None:
    """A missing year, place or full number is named in a warning with the remedy."""
    warnings = {n: "；".join(recognise(source(n)).warnings) for n in ("000", "001", "004")}
    assert "5月11日" in warnings["000"] and "--published" in warnings["000"]
    assert "--region" in warnings["001"] and "84号" in warnings["004"]


@pytest.mark.parametrize("number", ALL)
def test_wording_is_the_sources(source: Source, imported: Imported, number: str) -> None:
    """Each clause holds exactly the words that stand at its place in the source, and never more than 600 characters."""
    text = source(number).text
    for clause in imported(number).clauses:
        assert clause.span is not None
        assert squeeze(clause.text) == squeeze(text[clause.span.start : clause.span.end])
        assert len(clause.text) <= 600


@pytest.mark.parametrize("number", ALL)
def test_nothing_is_lost(source: Source, imported: Imported, number: str) -> None:
    """Every sentence of the text stands in a clause or in a heading; only furniture, head and courtesies are left out."""
    read, document = source(number), imported(number)
    used = recognise(read).used
    left_out = [(line.start, line.end) for i, line in enumerate(lines_of(read.text)) if i in used]
    spans = [(c.span.start, c.span.end) for c in document.clauses if c.span] + left_out
    headings = squeeze("".join(h for c in document.clauses for h in c.headings))
    lost = []
    for span in sentences(read.text):
        if any(s < span.end and span.start < e for s, e in spans):
            continue
        said = re.sub(r"^【[^】]+】|^\d\.|[。:：？?]+$", "", squeeze(read.text[span.start : span.end]))
        lost += [part for part in re.split("[:：,，]", said) if part not in headings]
    assert [s for s in lost if not re.search(COURTESY, s)] == []


@pytest.mark.parametrize("number", ALL)
def test_clauses_do_not_overlap_and_keep_sentences_whole(source: Source, imported: Imported, number: str) -> None:
    """Clauses follow one another without overlap, and none ends inside a sentence."""
    text, end = source(number).text, 0
    for clause in imported(number).clauses:
        assert clause.span is not None and clause.span.start >= end
        end = clause.span.end
        assert re.search(r"[。！？!?；;:：”）)]$", clause.text) or text[end : end + 1] in ("", "\n")


@pytest.mark.parametrize("number", ALL)
def test_written_and_read_back(imported: Imported, number: str) -> None:
    """The Markdown form reads back as the same document."""
    document = imported(number)
    assert parse_document(write_document(document)) == document


@pytest.mark.parametrize(("number", "count"), [("000", 20), ("001", 35), ("002", 41), ("003", 19), ("004", 26)])
def test_number_of_clauses(imported: Imported, number: str, count: int) -> None:
    """The cut stays as it was judged by eye."""
    assert len(imported(number).clauses) == count


def test_news_subheadings(imported: Imported) -> None:
    """000: the seven short lines are headings, six of them with text of their own below."""
    paths = dict.fromkeys(c.headings for c in imported("000").clauses)
    assert [p[-1] for p in paths] == [
        "市民诉求",
        "中国银行代扣合理合法",
        "娄星医保“四到位”",
        "精简流程优服务",
        "城乡居民医保病种扩大到43个",
        "事前、事中、事后“链条式”管理",
    ]
    assert sum(p[0] == "记者调查" for p in paths) == 5


def test_report_points(imported: Imported) -> None:
    """001: the 25 numbered points (4+4+3 with brackets, 5 suggestions, 3 aims, 6 measures) are clauses of their own."""
    names = {name(c) for c in imported("001").clauses}
    points = [f"1.{n}" for n in range(1, 5)] + [f"2.{n}" for n in range(1, 5)] + [f"3.{n}" for n in range(1, 4)]
    points += [f"5.{n}" for n in range(1, 6)] + [f"6.1.{n}" for n in range(1, 4)] + [f"6.2.{n}" for n in range(1, 7)]
    assert len(points) == 25
    for point in points:
        assert any(n == point or n.startswith(point + ".") for n in names), point
    assert not any(n.startswith("4") for n in names)  # the source goes from three to five


def test_interview_pairs(imported: Imported) -> None:
    """002: thirteen questions of the host and five of the readers, each with its own answer."""
    asked = list(dict.fromkeys(c.questions for c in imported("002").clauses if c.questions))
    assert len(asked) == 18
    for clause in imported("002").clauses:
        if clause.questions:
            assert any(clause.questions[0].rstrip("。吧") in h or h in clause.questions[0] for h in clause.headings)
            assert not clause.text.startswith(("【", "答"))


def test_short_answers_stay_whole(imported: Imported) -> None:
    """002: deductible, ratios and limit of the outpatient answer stand in one clause, with the question above it."""
    clause = next(c for c in imported("002").clauses if "门槛费" in c.text)
    assert "60%" in clause.text and "2500元" in clause.text
    assert clause.headings[-1].startswith("职工医保普通门诊费用统筹报销标准是多少")


def test_city_rule_in_a_districts_interview(imported: Imported) -> None:
    """002: what the district's office says of 我市 is the city's; what it says without it is the district's."""
    by_text = {c.text[:12]: c for c in imported("002").clauses}
    chronic = next(c for c in by_text.values() if "由统筹基金按75%支付" in c.text)
    hotels = next(c for c in by_text.values() if "共91家" in c.text)
    assert (chronic.region, chronic.effective_from) == ("510700", date(2023, 1, 1))
    assert (hotels.region, hotels.effective_from) == ("510704", date(2023, 5, 31))


def test_facts_and_norms(imported: Imported) -> None:
    """Figures of a period are facts with that period, rules are norms."""
    report = {name(c): c for c in imported("001").clauses}
    assert (report["1.2.1"].nature, report["1.2.1"].period) == (Nature.FACT, "2018年1-5月")
    assert report["5.1"].nature is Nature.NORM
    news = next(c for c in imported("000").clauses if "2784.44万元" in c.text)
    assert (news.nature, news.period) == (Nature.FACT, "2019年度")
    assert all(c.nature is Nature.NORM for c in imported("004").clauses)
    raised = next(c for c in imported("002").clauses if "单病种每人每年职工医保最高可报销2000元" in c.text)
    assert raised.nature is Nature.NORM


def test_notice_sections(imported: Imported) -> None:
    """004: seven sections; the bracketed points and the rows 一要…… are clauses below their headings."""
    clauses = imported("004").clauses
    assert len({c.headings[0] for c in clauses if c.headings}) == 7
    names = {name(c) for c in clauses}
    assert {"2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3"} <= names
    assert {"5.1", "5.2", "5.3", "5.4", "5.5", "6", "7"} <= names
    first = next(c for c in clauses if name(c) == "2.1")
    assert first.headings == ("二、加强基金管理,完善医保基金运行机制", "(一)做好基金筹集")


def test_rule_and_condition_stay_together(imported: Imported) -> None:
    """004: the cut of ten points stands with the missing referral, 002: that of treatment elsewhere with its exemption."""
    cut = next(c for c in imported("004").clauses if "降低报销比例10%" in c.text)
    assert "未办理转诊手续" in cut.text
    away = next(c for c in imported("002").clauses if "下调10%" in c.text)
    assert "未按规定办理异地就医备案手续" in away.text and "免备案" in away.text


def test_overrides_go_first(source: Source) -> None:
    """What the person says replaces what was recognised and silences its warning."""
    said = Overrides(
        region="绵阳市", issuer="某局", published=date(2018, 7, 1), title="题", source="https://example.org/a"
    )
    document, warnings = build_document(source("001"), said)
    header = document.header
    assert (header.region, header.issuer, header.title) == ("510700", "某局", "题")
    assert (header.published, header.source) == (date(2018, 7, 1), "https://example.org/a")
    assert warnings == []
