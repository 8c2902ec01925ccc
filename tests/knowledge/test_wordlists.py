"""A home's own words add to the shipped ones, hold where they are in use and nowhere else, and are checked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import yaml
from knowledge_texts import policy, put

from assistant.understanding.terms import Demand, content_words
from knowledge.check import check
from knowledge.errors import DocumentError, HotlineError
from knowledge.facets import clause_facets, recognise
from knowledge.hearing import heard
from knowledge.importing.importer import import_paths
from knowledge.said import policy_words
from knowledge.settings import Settings
from knowledge.wordlists import SHIPPED, WordLists, in_use, using
from knowledge.words import search_words, tagged_words, words

Put = Callable[..., WordLists]


def write(root: Path, **files: str | bytes) -> Path:
    """Write a home's word files, `said="…"` into words/said.yaml; the home."""
    (root / "words").mkdir(exist_ok=True)
    names = {"policy": "policy.txt", "official": "official.txt", "said": "said.yaml", "facets": "facets.yaml"}
    for name, text in files.items():
        data = text.encode() if isinstance(text, str) else text
        (root / "words" / names[name]).write_bytes(data)
    return root


@pytest.fixture
def lists(tmp_path: Path) -> Put:
    """`lists(said="…")` → the lists of a home with such files of its own."""
    return lambda **files: WordLists.of_home(write(tmp_path, **files))


def insured(text: str) -> set[str]:
    """Whom the text speaks of."""
    return set(recognise(text).insured)


def test_own_said_adds(lists: Put) -> None:
    """What people of one city say leads to the policy's word, beside what is shipped."""
    with using(lists(said="蓉城保: 补充医疗\n")):
        assert policy_words("蓉城保好多") == ["补充医疗"]
        assert policy_words("门槛费好多") == ["起付标准"]


def test_own_said_overrides(lists: Put) -> None:
    """What a home says of a saying stands instead of what is shipped, in whatever width it is written."""
    assert policy_words("门槛费好多") == ["起付标准"]
    with using(lists(said="门槛费: 自付线 起付线\nＣＴ费: 检查费\n")):
        assert policy_words("门槛费好多") == ["自付线", "起付线"]
        assert policy_words("ct费好多") == ["检查费"]


def test_own_policy_word_stays_whole(lists: Put) -> None:
    """A word of the home's list is one word in texts and in search."""
    assert "惠蓉保" not in words("惠蓉保能报吗")
    with using(lists(policy="# 本市补充保险\n惠蓉保 长寿保\n")):
        assert words("惠蓉保能报吗")[0] == "惠蓉保"
        assert tagged_words("惠蓉保")[0] == ("惠蓉保", "n")
        assert "惠蓉保" in search_words("买了惠蓉保")
        assert words("买了长寿保")[-1] == "长寿保"
        assert words("起付标准") == ["起付标准"]


def test_own_policy_word_is_heard(lists: Put) -> None:
    """A word of the home's list is put where it was misheard; without the list the text stays as it is."""
    assert heard("惠容保怎么买") == "惠容保怎么买"
    with using(lists(policy="惠蓉保\n")):
        assert heard("惠容保怎么买") == "惠蓉保怎么买"
        assert heard("七付线") == "起付线"


def test_own_facet_word(lists: Put) -> None:
    """A word of the home's list names its value, in questions and in clauses, beside the shipped ones."""
    assert insured("娃娃保多少钱") == set()
    with using(lists(facets="insured:\n  resident: [娃娃保]\n")):
        assert insured("娃娃保多少钱") == {"resident"}
        assert clause_facets((), "娃娃保按年缴费。").insured == {"resident"}
        assert insured("职工医保") == {"employee"}


def test_own_facet_word_overrides(lists: Put) -> None:
    """What a home says of a word stands instead of what is shipped; below `none` the word names nothing."""
    assert insured("一老一小") == {"resident"} and insured("新农合") == {"resident"}
    with using(lists(facets="insured:\n  employee: [一老一小]\nnone: [新农合]\n")):
        assert insured("一老一小") == {"employee"}
        assert insured("新农合") == set()


def test_own_official_word(lists: Put) -> None:
    """A word of the home's list demands that the evidence speaks of it."""

    def demand() -> Demand:
        return next(term.demand for term in content_words("榫卯怎么办") if term.word == "榫卯")

    assert demand() is Demand.NAME
    with using(lists(official="榫卯\n")):
        assert demand() is Demand.POLICY
    assert demand() is Demand.NAME


def test_content_words_follow_the_lists(lists: Put) -> None:
    """The words of a question are those of the lists in use, also where it was asked before under others."""

    def asked() -> list[str]:
        return [term.word for term in content_words("蓉城保和惠蓉保")]

    before = asked()
    with using(lists(said="蓉城保: 补充医疗\n", policy="惠蓉保\n")):
        assert {"补充医疗", "惠蓉保"} <= set(asked())
    assert asked() == before
    assert "补充医疗" not in before


def test_shipped_lists_hold_outside(lists: Put) -> None:
    """Outside `using` the shipped lists hold, inside the innermost; an error inside changes nothing of that."""
    one, other = lists(said="甲说法: 报销\n"), lists(said="乙说法: 报销\n")
    assert in_use() is WordLists.shipped()
    with using(one):
        with pytest.raises(ZeroDivisionError), using(other):
            assert in_use() is other
            raise ZeroDivisionError
        assert in_use() is one
    assert in_use() is WordLists.shipped()


def test_threads_never_mix(tmp_path: Path) -> None:
    """Two threads that answer at the same time under different lists each see only their own."""
    for name in "ab":
        (tmp_path / name).mkdir()
    word = {"a": "惠蓉保", "b": "渝快保"}
    homes = {
        name: WordLists.of_home(
            write(
                tmp_path / name,
                policy=word[name],
                said=f"娃娃险: {word[name]}\n",
                facets=f"insured: {{{value}: [娃娃险]}}\n",
            )
        )
        for name, value in (("a", "resident"), ("b", "employee"))
    }
    start = Barrier(4)

    def seen() -> str:
        found = words("惠蓉保和渝快保"), policy_words("娃娃险"), insured("娃娃险"), heard("惠容保 鱼快保")
        return repr((found, content_words("娃娃险报惠蓉保还是渝快保")))

    def run(lists: WordLists) -> set[str]:
        start.wait()
        found = set()
        for _ in range(300):
            with using(lists):
                found.add(seen())
        return found

    shipped = WordLists.shipped()
    with ThreadPoolExecutor(4) as pool:
        a, b, again, plain = pool.map(run, [homes["a"], homes["b"], homes["a"], shipped])
    assert len(a) == len(b) == len(plain) == 1
    assert a == again
    assert len(a | b | plain) == 3
    assert plain == {seen()}


def test_without_own_lists(tmp_path: Path) -> None:
    """A home without word files, or with nothing in them, has the shipped lists, and shares all that is made of them."""
    assert WordLists.of_home(tmp_path) == WordLists.shipped()
    write(tmp_path, said="# 还没有\n", policy="\n# 还没有\n", official="", facets="")
    (tmp_path / "words" / ".keep").touch()
    own = WordLists.of_home(tmp_path)
    assert (own.policy, own.said, own.official) == tuple(
        getattr(WordLists.shipped(), name) for name in ("policy", "said", "official")
    )


def test_words_that_are_shipped_change_nothing(lists: Put) -> None:
    """A word that the shipped list holds too leaves the list as it is."""
    assert lists(policy="起付标准\n医保\n", official="应当\n") == WordLists.shipped()


def test_lists_are_read_back_as_they_are(lists: Put, tmp_path: Path) -> None:
    """Written out file by file and read again, merged lists are the same lists and mean the same."""
    own = lists(said="12: 报销\n", policy="惠蓉保", facets="none: [新农合]", official="榫卯")
    kept = tmp_path / "kept"
    kept.mkdir()
    for name, text in own.files.items():
        (kept / name).write_text(text, encoding="utf-8")
    again = WordLists.read(kept)
    assert again == own and hash(again) == hash(own)
    with using(again):
        assert policy_words("12") == ["报销"]
        assert insured("新农合") == set()
        assert insured("在职职工") == {"employee"}


def test_shipped_lists_are_gone(tmp_path: Path) -> None:
    """A folder that should hold all lists and lacks one is refused with the file and the remedy."""
    with pytest.raises(DocumentError, match=r"policy\.txt: 词表缺失或已损坏；请重新安装本产品，或重建知识库"):
        WordLists.read(tmp_path)


def test_shipped_lists_could_be_a_home_s_own(lists: Put) -> None:
    """Everything in the shipped lists but its patterns would be taken from a home as well."""

    def places(text: str) -> set[tuple[str, str, str]]:
        below = {f: v if isinstance(v, dict) else {"": v} for f, v in yaml.safe_load(text).items()}
        return {(f, value, str(word)) for f, values in below.items() for value, ws in values.items() for word in ws}

    texts = {path.stem: path.read_text(encoding="utf-8") for path in SHIPPED.iterdir()}
    facets = yaml.load(texts["facets"], Loader=yaml.BaseLoader)
    del facets["needs"]
    texts["facets"] = yaml.safe_dump(facets, allow_unicode=True)
    own, shipped = lists(**texts), WordLists.shipped()
    assert (own.policy, own.official) == (shipped.policy, shipped.official)
    assert yaml.safe_load(own.said) == yaml.safe_load(shipped.said)
    assert places(own.facets) == places(shipped.facets)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("policy", "惠蓉保\n惠蓉保、长寿保\n", "policy.txt:2: “惠蓉保、长寿保”里有汉字以外的符号；请去掉"),
        ("policy", "惠\u200b蓉保\n", "policy.txt:1: “惠\u200b蓉保”里有汉字以外的符号；请去掉"),
        ("policy", "DRG付费\n", "policy.txt:1: “DRG付费”里有汉字以外的符号；请去掉"),
        ("official", "签约，备案\n", "official.txt:1: “签约，备案”里有文字以外的符号；请去掉"),
        ("policy", "惠蓉保\n长寿保".encode("gb18030"), "policy.txt:1: 不是 UTF-8 文本；请另存为 UTF-8 编码"),
        ("said", "a: 报销\n".encode() + "长寿保: 报销".encode("gb18030"), "said.yaml:2: 不是 UTF-8 文本；请另存为"),
        ("said", "门槛费：起付标准\n", "said.yaml:1: 须是“说法: 政策用词”的形式；例如"),
        ("said", "报账: 报销\n门槛费：起付标准\n", "said.yaml:3: 不是合法的 YAML；请核对缩进"),
        ("said", "- 门槛费\n", "said.yaml:1: 须是“说法: 政策用词”的形式；例如"),
        ("said", "[a, b]: 报销\n", "said.yaml:1: 须是“说法: 政策用词”的形式；例如"),
        ("said", "报账: 报销\n门槛费:\n", "said.yaml:2: “门槛费”后面须是政策用词，"),
        ("said", "门槛费: [起付标准]\n", "said.yaml:1: “门槛费”后面须是政策用词，"),
        ("said", "门槛费: 起付标准、起付线\n", "said.yaml:1: “门槛费”后面须是政策用词，"),
        ("said", "'': 报销\n", "said.yaml:1: 冒号前面没有字；请写上"),
        ("said", "报账: 报销\n\n报账: 支付\n", "said.yaml:3: “报账”与第 1 行重复；请删去一个"),
        ("said", "[" * 1500, "said.yaml: 不是合法的 YAML；请核对缩进"),
        ("facets", "门诊\n", "facets.yaml:1: 须是“词类: {值: [词, 词]}”的形式；例如"),
        ("facets", "\ninsure: {employee: [单位医保]}\n", "facets.yaml:2: 不认识的词类“insure”；请改为可用的：insured、"),
        ("facets", "needs: [{words: [在职], near: 医保}]\n", "facets.yaml:1: 不认识的词类“needs”；请改为可用的：insured、"),
        ("facets", "insured:\n  farmer: [农保]\n", "facets.yaml:2: insured 没有“farmer”这个值；请改为可用的：employee、resident"),
        ("facets", "insured: [农保]\n", "facets.yaml:1: insured 下面须是“值: [词, 词]”的形式；可用的值：employee、resident"),
        ("facets", "insured:\n  resident: 农保\n", "facets.yaml:2: insured.resident 后面须是词的列表；请写成"),
        ("facets", "insured:\n  resident: [农保,\n    '']\n", "facets.yaml:3: insured.resident 后面须是词的列表；请写成"),
        ("facets", "none: {resident: [农保]}\n", "facets.yaml:1: none 后面须是词的列表；请写成"),
        ("facets", "none: [甲乙]\nnone: [丙丁]\n", "facets.yaml:2: “none”与第 1 行重复；请删去一个"),
    ],
)  # fmt: skip
def test_refusals(tmp_path: Path, name: str, text: str | bytes, told: str) -> None:
    """What cannot be used is refused with the file, the line and what to do, and check says the same."""
    write(tmp_path, **{name: text})
    with pytest.raises(DocumentError) as refused:
        WordLists.of_home(tmp_path)
    assert str(refused.value).startswith(f"{tmp_path}/words/{told}")
    put(tmp_path, policy("own", "甲。"))
    (problem,) = check(Settings(home=tmp_path, builtin=False))
    assert str(problem).startswith(f"{tmp_path}/words/{told}")
    assert problem.remedy


@pytest.mark.parametrize("name", ["said.yml", "said.yaml.bak", "城市.txt"])
def test_unknown_file(tmp_path: Path, name: str) -> None:
    """A file that would never be read is named, with the names that can be used."""
    write(tmp_path)
    (tmp_path / "words" / name).touch()
    with pytest.raises(DocumentError) as refused:
        WordLists.of_home(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path}/words/{name}: 不认识的词表；请移走，或改名为 policy.txt、said.yaml、facets.yaml、official.txt 之一"
    )


def test_no_folder_and_no_file(tmp_path: Path) -> None:
    """A file in the place of the folder, and a folder in the place of a file, are refused with the remedy."""
    (tmp_path / "words").write_text("惠蓉保")
    with pytest.raises(DocumentError, match="words: 须是能打开的文件夹；请核对权限"):
        WordLists.of_home(tmp_path)
    (tmp_path / "words").unlink()
    (tmp_path / "words" / "said.yaml").mkdir(parents=True)
    with pytest.raises(DocumentError, match=r"said\.yaml: 文件打不开；请核对权限"):
        WordLists.of_home(tmp_path)


def test_everything_wrong_at_once(tmp_path: Path) -> None:
    """One fault hides neither another one nor the right words beside it; check shows them all."""
    write(
        tmp_path,
        said="门槛费:\n蓉城保: 补充医疗\n报账: 报销、支付\n",
        policy="惠蓉保\n长寿、保\n",
        facets="insured: {farmer: [农保], resident: [娃娃保, {a: b}]}\n",
    )
    (tmp_path / "words" / "said.txt").touch()
    faults: list[HotlineError] = []
    with using(WordLists.of_home(tmp_path, faults)):
        assert policy_words("蓉城保") == ["补充医疗"]
        assert words("惠蓉保") == ["惠蓉保"]
        assert insured("娃娃保") == {"resident"}
    assert len(faults) == 6
    put(tmp_path, policy("own", "甲。"))
    assert {str(p) for p in check(Settings(home=tmp_path, builtin=False))} == {
        " ".join(str(fault).split("\n")) for fault in faults
    }


def test_check_reads_with_the_lists_of_the_home(tmp_path: Path) -> None:
    """Check understands the documents with the home's words: figures for two groups of people contradict nothing."""
    head = "@region: 510704\n@from: 2023-01-01\n\n"
    put(tmp_path, policy("own", f"{head}娃娃险住院起付标准为500元。", f"{head}大人险住院起付标准为600元。"))
    (problem,) = check(Settings(home=tmp_path, builtin=False))
    assert "起付标准写为 600元" in problem.message
    write(tmp_path, facets="insured: {resident: [娃娃险], employee: [大人险]}\n")
    assert check(Settings(home=tmp_path, builtin=False)) == []


def test_import_reads_with_the_lists_of_the_home(tmp_path: Path) -> None:
    """An imported clause bears the facets that the home's words name; broken lists refuse the import as a whole."""
    source = tmp_path / "通知.txt"
    source.write_text("关于娃娃险的通知\n\n一、待遇\n娃娃险每年缴费100元，由家长缴纳。\n", encoding="utf-8")
    home = write(tmp_path, facets="insured: {resident: [娃娃险]}\n")
    (result,) = import_paths([source], home / "documents")
    assert result.document is not None
    assert {value for clause in result.document.clauses for value in clause.facets.insured} == {"resident"}
    write(tmp_path, facets="insured: [娃娃险]\n")
    with pytest.raises(DocumentError, match=r"facets\.yaml:1: "):
        import_paths([source], home / "documents")
