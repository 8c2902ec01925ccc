"""How text becomes a vector: the shipped static model without torch, or any sentence-transformers model.

The shipped model is a table with one row per token; a text is the mean of the rows of its tokens, scaled
to length one. Reading it takes numpy alone, so that a serving process need not import torch. The same
folder also loads with `SentenceTransformer`; a test keeps both readings equal.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from importlib.resources import files
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from knowledge.errors import IndexUnusable, InputError
from knowledge.words import grams

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

MARKER = "hotline.json"
TOKENS = "char-bigram"
UNKNOWN = "[UNK]"
_WEIGHTS, _ROWS = "model.safetensors", "embedding.weight"
_AT_ONCE = 64
"""Texts whose rows are gathered at once: few enough to stay in the processor's cache."""
_TINY = np.float32(1e-12)
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")
_WANTED = (
    (re.compile(r"bge-(?:small|base|large)-zh", re.IGNORECASE), ("为这个句子生成表示以用于检索相关文章：", "")),
    (re.compile(r"(?:^|[-_/])e5-", re.IGNORECASE), ("query: ", "passage: ")),
)
"""The prompts of a question and of a document that models were trained with whose configuration does not say so."""
_REMEDY = "请用 python -m knowledge.training 重新生成，或在设置中改用别的模型"


class Embedder(Protocol):
    """Texts in, vectors of `dimension` numbers out; the same for the same `identity` (a name and a short SHA-256)."""

    identity: str
    dimension: int

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text, float32 [n, dimension]; a row of zeros where nothing is known."""

    def embed_query(self, text: str) -> Vectors:
        """The vector of one question, float32 [dimension], of length one or all zeros."""

    def embed_sentences(self, place: str, sentences: Sequence[str]) -> Vectors | None:
        """The vectors of sentences below the heading they stand under, then of all together, float32 [n + 1, dimension].

        None from a model that takes longer than a search may: then no clause is read sentence by sentence.
        """


class StaticEmbedder:
    """The shipped model, read without torch; `IndexUnusable` where a file is missing, broken or does not fit."""

    def __init__(self, folder: Path) -> None:
        marker = _marker(folder)
        try:
            tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
            self._ids: dict[str, int] = dict(tokenizer["model"]["vocab"])
            rows = load_file(folder / _WEIGHTS)[_ROWS]
            highest = max(self._ids.values())
            # Unknown tokens are left out of the mean; in the folder their row is zero, which comes to the same.
            self._ids.pop(UNKNOWN, None)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise IndexUnusable(f"向量模型 {folder} 读不出（{_one_line(error)}）；{_REMEDY}") from error
        # Weights rest as float16 on the disk; sums in float16 would lose what the rows still hold.
        self._rows: Vectors = rows.astype(np.float32)
        told = (marker["vocabulary"], marker["dimension"])
        if self._rows.shape != told or highest >= len(self._rows):
            raise IndexUnusable(f"向量模型 {folder} 各文件不配套：{MARKER} 记 {told}，权重为 {rows.shape}；{_REMEDY}")
        self.dimension: int = int(self._rows.shape[1])
        self.identity: str = _static_identity(folder, self.dimension)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text, float32 [n, dimension]; zeros where no token is known."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), _AT_ONCE):
            vectors[first : first + _AT_ONCE] = _of_length_one(self._sums(texts[first : first + _AT_ONCE]))
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """The vector of one question, float32 [dimension], of length one or all zeros."""
        vector: Vectors = self.embed_documents([text])[0]
        return vector

    def embed_sentences(self, place: str, sentences: Sequence[str]) -> Vectors:
        """The vectors of sentences below the heading they stand under, then of all together."""
        heading, *told = self._sums([place, *sentences])
        return _of_length_one(heading + np.array([*told, np.sum(told, axis=0)]))

    def _sums(self, texts: Sequence[str]) -> Vectors:
        """For each text the sum of the rows of its tokens; the length is made one, so it serves as well as the mean."""
        tokens = [[row for row in map(self._ids.get, grams(text)) if row is not None] for text in texts]
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        told = [n for n, rows in enumerate(tokens) if rows]
        if told:
            starts = list(accumulate((len(tokens[n]) for n in told), initial=0))[:-1]
            sums[told] = np.add.reduceat(self._rows[list(chain.from_iterable(tokens))], starts, axis=0)
        return sums


def _of_length_one(vectors: Vectors) -> Vectors:
    """Each row scaled to length one; a row of zeros stays."""
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _TINY)
    return scaled


class SentenceTransformerEmbedder:
    """Any model that `SentenceTransformer` loads, on the CPU, with prompts put before questions and documents.

    Raises `InputError` where the model cannot be loaded and `IndexUnusable` where it tells no dimension.
    """

    def __init__(self, path_or_name: str | Path, query_prompt: str = "", document_prompt: str = "") -> None:
        self._model = _load_model(str(path_or_name))
        self._query_prompt, self._document_prompt = query_prompt, document_prompt
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise IndexUnusable(f"模型 {path_or_name} 没有说明向量维数；请换用 sentence-transformers 文本模型")
        self.dimension: int = dimension
        folder = Path(path_or_name).resolve()
        self._own_tokens = (folder / MARKER).is_file() and bool(_marker(folder))
        prompts = query_prompt + "\0" + document_prompt
        if self._own_tokens and prompts == "\0":
            self.identity: str = _static_identity(folder, dimension)
        else:
            self.identity = f"{folder.name}-{_state_digest(self._model, prompts)}"

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text, float32 [n, dimension]; zeros where nothing is known."""
        return self._encode(self._model.encode_document, texts, self._document_prompt)

    def embed_query(self, text: str) -> Vectors:
        """The vector of one question, float32 [dimension], of length one or all zeros."""
        vector: Vectors = self._encode(self._model.encode_query, [text], self._query_prompt)[0]
        return vector

    def embed_sentences(self, place: str, sentences: Sequence[str]) -> None:
        """None: a transformer takes some milliseconds a sentence."""

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str], prompt: str) -> Vectors:
        if self._own_tokens:
            texts, prompt = [" ".join(grams(prompt + text)) for text in texts], ""
        # Without a prompt of ours the library puts the one of the model's own configuration, where it has one.
        vectors = encode(list(texts), prompt=prompt or None, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)


def load_embedder(path_or_name: str | None = None) -> Embedder:
    """The embedder of a setting: None is the shipped model, a folder is read as what it holds, else a hub name."""
    if path_or_name is None:
        return StaticEmbedder(Path(str(files("knowledge") / "model")))
    folder = Path(path_or_name).expanduser()
    if (folder / MARKER).is_file():
        return StaticEmbedder(folder)
    if folder.is_dir() and path_or_name:
        return SentenceTransformerEmbedder(folder, *_prompts_of(folder.resolve().name))
    if not _HUB_NAME.fullmatch(path_or_name):
        raise InputError(f"没有向量模型文件夹 {path_or_name}；请检查路径，或写模型名（如 机构/模型）")
    return SentenceTransformerEmbedder(path_or_name, *_prompts_of(path_or_name))


def _prompts_of(name: str) -> tuple[str, str]:
    """What a model of this name wants before questions and before documents; nothing where its own files tell."""
    return next((prompts for named, prompts in _WANTED if named.search(name)), ("", ""))


def _marker(folder: Path) -> dict[str, Any]:
    """The marker file of a shipped model, with its tokenisation checked."""
    try:
        marker: dict[str, Any] = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        tokens, *_ = marker["tokens"], marker["dimension"], marker["vocabulary"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusable(f"向量模型 {folder} 缺少可读的 {MARKER}（{_one_line(error)}）；{_REMEDY}") from error
    if tokens != TOKENS:
        raise IndexUnusable(f"向量模型 {folder} 的切分方式是 {tokens}，本程序只认 {TOKENS}；{_REMEDY}")
    return marker


def _static_identity(folder: Path, dimension: int) -> str:
    content = b"".join((folder / name).read_bytes() for name in (_WEIGHTS, "tokenizer.json"))
    return f"static-{dimension}-{hashlib.sha256(content).hexdigest()[:12]}"


def _load_model(path_or_name: str) -> SentenceTransformer:
    try:
        # Imported here: it takes some ten seconds and 400 MB that the shipped model does not need.
        from sentence_transformers import SentenceTransformer

        try:
            # What is on this machine needs no network and stays the model that the index was built with.
            model = SentenceTransformer(path_or_name, device="cpu", local_files_only=True)
        except Exception:  # the library raises several kinds for a model that is not there
            if Path(path_or_name).is_dir():
                raise
            _reach_hub()
            model = SentenceTransformer(path_or_name, device="cpu")
        # Half-precision weights are widened, so that both readings of the shipped model agree.
        return model.float()
    except Exception as error:  # whatever a model's own loader or the hub's client raises, the remedy is one
        why = f"向量模型 {path_or_name} 装不上（{_one_line(error)}）"
        raise InputError(f"{why}；请检查模型名和网络，或先下载到本地文件夹再填路径") from error


def _reach_hub() -> None:
    """Asks the hub once, because the library repeats failing calls for more than a minute."""
    from huggingface_hub import constants, get_session

    get_session().head(constants.ENDPOINT, timeout=10)


def _state_digest(model: SentenceTransformer, prompts: str) -> str:
    digest = hashlib.sha256(prompts.encode())
    for name, tensor in model.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().float().contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]


def _one_line(error: Exception) -> str:
    """The kind of an error and the start of its text: messages to people are one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"
