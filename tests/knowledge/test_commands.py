"""`hotline knowledge …` from the outside: what is printed, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from knowledge_command import Ended, Hotline, refused
from knowledge_texts import policy, put

from knowledge.document import Document
from knowledge.home import Home


def test_check_of_the_shipped_knowledge(hotline: Hotline) -> None:
    """The gate: everything that must hold of the shipped knowledge holds."""
    assert hotline("check") == Ended(0, "检查通过。\n", "")
    assert json.loads(hotline("check", "--json").out) == []


def test_check_that_fails(hotline: Hotline, tmp_path: Path) -> None:
    """A check that finds something prints each thing on a line and ends with 1."""
    put(tmp_path, policy("own", "甲。", "甲。", "甲。"))
    ended = hotline("check", builtin=False)
    assert (ended.code, ended.out.count("\n"), ended.err) == (1, 2, "检查发现 2 个问题\n")
    as_json = hotline("check", "--json", builtin=False)
    assert as_json.code == 1
    rows = json.loads(as_json.out)
    assert [
        f"{row['file']}:{row['line']}: {row['key']}：{row['message']}；{row['remedy']}" for row in rows
    ] == ended.out.splitlines()
    assert {row["severity"] for row in rows} == {"error"}


def test_build_publish_versions(hotline: Hotline, tmp_path: Path) -> None:
    """A build answers at once, a draft after it is published; going back is publishing the older one."""
    put(tmp_path, policy("own", "甲。"))
    assert hotline("build", builtin=False).out == "版本 1（已启用）：2 份文档，3 条。\n"
    assert hotline("build", "--if-stale", builtin=False).out == "知识库已是最新：2 份文档，3 条。\n"
    put(tmp_path, policy("own", "甲。", "乙。"))
    assert hotline("build", "--draft", builtin=False).out == "版本 2（草稿）：2 份文档，4 条。\n"
    assert hotline("show", "own.c2", builtin=False).code == 2
    assert [line[:3] for line in hotline("versions", builtin=False).out.splitlines()] == ["* 1", "  2"]
    assert hotline("publish", 2, builtin=False).out == "已启用版本 2。\n"
    assert hotline("show", "own.c2", builtin=False).out == "[own.c2] 正文 › 第2条\n乙。\n\n"
    rows = json.loads(hotline("versions", "--json", builtin=False).out)
    assert [(row["number"], row["current"], row["clauses"]) for row in rows] == [(1, False, 3), (2, True, 4)]
    hotline("publish", 1, builtin=False)
    assert Home(tmp_path).current() == 1
    assert hotline("build", "--if-stale", builtin=False).out == "版本 3（已启用）：2 份文档，4 条。\n"


def test_publish_what_is_not_there(hotline: Hotline, built_home: Path, tmp_path: Path) -> None:
    """A generation that does not exist cannot be published, and nothing is switched."""
    assert refused(hotline("publish", 9)) == "没有版本 9；可用的版本见 hotline knowledge versions"
    assert not (tmp_path / "current").exists()


def test_list(hotline: Hotline, built_home: Path, shipped: dict[str, Document]) -> None:
    """Every document is listed with place, date and title; as JSON with its whole header."""
    lines = hotline("list", home=built_home).out.splitlines()
    assert len(lines) == len(shipped)
    assert "youxian-interview-2023　四川省绵阳市游仙区　2023-05-31　增强医疗保障功能 严守百姓“救命钱”" in lines
    assert any(line.startswith("county-report-2018h1　未写明地区　无日期　") for line in lines)
    rows = json.loads(hotline("list", "--json", home=built_home).out)
    assert {row["id"] for row in rows} == set(shipped)
    assert {row["superseded"] for row in rows} == {False}
    assert next(row for row in rows if row["id"] == "qinan-notice-2018")["document_number"] == "84号"


def test_list_marks_what_was_superseded(hotline: Hotline, tmp_path: Path) -> None:
    """A digest whose original was imported is listed as such."""
    put(tmp_path, policy("original", "热线12345。", document_number="国办发〔2020〕53号", region="全国"))
    hotline("build", builtin=False)
    lines = hotline("list", builtin=False).out.splitlines()
    assert [line.endswith("（已由导入的原文代替）") for line in lines] == [True, False]


def test_show(hotline: Hotline, built_home: Path, shipped: dict[str, Document]) -> None:
    """A document shows its clauses in order, a clause itself."""
    document = shipped["national-numbers"]
    shown = json.loads(hotline("show", "national-numbers", "--json", home=built_home).out)
    assert [row["id"] for row in shown] == [clause.id for clause in document.clauses]
    clause = document.clauses[0]
    assert hotline("show", clause.id, home=built_home).out == f"[{clause.id}] {clause.heading}\n{clause.text}\n\n"
    told = refused(hotline("show", "nothing", home=built_home))
    assert told == "没有编号为 nothing 的文档或条款；可用的文档见 hotline knowledge list"


def test_search(hotline: Hotline, built_home: Path) -> None:
    """One query prints its hits, as JSON with the contract's fields."""
    asked = ("search", "门诊起付标准", "--region", "游仙区", "--as-of", "2023-06-01", "--top", 2)
    hits = json.loads(hotline(*asked, "--json", home=built_home).out)
    assert len(hits) == 2
    assert {"clause_id", "document_id", "source", "score", "heading", "text"} <= set(hits[0])
    assert hits[0]["clause_id"] == "youxian-interview-2023.outpatient-deductible"
    printed = hotline(*asked, home=built_home)
    assert printed.code == 0
    assert [f"[{hit['clause_id']}]" in printed.out for hit in hits] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["search"], "缺少检索词；用法：hotline knowledge search"),
        (["search", "x", "--region", "火星"], "没有找到地名“火星”；请填写"),
        (["search", "x", "--region", "朝阳区"], "叫“朝阳区”的地方不止一个"),
        (["search", "x", "--as-of", "昨天"], "“昨天”不是日期；请写成 2023-01-31 的形式"),
        (["search", "x", "--top", "0"], "参数 top 不能用"),
        (["search", "x", "--tpo", "3"], "没有选项 --tpo"),
        (["search", "--batch", "missing.jsonl", "out.jsonl"], "missing.jsonl：没有这个文件或文件夹；请检查路径"),
        (["show"], "缺少参数 ID"),
        (["nothing"], "没有命令 nothing"),
    ],
)
def test_refused(hotline: Hotline, built_home: Path, arguments: list[str], says: str) -> None:
    """What cannot be used ends with 2 and one line that says how to mend it."""
    assert says in refused(hotline(*arguments, home=built_home))


@pytest.mark.parametrize("arguments", [["list"], ["show", "x"], ["search", "x"]])
def test_before_the_first_build(hotline: Hotline, tmp_path: Path, arguments: list[str]) -> None:
    """Without a generation a command says what to run."""
    assert refused(hotline(*arguments)) == f"{tmp_path} 里还没有知识库；请先运行 hotline knowledge build"


def test_broken_document(hotline: Hotline, tmp_path: Path) -> None:
    """A document that cannot be read stops a build with file and line."""
    put(tmp_path, policy("own", "甲。", regoin="510704"))
    told = refused(hotline("build", builtin=False))
    assert told == f"{tmp_path}/documents/own.md:5: 文头 regoin：不认识的键；请查对拼写"


def test_search_batch(hotline: Hotline, built_home: Path, tmp_path: Path) -> None:
    """Every good line is answered in order; each bad one is reported with its number, and the command ends with 1."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        '{"id": "a", "query": "门诊起付标准", "region": "游仙区", "as_of": "2023-06-01"}',
        "不是 JSON",
        '{"id": "b", "query": "转诊转院", "region": "620522"}',
        "",
        '{"id": "c", "region": "游仙区"}',
        '{"id": "d", "query": "x", "region": "火星"}',
        '{"id": "e", "query": "x", "as_of": "2023-02-30"}',
        '["query"]',
        '{"id": "f", "query": 5}',
        '{"id": "g", "query": "x", "region": 510704}',
        '{"id": 7, "query": "医保\u2028基金"}',
        '{"query": ""}',
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    ended = hotline("search", "--batch", source, target, "--top", 3, home=built_home)
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n") if line]
    assert [row["id"] for row in rows] == ["a", "b", 7, None]
    assert [len(row["hits"]) for row in rows] == [3, 3, 3, 0]
    assert rows[0]["hits"][0]["clause_id"] == "youxian-interview-2023.outpatient-deductible"
    assert {"clause_id", "document_id", "source", "score", "heading", "text"} <= set(rows[0]["hits"][0])
    *reports, last = ended.err.splitlines()
    assert ended.code == 1
    assert [report.removeprefix(f"{source}:").split(":")[0] for report in reports] == [*list("256789"), "10"]
    assert "每行须形如" in reports[0]
    assert "没有找到地名“火星”" in reports[2]
    assert "“2023-02-30”不是日期" in reports[3]
    assert last == "7 行没有处理，原因见上"


def test_search_batch_all_good(hotline: Hotline, built_home: Path, tmp_path: Path) -> None:
    """Without a bad line the command ends with 0; a byte order mark does no harm."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes('\ufeff{"id": "a", "query": "医保"}\r\n'.encode())
    assert hotline("search", "--batch", source, target, home=built_home) == Ended(0, "", "")
    assert json.loads(target.read_text(encoding="utf-8"))["id"] == "a"


def test_search_batch_onto_itself(hotline: Hotline, built_home: Path, tmp_path: Path) -> None:
    """An output that is the input is refused, and the input stays as it was."""
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "1", "query": "起付标准"}\n', encoding="utf-8")
    told = refused(hotline("search", "--batch", source, tmp_path / "." / "in.jsonl", home=built_home))
    assert told.endswith("输出会覆盖输入；请换一个输出文件名")
    assert "起付标准" in source.read_text(encoding="utf-8")


def test_search_batch_in_another_encoding(hotline: Hotline, built_home: Path, tmp_path: Path) -> None:
    """A file that is not UTF-8 is refused, and no output is begun."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes('{"query": "医保"}'.encode("gbk"))
    told = refused(hotline("search", "--batch", source, target, home=built_home))
    assert told == f"{source}：不是 UTF-8 文本；请另存为 UTF-8 编码"
    assert not target.exists()


def test_unknown_setting(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in a setting's name stops every command."""
    monkeypatch.setenv("HOTLINE_REGOIN", "游仙区")
    assert refused(hotline("versions")) == "不认识的设置 HOTLINE_REGOIN；可用的设置见 hotline settings"


def test_no_traceback_in_a_process_of_its_own(tmp_path: Path) -> None:
    """The script itself ends with 2 and one line on stderr, never a traceback."""
    script = Path(sys.executable).with_name("hotline")
    ended = subprocess.run(
        [script, "knowledge", "list"], env={"HOTLINE_HOME": str(tmp_path)}, capture_output=True, text=True
    )
    assert refused(Ended(ended.returncode, ended.stdout, ended.stderr)).endswith("请先运行 hotline knowledge build")
