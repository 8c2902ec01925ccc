"""A document file is read exactly or refused with file, line and remedy; what is written reads back the same."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.clause import Clause, Facets, Nature, Span
from knowledge.document import Document, Header, Kind, Wording, parse_document, read_document, write_document
from knowledge.errors import DocumentError

GOOD = """\
---
id: sample
title: 样例
region: 510704
published: 2023-01-01
---

# 待遇

## 起付标准 {#deductible}
@from: 2023-02-01
@insured: employee
@question: 门槛费多少

起付标准200元。

## 比例 {#ratio}

报销60%。
"""


def test_complete_file() -> None:
    """Header and attributes become the clauses' place, days, facets and questions; groups give the heading path."""
    document = parse_document(
        GOOD.replace("@question: 门槛费多少", "@question: 门槛费多少\n@unanswered: 住院的门槛费多少")
    )
    assert document.header == Header(id="sample", title="样例", region="510704", published=date(2023, 1, 1))
    deductible, ratio = document.clauses
    assert deductible == Clause(
        id="sample.deductible",
        document_id="sample",
        headings=("待遇", "起付标准"),
        text="起付标准200元。",
        region="510704",
        effective_from=date(2023, 2, 1),
        facets=Facets(insured=frozenset({"employee"})),
        questions=("门槛费多少",),
        unanswered=("住院的门槛费多少",),
    )
    assert (ratio.headings, ratio.effective_from) == (("待遇", "比例"), date(2023, 1, 1))


def test_stated_first_day_before_publication() -> None:
    """A stated first day counts before the day of publication."""
    text = GOOD.replace("published: 2023-01-01", "published: 2023-01-01\neffective_from: 2023-03-01")
    assert [c.effective_from for c in parse_document(text).clauses] == [date(2023, 2, 1), date(2023, 3, 1)]


def test_attributes_reopen_what_the_header_sets() -> None:
    """`null` takes back what the header says: a clause without a place or without a first day."""
    text = GOOD.replace("@from: 2023-02-01", "@from: null\n@region: null")
    clause = parse_document(text).clauses[0]
    assert (clause.region, clause.effective_from) == (None, None)


def test_values_in_a_list() -> None:
    """Several facet values stand behind one key, with a Latin or a Chinese comma."""
    text = GOOD.replace("@insured: employee", "@tier: tertiary, secondary，primary\n@states: amount,ratio")
    clause = parse_document(text).clauses[0]
    assert clause.facets.tier == {"tertiary", "secondary", "primary"}
    assert clause.states == {"amount", "ratio"}


def test_place_by_name() -> None:
    """A place may be written by its name; the document holds its code."""
    text = GOOD.replace("region: 510704", "region: 游仙区").replace("@from: 2023-02-01", "@region: 绵阳市")
    document = parse_document(text)
    assert document.header.region == "510704"
    assert [c.region for c in document.clauses] == ["510700", "510704"]


def test_attributes_only_above_the_text() -> None:
    """A line that looks like an attribute inside the text is text."""
    document = parse_document(GOOD.replace("起付标准200元。", "起付标准200元。\n@insured: nobody"))
    assert document.clauses[0].text == "起付标准200元。\n@insured: nobody"


# what is replaced, by what, the line that is named, and what the refusal must say
REFUSED = {
    "no header": ("---\nid: sample", "id: sample", 1, "文件须以 --- 包围的 YAML 文头开始"),
    "header not closed": ("2023-01-01\n---", "2023-01-01\n", 1, "文件须以 --- 包围的 YAML 文头开始"),
    "header not YAML": ("title: 样例", "title: [样例", 4, "文头不是合法的 YAML"),
    "header a list": (GOOD.partition("\n---\n")[0][4:], "- 样例", 1, "文头须是“键: 值”的形式"),
    "missing id": ("id: sample\n", "", 1, "文头 id：缺少这一项"),
    "missing title": ("title: 样例\n", "", 1, "文头 title：缺少这一项"),
    "empty title": ("title: 样例", "title:", 3, "文头 title："),
    "id form": ("id: sample", "id: 样例", 2, "文头 id：“样例”只能用字母、数字"),
    "id with a dot": ("id: sample", "id: sam.ple", 2, "文头 id："),
    "unknown header key": ("published:", "publshed:", 5, "文头 publshed：不认识的键；请查对拼写"),
    "header date": ("2023-01-01", "2023年1月1日", 5, "文头 published：“2023年1月1日”不是日期；请写成 2023-01-31"),
    "no such day": ("2023-01-01", "2023-02-30", 5, "文头 published：“2023-02-30”不是日期"),
    "header region": ("region: 510704", "region: 990000", 4, "文头 region：没有代码为“990000”的行政区划；请填写"),
    "ambiguous region": ("region: 510704", "region: 朝阳区", 4, "文头 region：叫“朝阳区”的地方不止一个"),
    "kind": ("title: 样例", "title: 样例\nkind: 通知", 4, "文头 kind：“通知”不在可用值之内：policy、notice"),
    "wording": ("title: 样例", "title: 样例\nwording: summary", 4, "文头 wording：“summary”不在可用值之内"),
    "text before a heading": ("# 待遇", "有话先说。\n\n# 待遇", 8, "正文之前需要一个标题"),
    "attribute before a heading": ("# 待遇", "@insured: employee\n\n# 待遇", 8, "正文之前需要一个标题"),
    "text without a name": ("## 比例 {#ratio}", "## 比例", 17, "有正文的标题需要条款名"),
    "name twice": ("{#ratio}", "{#deductible}", 17, "条款名 deductible 与第 10 行重复；请换一个"),
    "attributes without text": ("起付标准200元。\n", "", 10, "标题下只有属性，没有正文"),
    "question without text": ("报销60%。", "@question: 报多少", 17, "标题下只有属性，没有正文"),
    "unknown attribute": ("@insured:", "@insurd:", 12, "不认识的属性 @insurd；可用：@region"),
    "attribute twice": ("@insured: employee", "@insured: employee\n@insured: resident", 13, "属性 @insured 写了两次"),
    "facet value": (
        "@insured: employee",
        "@insured: worker",
        12,
        "@insured：“worker”不在可用值之内：employee、resident",
    ),
    "facet value empty": ("@insured: employee", "@insured: employee,", 12, "@insured：“”不在可用值之内"),
    "tier value": ("@insured: employee", "@tier: tertiary, 三级", 12, "@tier：“三级”不在可用值之内：tertiary"),
    "states value": ("@insured: employee", "@states: money", 12, "@states：“money”不在可用值之内：amount"),
    "nature": ("@insured: employee", "@nature: rule", 12, "@nature：“rule”不在可用值之内：norm、fact"),
    "clause date": ("@from: 2023-02-01", "@from: 二月一日", 11, "@from：“二月一日”不是日期；请写成 2023-01-31 的形式"),
    "clause last day": ("@from: 2023-02-01", "@to: 2023-02-29", 11, "@to：“2023-02-29”不是日期"),
    "clause region": ("@from: 2023-02-01", "@region: 990000", 11, "@region：没有代码为“990000”的行政区划；请填写"),
    "span": ("@from: 2023-02-01", "@span: 从头到尾", 11, "@span："),
}


@pytest.mark.parametrize(("old", "new", "line", "says"), REFUSED.values(), ids=REFUSED)
def test_refused(old: str, new: str, line: int, says: str) -> None:
    """A file with one fault is refused in one line that names file, line, value and remedy."""
    assert old in GOOD
    with pytest.raises(DocumentError) as caught:
        parse_document(GOOD.replace(old, new, 1), "some/sample.md")
    assert str(caught.value).startswith(f"some/sample.md:{line}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_clause() -> None:
    """A document in which no clause stands is refused by its name."""
    with pytest.raises(DocumentError, match=r"^sample\.md: 没有任何条款；请在标题下写正文$"):
        parse_document(GOOD.partition("\n\n## ")[0], "sample.md")


def test_empty_file(tmp_path: Path) -> None:
    """An empty file is refused like one without a header."""
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"empty\.md:1: 文件须以 ---"):
        read_document(tmp_path / "empty.md")


def test_other_encoding(tmp_path: Path) -> None:
    """A file in GBK is refused with its name and how to mend it."""
    path = tmp_path / "gbk.md"
    path.write_bytes(GOOD.encode("gbk"))
    with pytest.raises(DocumentError, match=r"gbk\.md: 不是 UTF-8 文本；请另存为 UTF-8 编码$"):
        read_document(path)


def test_file_as_windows_saves_it(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends change nothing."""
    path = tmp_path / "windows.md"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_document(path) == parse_document(GOOD)


def test_shipped_documents_round_trip(shipped: dict[str, Document], tmp_path: Path) -> None:
    """Every shipped document, written and read again, is the same."""
    assert len(shipped) >= 6
    for document in shipped.values():
        path = tmp_path / f"{document.id}.md"
        path.write_text(write_document(document), encoding="utf-8")
        assert read_document(path) == document


@pytest.mark.parametrize(
    "value",
    [
        "一\x85二",
        "一\u2028二",
        "一\n---\n二",
        "未完...",
        "a: b # c",
        "'引'\"号\"",
        "[x]",
        "100000",
        "2023-01-01",
        "\u3000空",
        "~",
    ],
)
def test_header_values(value: str) -> None:
    """A header value reads back as it was, whatever YAML would make of its marks, digits and line breaks."""
    header = Header(id="d", title=value, issuer=value, topics=(value, "二"))
    document = Document(header=header, clauses=(Clause(id="d.c", document_id="d", text="甲"),))
    assert parse_document(write_document(document)) == document


_CHARACTER = st.one_of(
    st.sampled_from("起付标准元0123456789@#\\:-{} .,[]'\"\t\u3000"),
    st.characters(exclude_categories=["Cs"], exclude_characters="\n"),
)
_LINE = st.one_of(
    st.text(_CHARACTER, max_size=12),
    st.sampled_from(["@region: 火星", "@question: 为何", "@x", "#", "# 题", "#标签", "####### 深", "---", "\\# 题"]),
    st.sampled_from(["\\@from: 昨天", "\\\\@from: 昨天", "\\\\\\# 题", "\\", "", "{#name}", "## 题 {#name}"]),
)
_TEXT = st.lists(_LINE, min_size=1, max_size=6).map(lambda lines: "\n".join(lines).strip()).filter(bool)
_VALUE = st.text(_CHARACTER, min_size=1, max_size=12).map(str.strip).filter(lambda text: text not in ("", "null"))
_HEADER = st.text(_CHARACTER | st.just("\n"), min_size=1, max_size=12).filter(lambda text: text != "null")
_HEADING = _VALUE.filter(lambda text: not re.search(r"\{#[A-Za-z0-9.-]+\}$", text))
_DAY = st.none() | st.dates()
_PLACE = st.none() | st.sampled_from(["100000", "510000", "510700", "510704", "110105", "620522"])
_NAME = st.from_regex(r"[A-Za-z0-9.-]{1,5}", fullmatch=True)
_FACETS = st.builds(
    Facets,
    insured=st.frozensets(st.sampled_from(["employee", "resident"])),
    status=st.frozensets(st.sampled_from(["active", "retired"])),
    care=st.frozensets(st.sampled_from(["outpatient", "inpatient", "chronic", "maternity"])),
    tier=st.frozensets(st.sampled_from(["tertiary", "secondary", "primary", "pharmacy"])),
    setting=st.frozensets(st.sampled_from(["local", "away"])),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents with every field, headings from none to eight deep, and text that looks like markup."""
    id = draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,4}", fullmatch=True))
    text = st.none() | _HEADER
    header = Header(
        id=id,
        title=draw(_HEADER),
        issuer=draw(text),
        document_number=draw(text),
        region=draw(_PLACE),
        kind=draw(st.sampled_from(Kind)),
        published=draw(_DAY),
        effective_from=draw(_DAY),
        effective_to=draw(_DAY),
        supersedes=draw(text),
        source=draw(text),
        wording=draw(st.sampled_from(Wording)),
        owner=draw(text),
        review_by=draw(_DAY),
        topics=tuple(draw(st.lists(_HEADER, max_size=3))),
    )
    optional = st.none() | _VALUE
    path = st.lists(st.sampled_from(["甲", "乙"]) | _HEADING, max_size=8).map(tuple)
    clauses = tuple(
        Clause(
            id=f"{id}.{name}",
            document_id=id,
            headings=draw(path),
            text=draw(_TEXT),
            region=draw(st.sampled_from([header.region]) | _PLACE),
            effective_from=draw(st.sampled_from([header.in_force_from]) | _DAY),
            effective_to=draw(_DAY),
            nature=draw(st.sampled_from(Nature)),
            period=draw(optional),
            facets=draw(_FACETS),
            states=draw(st.frozensets(st.sampled_from(["amount", "ratio", "deadline", "list", "phone"]))),
            questions=tuple(draw(st.lists(_VALUE, max_size=2))),
            unanswered=tuple(draw(st.lists(_VALUE, max_size=2))),
            notice=draw(optional),
            derived=draw(optional),
            span=draw(st.none() | st.builds(Span, start=st.integers(0, 9999), end=st.integers(0, 9999))),
        )
        for name in draw(st.lists(_NAME, min_size=1, max_size=4, unique=True))
    )
    return Document(header=header, clauses=clauses)


@given(documents())
@settings(max_examples=120, deadline=None)
def test_round_trip(document: Document) -> None:
    """Whatever a document holds, what is written of it reads back as the same document."""
    assert parse_document(write_document(document)) == document


@given(documents())
@settings(max_examples=30, deadline=None)
def test_writing_is_stable(document: Document) -> None:
    """A document that was written and read is written the same way again."""
    text = write_document(document)
    assert write_document(parse_document(text)) == text


def test_a_first_day_that_only_the_publication_gives() -> None:
    """Told apart from a stated one, of the document or of the clause itself; a fact has no day of effect."""
    text = """---
id: d
title: 甲
published: 2023-05-31
{more}---
## 甲 {{#norm}}
乙。
## 甲 {{#own}}
@from: 2023-01-01

乙。
## 甲 {{#fact}}
@nature: fact

乙。
"""
    bare = parse_document(text.format(more=""))
    assert [bare.header.counts_from_published(c) for c in bare.clauses] == [True, False, False]
    stated = parse_document(text.format(more="effective_from: 2023-05-31\n"))
    assert not any(stated.header.counts_from_published(c) for c in stated.clauses)
