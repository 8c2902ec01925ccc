"""A new version of an original keeps what editors corrected on the clauses whose wording stayed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.clause import Clause, Nature
from knowledge.document import Document, read_document
from knowledge.importing import ImportResult, Overrides, import_paths, store
from knowledge.importing.store import write_atomically

NOTICE = """绵阳市医疗保障局关于门诊待遇的通知

{}

绵阳市医疗保障局

2022年12月5日
"""
FIRST = (
    "起付标准。职工门诊起付标准为每年200元，一年只扣一次。",
    "报销比例。三级医院报销比例为百分之五十。",
    "支付限额。年度支付限额为2000元。",
)


class Desk:
    """A home and a file that is imported into it again and again."""

    def __init__(self, folder: Path) -> None:
        self.documents = folder / "home" / "documents"
        self.file = folder / "mz.txt"

    @property
    def path(self) -> Path:
        """The document's file in the home."""
        return self.documents / "mz.md"

    def bring(self, *points: str, overrides: Overrides | None = None) -> ImportResult:
        """Import a version whose numbered points are these."""
        numbered = "\n\n".join(f"{'一二三四五六'[n]}、{point}" for n, point in enumerate(points))
        self.file.write_text(NOTICE.format(numbered), encoding="utf-8")
        (result,) = import_paths([self.file], self.documents, overrides)
        assert result.error is None, result.error
        return result

    def edit(self, *changes: tuple[str, str]) -> None:
        """Replace text in the document, as an editor does."""
        text = self.path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.path.write_text(text, encoding="utf-8")

    def read(self) -> Document:
        """The document as it lies in the home."""
        return read_document(self.path)

    def clause(self, words: str) -> Clause:
        """The one clause that holds these words."""
        (clause,) = [c for c in self.read().clauses if words in c.text]
        return clause


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A home with the first version."""
    made = Desk(tmp_path)
    made.bring(*FIRST)
    return made


def attributes(desk: Desk, name: str, *lines: str) -> None:
    """Write attribute lines below the heading of a clause, in place of those that the importer wrote."""
    text = desk.path.read_text(encoding="utf-8").split("\n")
    at = next(i for i, line in enumerate(text) if line.endswith(f"{{#{name}}}"))
    end = next(i for i, line in enumerate(text) if i > at and not line.startswith("@"))
    span = [line for line in text[at:end] if line.startswith("@span")]
    desk.path.write_text("\n".join([*text[: at + 1], *span, *lines, *text[end:]]), encoding="utf-8")


def test_corrections_stay(desk: Desk) -> None:
    """Facets, days, place, nature, period, statements, questions, notice and the id of an unchanged clause stay."""
    attributes(
        desk, "2", "@region: 510704", "@from: 2023-02-01", "@to: 2025-12-31", "@nature: fact", "@period: 2023",
        "@insured: resident", "@states: list", "@notice: 原文不清", "@question: 报多少",
    )  # fmt: skip
    desk.edit(("{#2}", "{#ratio}"))
    before = desk.clause("百分之五十")
    result = desk.bring(FIRST[0], FIRST[1], "支付限额。年度支付限额为3000元。")
    after = desk.clause("百分之五十")
    assert result.state == "changed"
    assert after.model_dump(exclude={"span"}) == before.model_dump(exclude={"span"})
    assert (after.id, after.questions, after.nature) == ("mz.ratio", ("报多少",), Nature.FACT)


WITHOUT_HEADINGS = (
    "参加职工医保的人员到本市定点医疗机构普通门诊就医，起付标准为每年200元，在一个自然年度内只扣一次，不分医院等级累计计算。",
    "超过起付标准的门诊费用，在三级定点医疗机构就医的由统筹基金按百分之五十支付，二级及以下定点医疗机构按百分之六十支付。",
    "一个自然年度内，在职职工的普通门诊费用由统筹基金最高支付2000元，退休职工最高支付2500元，当年没有用完的不转入下一年度。",
)


@pytest.mark.parametrize("points", [FIRST, WITHOUT_HEADINGS])
def test_matched_by_words_not_by_number(tmp_path: Path, points: tuple[str, ...]) -> None:
    """Where a new point comes first, every old one keeps its id and work, whatever number it now begins with."""
    desk = Desk(tmp_path)
    desk.bring(*points)
    attributes(desk, "1", "@question: 门槛费多少")
    before = {c.text[-12:]: c.id for c in desk.read().clauses}
    result = desk.bring("适用范围。本通知适用于全市参加职工基本医疗保险的人员，自发布之日起执行。", *points)
    after = {c.text[-12:]: c.id for c in desk.read().clauses}
    assert before.items() <= after.items()
    assert set(after.values()) - set(before.values()) == {"mz.1-2"}
    assert desk.clause("每年200元").questions == ("门槛费多少",)
    assert [w.split("：")[0] for w in result.warnings if "条款" in w] == ["新增的条款 1 条"]


def test_unnumbered_clauses_keep_their_ids(tmp_path: Path) -> None:
    """A paragraph that moves keeps id and questions; the new one does not take an id that is in use."""
    desk = Desk(tmp_path)
    one = "参保人员到三级医院门诊就医的，统筹基金按百分之五十支付，一个自然年度内最高支付二千元。" * 3
    two = "退休人员到三级医院门诊就医的，统筹基金按百分之六十支付，一个自然年度内最高支付三千元。" * 3
    three = "异地就医的参保人员应当先备案，未备案的按照就医地目录和参保地政策降低十个百分点支付。" * 3
    text = "绵阳市医疗保障局关于门诊待遇的通知\n\n## 在职\n\n{}\n\n## 退休\n\n{}\n\n"
    desk.file = tmp_path / "mz.md"
    desk.file.write_text(text.format(one, two), encoding="utf-8")
    import_paths([desk.file], desk.documents)
    before = {c.text: c.id for c in desk.read().clauses}
    desk.file.write_text(text.format(three, one) + f"## 其他\n\n{two}\n", encoding="utf-8")
    (result,) = import_paths([desk.file], desk.documents)
    after = {c.text: c.id for c in desk.read().clauses}
    assert {t: i for t, i in after.items() if t in before} == before
    assert len(set(after.values())) == len(after) > len(before)
    assert any(w.startswith("新增的条款") for w in result.warnings)


def test_what_nobody_corrected_follows_the_new_version(desk: Desk) -> None:
    """A clause without corrections takes the new version's days; one whose days were corrected keeps them."""
    attributes(desk, "1", "@from: 2021-01-01")
    desk.bring(*FIRST, overrides=Overrides(effective_from=date(2024, 1, 1)))
    assert desk.read().header.effective_from == date(2024, 1, 1)
    assert desk.clause("每年200元").effective_from == date(2021, 1, 1)
    assert desk.clause("百分之五十").effective_from == date(2024, 1, 1)


def test_header_corrections_stay(desk: Desk) -> None:
    """What was corrected in the header, or said on the command line before, outlives a new version."""
    desk.bring(*FIRST, overrides=Overrides(issuer="绵阳市医保局"))
    desk.edit(
        ("kind: notice", "kind: policy\nowner: 张三\nreview_by: 2030-01-01\ntopics: [门诊]\neffective_to: 2025-12-31")
    )
    desk.bring(FIRST[0], FIRST[1], "支付限额。年度支付限额为3000元。")
    header = desk.read().header
    assert (header.issuer, header.kind, header.owner, header.topics) == ("绵阳市医保局", "policy", "张三", ("门诊",))
    assert header.effective_to == date(2025, 12, 31)
    assert {c.effective_to for c in desk.read().clauses} == {date(2025, 12, 31)}
    desk.bring(*FIRST, overrides=Overrides(issuer="四川省医保局"))
    assert desk.read().header.issuer == "四川省医保局"


def test_changes_are_listed(desk: Desk) -> None:
    """The warnings name changed, new and dropped clauses, and those whose corrections were lost."""
    attributes(desk, "3", "@question: 一年最多报多少")
    result = desk.bring(
        FIRST[0],
        FIRST[1],
        "支付限额。年度支付限额为3000元。",
        "其他。本通知由市医疗保障局负责解释，未尽事宜按国家规定执行。",
    )
    told = "\n".join(result.warnings)
    assert "改动的条款 1 条：mz.3；" in told
    assert "新增的条款 1 条：mz.4；" in told
    assert "其中编辑改过、没有带过来的 1 条：mz.3；" in told
    gone = desk.bring(*FIRST[:2])
    assert any(w.startswith("原文已删去的条款 2 条：mz.3、mz.4") for w in gone.warnings)


def test_the_old_version_stays_beside(desk: Desk) -> None:
    """Source and document as they were before lie in `replaced`."""
    edited = desk.path.read_text(encoding="utf-8").replace("title: ", "owner: 张三\ntitle: ")
    desk.path.write_text(edited, encoding="utf-8")
    source = desk.file.read_bytes()
    desk.bring(FIRST[0])
    folder = desk.documents.parent / "originals" / "mz"
    kept = [path.read_bytes() for path in (folder / "replaced").iterdir()]
    assert sorted(kept) == sorted([edited.encode(), source])
    assert (folder / "mz.txt").read_bytes() == desk.file.read_bytes()


def test_same_content_is_a_no_op(desk: Desk) -> None:
    """The same bytes write nothing, whatever editors did meanwhile and whatever the file is called."""
    attributes(desk, "1", "@question: 门槛费多少")
    desk.edit(("kind: notice", "kind: policy"))
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in desk.documents.parent.rglob("*") if p.is_file()}
    assert desk.bring(*FIRST).state == "same"
    renamed = desk.file.rename(desk.file.with_name("copy.txt"))
    assert import_paths([renamed], desk.documents)[0].state == "same"
    after = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in desk.documents.parent.rglob("*") if p.is_file()}
    assert after == before


def test_saying_the_same_again_is_a_no_op(desk: Desk) -> None:
    """An option that says what the document already says changes nothing."""
    wanted = Overrides(region="绵阳市", issuer="某局")
    assert desk.bring(*FIRST, overrides=wanted).state == "changed"
    assert desk.bring(*FIRST, overrides=wanted).state == "same"


def test_back_and_forth(desk: Desk) -> None:
    """Corrections on clauses that stay outlive many versions."""
    attributes(desk, "1", "@question: 门槛费多少")
    for last in ("3000", "4000", "2000"):
        desk.bring(FIRST[0], FIRST[1], f"支付限额。年度支付限额为{last}元。")
        assert desk.clause("每年200元").questions == ("门槛费多少",)


def test_home_from_before_bases_were_kept(desk: Desk) -> None:
    """Without the importer's own reading every value of an unchanged clause counts as an editor's."""
    attributes(desk, "1", "@question: 门槛费多少", "@insured: resident")
    (desk.documents.parent / "originals" / "mz" / "recognised" / "mz.md").unlink()
    desk.bring(FIRST[0], FIRST[1], "支付限额。年度支付限额为3000元。")
    clause = desk.clause("每年200元")
    assert clause.questions == ("门槛费多少",)
    assert clause.facets.insured == {"resident"}


def test_broken_by_an_editor(desk: Desk) -> None:
    """A document that an editor broke is replaced, kept beside, and the warning says so."""
    desk.edit(("kind: notice", "kind: 通知"))
    broken = desk.path.read_bytes()
    result = desk.bring(*FIRST[:2])
    assert any("读不了，其中的修改没有带过来" in w for w in result.warnings)
    replaced = desk.documents.parent / "originals" / "mz" / "replaced"
    assert broken in [p.read_bytes() for p in replaced.iterdir()]


def test_another_text_of_the_same_name(desk: Desk, tmp_path: Path) -> None:
    """A file of the same name with another title and other words does not take the document's place."""
    other = tmp_path / "b" / "mz.txt"
    other.parent.mkdir()
    other.write_text("绵阳市民政局关于殡葬服务的通知\n\n一、火化费由财政承担，家属无需缴纳。\n", encoding="utf-8")
    (result,) = import_paths([other], desk.documents)
    assert result.state == "new" and result.document is not None and result.document.id != "mz"
    assert "每年200元" in desk.path.read_text(encoding="utf-8")


def test_a_new_title_is_a_new_version(desk: Desk) -> None:
    """The same words under a changed title are still the same document."""
    text = desk.file.read_text(encoding="utf-8").replace("关于门诊待遇的通知", "关于调整门诊待遇的通知")
    desk.file.write_text(text, encoding="utf-8")
    (result,) = import_paths([desk.file], desk.documents)
    assert result.state == "changed" and result.document is not None and result.document.id == "mz"


def test_own_format_comes_anew(tmp_path: Path) -> None:
    """A document already in the home's format replaces the old one; the warning names edits that are not merged."""
    documents, file = tmp_path / "home" / "documents", tmp_path / "own.md"
    text = "---\nid: own\ntitle: 自编要点\nwording: digest\n---\n\n# 起付 {#ded}\n\n每年200元。\n"
    file.write_text(text, encoding="utf-8")
    import_paths([file], documents)
    (documents / "own.md").write_text(text.replace("200", "250"), encoding="utf-8")
    file.write_text(text.replace("200", "300"), encoding="utf-8")
    (result,) = import_paths([file], documents)
    assert result.state == "changed" and any("没有合并" in w for w in result.warnings)
    assert "300元" in (documents / "own.md").read_text(encoding="utf-8")


def test_a_chinese_name_finds_its_document(tmp_path: Path) -> None:
    """A file with a Chinese name is the same document though its title, from which its id was made, has changed."""
    desk = Desk(tmp_path)
    desk.file = tmp_path / "门诊待遇.txt"
    first = desk.bring(*FIRST).document
    text = (
        desk.file.read_text(encoding="utf-8")
        .replace("关于门诊待遇的通知", "关于调整门诊待遇的通知")
        .replace("2000元", "3000元")
    )
    desk.file.write_text(text, encoding="utf-8")
    (result,) = import_paths([desk.file], desk.documents)
    assert first is not None and result.document is not None
    assert (result.state, result.document.id) == ("changed", first.id)


def test_a_split_clause_stays_when_only_a_header_is_said(desk: Desk) -> None:
    """The same bytes with another issuer or day keep clauses that an editor cut."""
    desk.edit(("，一年只扣一次。", "，\n\n## {#1b}\n一年只扣一次。"))
    before = [c.id for c in desk.read().clauses]
    desk.bring(*FIRST, overrides=Overrides(effective_from=date(2024, 1, 1)))
    assert [c.id for c in desk.read().clauses] == before == ["mz.1", "mz.1b", "mz.2", "mz.3"]
    assert {c.effective_from for c in desk.read().clauses} == {date(2024, 1, 1)}


def test_an_import_that_broke_off_begins_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off between two files, the same import brings the new version and keeps the editors' work."""
    attributes(desk, "1", "@question: 门槛费多少")
    written: list[Path] = []

    def failing(path: Path, data: bytes) -> None:
        written.append(path)
        if path.name == "mz.txt" and path.parent.name == "mz":
            raise OSError(28, "No space left on device")
        write_atomically(path, data)

    changed = (FIRST[0], FIRST[1], "支付限额。年度支付限额为3000元。")
    numbered = "\n\n".join(f"{'一二三'[n]}、{point}" for n, point in enumerate(changed))
    desk.file.write_text(NOTICE.format(numbered), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(store, "write_atomically", failing)
        (result,) = import_paths([desk.file], desk.documents)
    assert result.error is not None and "写入失败" in result.error and written
    assert desk.bring(*changed).state == "changed"
    assert desk.bring(*changed).state == "same"
    assert desk.clause("每年200元").questions == ("门槛费多少",)
    assert "3000元" in desk.clause("3000元").text
