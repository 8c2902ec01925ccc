"""The embedder without torch: the shipped model, its marker, and what happens where no model can be had."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from knowledge.embed import MARKER, SentenceTransformerEmbedder, StaticEmbedder, load_embedder
from knowledge.errors import IndexUnusable, InputError

MODEL = Path(__file__).parents[2] / "knowledge" / "model"


@pytest.fixture(scope="module")
def shipped() -> StaticEmbedder:
    """The model of the repository."""
    return StaticEmbedder(MODEL)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A model of three rows and two dimensions in the shipped format."""
    folder = tmp_path / "small"
    folder.mkdir()
    vocabulary = {"[UNK]": 0, "医": 1, "医保": 2}
    rows = np.array([[0, 0], [3, 4], [0, 2]], dtype=np.float16)
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocabulary}}), encoding="utf-8")
    save_file({"embedding.weight": rows}, folder / "model.safetensors")
    write_marker(folder)
    return folder


def write_marker(folder: Path, **changed: object) -> None:
    """Writes the small model's marker with some values changed."""
    marker = {"tokens": "char-bigram", "dimension": 2, "vocabulary": 3} | changed
    (folder / MARKER).write_text(json.dumps(marker), encoding="utf-8")


def fake_library(monkeypatch: pytest.MonkeyPatch, model: object) -> None:
    """Puts a stand-in for sentence_transformers in place; an exception as the model is raised on loading."""

    def load(name: str, device: str, local_files_only: bool = False) -> object:
        if isinstance(model, Exception):
            raise model
        return model

    library = ModuleType("sentence_transformers")
    monkeypatch.setattr(library, "SentenceTransformer", load, raising=False)
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)


def is_one_line(error: pytest.ExceptionInfo[BaseException]) -> bool:
    """Whether the message is one line of what is wrong and, after a semicolon, how to mend it."""
    text = str(error.value)
    return "\n" not in text and "；" in text


def test_documents_become_rows_of_length_one(shipped: StaticEmbedder) -> None:
    """Documents become float32 rows of the model's dimension, each of length one."""
    vectors = shipped.embed_documents(["居民医保门诊起付标准为200元", "Internet+医保 2023年", "流动人口子女入学"])
    assert vectors.shape == (3, shipped.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_question_becomes_one_vector(shipped: StaticEmbedder) -> None:
    """A question becomes one float32 vector, the same as the document of that wording."""
    vector = shipped.embed_query("门诊能报销多少")
    assert vector.shape == (shipped.dimension,)
    assert vector.dtype == np.float32
    assert np.array_equal(vector, shipped.embed_documents(["门诊能报销多少"])[0])


def test_no_documents_give_no_rows(shipped: StaticEmbedder) -> None:
    """An empty list gives a table without rows that still has the model's dimension."""
    assert shipped.embed_documents([]).shape == (0, shipped.dimension)


@pytest.mark.parametrize("text", ["", "  \n", "，。！", "😀", "zqxjkvwq"])
def test_text_without_known_tokens_is_a_zero_vector(shipped: StaticEmbedder, text: str) -> None:
    """A text in which no token is known is a vector of zeros, not a division by zero."""
    assert not shipped.embed_query(text).any()


def test_same_text_gives_same_vector_whatever_stands_beside_it(shipped: StaticEmbedder) -> None:
    """A text has one vector, alone, in a batch, in full width or with invisible characters."""
    alone = shipped.embed_query("2023年医保缴费380元")
    batch = shipped.embed_documents(["别的文本", "２０２３年医保\u200b缴费３８０元"])
    assert np.array_equal(alone, batch[1])


def test_a_question_lies_nearest_to_the_clause_that_answers_it(shipped: StaticEmbedder) -> None:
    """The shipped model puts a question nearer to its clause than to clauses on other matters."""
    clauses = ["参保人员门诊就医，起付标准以上的费用由统筹基金按比例支付。", "业主大会会议分为定期会议和临时会议。",
               "饮用水水源保护区内禁止设置排污口。"]  # fmt: skip
    assert int(np.argmax(shipped.embed_documents(clauses) @ shipped.embed_query("看门诊统筹基金能报销多少"))) == 0


def test_vector_is_the_mean_of_the_rows_of_known_tokens(small: Path) -> None:
    """A vector is the mean of the rows of its known tokens, scaled to length one; unknown tokens change nothing."""
    embedder = StaticEmbedder(small)
    # 医 (3, 4) and 医保 (0, 2) are known, 保 is not: the mean points along (3, 6).
    expected = np.array([3, 6]) / np.sqrt(45)
    assert np.allclose(embedder.embed_query("医保"), expected, atol=1e-6)
    assert np.allclose(embedder.embed_query("医保。好"), expected, atol=1e-6)


def test_no_setting_means_the_shipped_model(shipped: StaticEmbedder) -> None:
    """Without a setting the shipped model is read, and its identity names its dimension and weights."""
    embedder = load_embedder(None)
    assert isinstance(embedder, StaticEmbedder)
    assert embedder.identity == shipped.identity
    assert str(shipped.dimension) in shipped.identity


def test_identity_changes_with_the_weights(small: Path) -> None:
    """Other weights give another identity, so that no index mixes vectors of two models."""
    before = StaticEmbedder(small).identity
    rows = load_file(small / "model.safetensors")["embedding.weight"]
    save_file({"embedding.weight": rows * 2}, small / "model.safetensors")
    assert load_embedder(str(small)).identity != before


@pytest.mark.parametrize("name", [MARKER, "tokenizer.json", "model.safetensors"])
def test_missing_file_is_told_with_the_remedy(small: Path, name: str) -> None:
    """A model folder without one of its files is refused in one line that tells the remedy."""
    (small / name).unlink()
    with pytest.raises(IndexUnusable, match=r"knowledge\.training") as error:
        StaticEmbedder(small)
    assert is_one_line(error)


@pytest.mark.parametrize("name", [MARKER, "tokenizer.json", "model.safetensors"])
@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe"])
def test_damaged_file_is_told_with_the_remedy(small: Path, name: str, content: bytes) -> None:
    """A file of the model that cannot be read as what it should be is refused in one line."""
    (small / name).write_bytes(content)
    with pytest.raises(IndexUnusable) as error:
        StaticEmbedder(small)
    assert is_one_line(error)


@pytest.mark.parametrize("changed", [{"tokens": "jieba"}, {"dimension": 3}, {"vocabulary": 4}])
def test_marker_that_does_not_fit_is_refused(small: Path, changed: dict[str, object]) -> None:
    """A marker that tells another tokenisation, dimension or vocabulary than the files have is refused."""
    write_marker(small, **changed)
    with pytest.raises(IndexUnusable) as error:
        StaticEmbedder(small)
    assert is_one_line(error)


@pytest.mark.parametrize("name", ["./no/such/folder", "/no/such/folder", "a/b/c", "bad name", ""])
def test_path_that_is_no_folder_is_an_input_error(name: str) -> None:
    """A path without a folder is refused at once, without a look at the hub."""
    with pytest.raises(InputError, match="没有向量模型文件夹") as error:
        load_embedder(name)
    assert is_one_line(error)


def test_unreachable_hub_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub name without a reachable hub is refused in one line, after one question to the hub."""
    fake_library(monkeypatch, OSError("We couldn't find the model\non this machine"))
    asked: list[int] = []

    def unreachable() -> None:
        asked.append(1)
        raise ConnectionError("Name or service\nnot known")

    monkeypatch.setattr("knowledge.embed._reach_hub", unreachable)
    with pytest.raises(InputError, match="org/model") as error:
        load_embedder("org/model")
    assert is_one_line(error)
    assert len(asked) == 1


def test_name_that_the_hub_does_not_have_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that is reached but has no such model is told in one line."""
    fake_library(monkeypatch, OSError("org/model is not a valid model\nidentifier"))
    monkeypatch.setattr("knowledge.embed._reach_hub", lambda: None)
    with pytest.raises(InputError, match="not a valid model identifier") as error:
        load_embedder("org/model")
    assert is_one_line(error)


def test_folder_that_holds_no_model_is_an_input_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without a model is refused without asking the hub."""
    fake_library(monkeypatch, ValueError("Unrecognized model"))
    monkeypatch.setattr("knowledge.embed._reach_hub", lambda: pytest.fail("the hub was asked"))
    with pytest.raises(InputError, match="Unrecognized model") as error:
        load_embedder(str(tmp_path))
    assert is_one_line(error)


def test_library_that_is_not_installed_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another model without sentence-transformers installed is refused in one line."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(InputError, match="sentence_transformers") as error:
        load_embedder("org/model")
    assert is_one_line(error)


def test_model_without_dimension_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A model that does not tell its dimension cannot carry an index and is refused."""
    model = SimpleNamespace(get_embedding_dimension=lambda: None)
    model.float = lambda: model
    fake_library(monkeypatch, model)
    with pytest.raises(IndexUnusable, match="维数") as error:
        load_embedder(str(tmp_path))
    assert is_one_line(error)


class FakeModel:
    """Counts as a model of one dimension; `given` keeps the texts that it was asked to encode."""

    def __init__(self) -> None:
        self.given: list[tuple[str | None, str]] = []
        self.float = lambda: self
        self.state_dict = dict[str, object]
        self.get_embedding_dimension = lambda: 1
        self.encode_query = self.encode_document = self.encode

    def encode(self, texts: list[str], prompt: str | None, **_: object) -> list[list[int]]:
        """One number per text."""
        self.given += [(prompt, text) for text in texts]
        return [[1]] * len(texts)


def test_prompts_stand_before_texts_and_change_the_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each prompt goes with its texts and marks the identity; without one the model's own configuration holds."""
    model = FakeModel()
    fake_library(monkeypatch, model)
    plain = SentenceTransformerEmbedder("org/model")
    prompted = SentenceTransformerEmbedder("org/model", query_prompt="问：", document_prompt="文：")
    assert prompted.embed_query("一").shape == (1,)
    assert prompted.embed_documents(["二"]).dtype == np.float32
    assert prompted.embed_documents([]).shape == (0, 1)
    plain.embed_query("三")
    assert model.given == [("问：", "一"), ("文：", "二"), (None, "三")]
    assert plain.identity.startswith("model-")
    assert plain.identity != prompted.identity


@pytest.mark.parametrize(
    ("name", "question", "document"),
    [
        ("BAAI/bge-large-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", None),
        ("intfloat/multilingual-e5-base", "query: ", "passage: "),
        ("Qwen/Qwen3-Embedding-0.6B", None, None),
        ("BAAI/bge-m3", None, None),
    ],
)
def test_models_get_the_prompts_they_want(
    monkeypatch: pytest.MonkeyPatch, name: str, question: str | None, document: str | None
) -> None:
    """A model whose files do not say which prompts it was trained with gets them by its name; others keep their own."""
    model = FakeModel()
    fake_library(monkeypatch, model)
    embedder = load_embedder(name)
    embedder.embed_query("一")
    embedder.embed_documents(["二"])
    assert model.given == [(question, "一"), (document, "二")]


def test_shipped_model_does_not_need_torch(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the shipped format is read and used where torch and sentence_transformers are not installed."""
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    copy = shutil.copytree(small, small.parent / "copy")
    assert load_embedder(str(copy)).embed_query("医").any()
