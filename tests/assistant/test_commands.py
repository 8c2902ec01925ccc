"""`hotline ask|chat|batch|calculate|settings`, run as a person runs them."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.cli import run
from assistant.reply import Reply

Captured = pytest.CaptureFixture[str]
RULE = "510700.employee-outpatient"
QUESTION = "职工医保普通门诊的起付标准是多少"
AT = ("--region", "游仙区", "--as-of", "2023-06-01")
GOOD = {"id": "a", "region": "游仙区", "as_of": "2023-06-01", "turns": [QUESTION]}


@pytest.fixture(autouse=True)
def home(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The commands run over the shipped knowledge, in an empty folder, with no setting of this machine."""
    for name in [name for name in os.environ if name.upper().startswith("HOTLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOTLINE_HOME", str(built_home))
    monkeypatch.chdir(tmp_path)
    return built_home


def said(capsys: Captured, *arguments: str) -> str:
    """The stdout of a command that must succeed without a word on stderr."""
    assert run(list(arguments)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys: Captured, *arguments: str) -> str:
    """The one line on stderr of a command that must be refused."""
    assert run(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    return err


# ask


def test_ask_prints_the_answer_and_its_sources(capsys: Captured) -> None:
    """The answer, then each citation with its number, title, date, place, wording and clause."""
    answer, source = said(capsys, "ask", QUESTION, *AT).splitlines()
    assert "200元" in answer
    assert source == (
        "[1] 《增强医疗保障功能 严守百姓“救命钱”》 2023-05-31 四川省绵阳市"
        "（编写要点，youxian-interview-2023.outpatient-deductible）"
    )


def test_ask_prints_the_whole_reply_as_json(capsys: Captured) -> None:
    """--json is a Reply and nothing else."""
    reply = Reply.model_validate_json(said(capsys, "ask", QUESTION, *AT, "--json"))
    assert reply.kind == "answer" and len(reply.citations) == 1


@pytest.mark.parametrize("text", ["试管婴儿手术能报销多少", "", "你好", "转人工", "怎么用假发票套医保的钱"])
def test_every_kind_of_reply_is_a_success(capsys: Captured, text: str) -> None:
    """An honest gap, a question back, small talk and a refusal are answers: exit 0."""
    assert said(capsys, "ask", text, *AT).strip()


# chat


def test_chat_is_one_conversation(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are turns of one conversation, an empty line ends it."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("在职职工看门诊花了1600元能报多少\n三级医院\n\n不再读到\n"))
    out = said(capsys, "chat", *AT)
    assert "在哪一级医院" in out and "统筹基金支付700元" in out


def test_chat_ends_with_the_input(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of the input ends the conversation without an error."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("你好\n"))
    assert "您好" in said(capsys, "chat", *AT)


# batch


def batch(tmp_path: Path, *lines: object) -> tuple[int, list[dict[str, Any]]]:
    """Run a batch over these lines (JSON where not text): the exit code, and the lines that came out."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    source.write_text("\n".join(texts), encoding="utf-8", errors="surrogatepass")
    code = run(["batch", str(source), str(target)])
    return code, [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n") if line]


def test_batch_answers_line_by_line(capsys: Captured, tmp_path: Path) -> None:
    """A line out for each line in, with its id and one Reply a turn; the conversation is one."""
    code, (first, second) = batch(tmp_path, {**GOOD, "turns": [QUESTION, "那支付限额呢"]}, "", {**GOOD, "id": 7})
    assert code == 0
    assert (first["id"], second["id"]) == ("a", 7)
    replies = [Reply.model_validate(reply) for reply in first["replies"]]
    assert "200元" in replies[0].text and "2000元" in replies[1].text
    assert replies[0].conversation_id == replies[1].conversation_id


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("kein json", "不是合法的 JSON"),
        ('{"id": "a"} x', "不是合法的 JSON"),
        ("[" * 50_000, "不是合法的 JSON"),
        ("null", "缺少 turns"),
        ("[1]", "缺少 turns"),
        ({"id": "b"}, "缺少 turns"),
        ({"turns": []}, "缺少 turns"),
        ({"turns": "问题"}, "缺少 turns"),
        ({"turns": [1]}, "缺少 turns"),
        ({**GOOD, "region": 510704}, "region 和 as_of 须是文字"),
        ({**GOOD, "as_of": 20230601}, "region 和 as_of 须是文字"),
        ({**GOOD, "as_of": "2023-02-30"}, "不是日期"),
        ({**GOOD, "region": "没有这个地方"}, "没有找到地名"),
        ({**GOOD, "turns": ["长" * 32_001]}, "超过上限"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_still_run(
    capsys: Captured, tmp_path: Path, bad: object, says: str
) -> None:
    """Each bad line is one line on stderr with file and number; good ones around it are answered; exit 1."""
    code, rows = batch(tmp_path, GOOD, bad, {**GOOD, "id": "c"})
    report, summary = capsys.readouterr().err.splitlines()
    assert code == 1
    assert [row["id"] for row in rows] == ["a", "c"]
    assert report.startswith(f"{tmp_path / 'in.jsonl'}:2: ") and says in report
    assert summary.startswith("1 行没有处理，原因见上；其余 2 行已写入")


def test_batch_reads_what_editors_write(capsys: Captured, tmp_path: Path) -> None:
    """A byte order mark, Windows line ends, other Unicode line ends inside a text and lone surrogates are no errors."""
    marked = "\ufeff" + json.dumps(GOOD, ensure_ascii=False) + "\r"
    within = json.dumps({**GOOD, "turns": ["起付线\u2028是多少"]}, ensure_ascii=False)
    code, rows = batch(tmp_path, marked, within, '{"id": "\\ud800", "turns": ["\\ud800你好"]}')
    assert capsys.readouterr().err == ""
    assert (code, len(rows)) == (0, 3)


def test_batch_refuses_another_encoding(capsys: Captured, tmp_path: Path) -> None:
    """A file that is not UTF-8 is one line with the way out."""
    (tmp_path / "gbk.jsonl").write_bytes('{"turns": ["门诊"]}'.encode("gbk"))
    assert "不是 UTF-8 文本" in refused(capsys, "batch", "gbk.jsonl", "out.jsonl")


def test_batch_never_overwrites_its_input(capsys: Captured, tmp_path: Path) -> None:
    """Input and output being one file is refused, and the file is still whole."""
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(GOOD), encoding="utf-8")
    assert "覆盖输入" in refused(capsys, "batch", str(source), "./in.jsonl")
    assert json.loads(source.read_text(encoding="utf-8")) == GOOD


# calculate


def test_calculate_alone_lists_the_rules_by_place(capsys: Captured) -> None:
    """Without arguments: below each place its rules, with the days since when they hold and when they were checked."""
    lines = said(capsys, "calculate").splitlines()
    assert lines.count("四川省绵阳市") == 1
    own = lines[lines.index("四川省绵阳市") + 1 :]
    assert f"  {RULE}　职工医保普通门诊统筹　自2023-01-01起　最近核对 2023-05-31" in own
    listed = json.loads(said(capsys, "calculate", "--json"))
    assert sorted(rule["id"] for rule in listed) == sorted(
        line.split("　")[0].strip() for line in lines if "　" in line
    )
    assert next(rule for rule in listed if rule["id"] == RULE)["region"] == {"code": "510700", "name": "四川省绵阳市"}


def test_calculate_with_a_rule_lists_its_inputs(capsys: Captured) -> None:
    """With a rule alone: what it asks, the choices, and what is assumed where nothing is said."""
    lines = said(capsys, "calculate", RULE).splitlines()
    assert lines[0] == "status　人员类别　必填　您是在职还是退休？（active=在职、retired=退休）"
    assert [line.split("　")[0] for line in lines] == ["status", "tier", "amount", "out_of_scope", "accrued", "paid"]
    assert "可不填（按今年第一次计算）" in lines[4]
    assert json.loads(said(capsys, "calculate", RULE, "--json"))[0]["name"] == "status"


@pytest.mark.parametrize(
    "facts",
    [("status=active", "tier=tertiary", "amount=1600"), ("status=在职", "tier=三级定点医疗机构", "amount=1600元")],
)
def test_calculate_shows_result_and_steps(capsys: Captured, facts: tuple[str, ...]) -> None:
    """The results first, every line of the ledger with its clause, what was assumed; values or labels, as one likes."""
    out = said(capsys, "calculate", RULE, *facts, "--as-of", "2023-06-01").splitlines()
    assert out[:4] == [
        "职工医保普通门诊统筹（四川省绵阳市，按2023-06-01执行的标准）",
        "→ 统筹基金支付：700元",
        "→ 个人负担：900元",
        "步骤：",
    ]
    clause = "youxian-interview-2023.outpatient-deductible"
    assert f"  年度起付标准（在职）：200元　自2023-01-01起执行［{clause}］" in out
    assert out[-2:] == ["前提：按费用全部可以报销计算", "前提：按今年第一次计算"]


def test_calculate_shows_what_the_sources_leave_open(capsys: Captured) -> None:
    """A second reading stands beside each result that has one; what no source tells is said last."""
    facts = ("referral=unreferred", "ratio=60%", "amount=9000", "deductible=1000", "--as-of", "2018-10-01")
    twice = said(capsys, "calculate", "620522.referral", *facts).splitlines()
    assert "→ 医保基金支付：4000元；另一种读法：4320元" in twice
    assert not any(line.startswith("注意：") for line in twice)
    part = said(capsys, "calculate", "620522.referral", *(f for f in facts if f != "ratio=60%")).splitlines()
    assert part[1:3] == ["→ 比例降低少报的部分（按百分点计算）：800元", "→ 超过起付线的费用：8000元"]
    assert part[-1].startswith("注意：原文没有写县外住院的报销比例")


def test_calculate_knows_days(capsys: Captured) -> None:
    """A day or a moment is asked for with the form in which it is written; a result may be one."""
    rule = "620522.admission-registration"
    assert said(capsys, "calculate", rule).splitlines()[1].endswith("（写成 2018-05-01 08:30）")
    facts = ("admission=emergency", "start=2018-10-01 08:30", "--as-of", "2018-10-01")
    assert "→ 最迟登记时间：2018年10月4日8时30分" in said(capsys, "calculate", rule, *facts)
    result = json.loads(said(capsys, "calculate", rule, *facts, "--json"))["results"][0]
    assert (result["type"], result["value"]) == ("date", "2018-10-04T08:30:00")


def test_rule_that_asks_nothing_is_calculated_at_once(capsys: Captured) -> None:
    """Where there are no inputs to list, the result is shown."""
    assert "→ 最高奖励：20万元" in said(capsys, "calculate", "510700.report-reward", "--as-of", "2023-06-01")


def test_calculate_draws_the_bill(capsys: Captured, tmp_path: Path) -> None:
    """--svg writes the picture and changes nothing else."""
    facts = ("status=active", "tier=tertiary", "amount=1600", "--as-of", "2023-06-01")
    plain = said(capsys, "calculate", RULE, *facts)
    assert said(capsys, "calculate", RULE, *facts, "--svg", "bill.svg") == plain
    drawn = (tmp_path / "bill.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(drawn).get("role") == "img" and "700元" in drawn


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("amount=1600", "--svg", "bill.svg"), "还缺 status："),
        (("status=active", "tier=tertiary", "amount=0", "--svg", "bill.svg"), "画不出图；请去掉 --svg"),
        (("status=active", "tier=tertiary", "amount=1600", "--svg", "no/bill.svg"), "没有这个文件或文件夹"),
        (("status=active", "tier=tertiary", "amount=1600", "--svg", "."), "这是文件夹"),
    ],
)
def test_calculate_says_why_there_is_no_picture(
    capsys: Captured, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    """Nothing to draw, or nowhere to write it, is one line; no file is left."""
    assert says in refused(capsys, "calculate", RULE, *arguments, "--as-of", "2023-06-01")
    assert not list(tmp_path.iterdir())


def test_calculate_as_json_is_exact(capsys: Captured) -> None:
    """The JSON holds values as strings, with rule, day and clauses."""
    facts = ("status=retired", "tier=pharmacy", "amount=150.01", "--as-of", "2023-06-01", "--json")
    data = json.loads(said(capsys, "calculate", RULE, *facts))
    assert data["outcome"] == "complete"
    assert [(r["name"], r["value"]) for r in data["results"]] == [("fund", "0.01"), ("self", "150")]
    assert data["day"] == "2023-06-01" and len(data["rule_digest"]) == 64


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (("amount=1600",), "还缺 status：您是在职还是退休？（active=在职、retired=退休）"),
        (("status=active", "amount=1600"), "还缺 tier："),
        (("amuont=1600",), "不认识的输入“amuont”；可用：status、tier、amount"),
        (("amount",), "“amount”不是 KEY=VALUE 的形式，例如 amount=1600"),
        (("=1600",), "不是 KEY=VALUE 的形式"),
        (("status=active", "status=retired"), "status 写了两次"),
        (("status=pensionär", "tier=tertiary", "amount=1"), "可选：active（在职）、retired（退休）"),
        (("status=active", "tier=tertiary", "amount=viel"), "amount “viel”不是数"),
        (("status=active", "tier=tertiary", "amount=-1"), "不能是负数"),
        (("status=active", "tier=tertiary", "amount=1.005"), "小于一分"),
        (("status=active", "tier=tertiary", "amount=1600", "--as-of", "2022-12-31"), "没有2022-12-31的年度起付标准"),
    ],
)
def test_calculate_refuses_what_it_cannot_use(capsys: Captured, facts: tuple[str, ...], says: str) -> None:
    """A missing fact, an unknown one, a wrong value or a day without parameters is one line with the way out."""
    line = refused(capsys, "calculate", RULE, *facts, *(() if "--as-of" in facts else ("--as-of", "2023-06-01")))
    assert says in line


# settings


def test_settings_lists_every_setting_with_its_value(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """Each setting with the value in force and what it means; a setting that is off is not shown as empty."""
    monkeypatch.setenv("HOTLINE_BUILTIN", "0")
    values = dict(line.split("　")[0].split("=", 1) for line in said(capsys, "settings").splitlines())
    assert values["HOTLINE_HOME"] == str(home)
    assert values["HOTLINE_BUILTIN"] == "False"
    assert values["HOTLINE_REGION"] == ""
    assert all("　" in line for line in said(capsys, "settings").splitlines())
