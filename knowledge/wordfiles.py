"""A home's own word lists: read, checked, and put together with the shipped ones.

Each file of the home is as the shipped one of its name, and adds to it. What it says of a word that the
shipped list holds too takes the place of what that says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import DocumentError

POLICY, SAID, FACETS, OFFICIAL = NAMES = ("policy.txt", "said.yaml", "facets.yaml", "official.txt")

Refuse = Callable[[DocumentError], None]
"""Takes what is wrong; where it returns, the rest is read."""

_NEEDS = "needs"  # patterns, not words: only the shipped list has them
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LETTERS = re.compile(r"[^\W_]+")
_SAID_FORM = "例如 门槛费: 起付标准"


def listed(text: str) -> list[str]:
    """The words of a plain list in order: blanks and line ends part them, # begins a comment."""
    return [word for line in text.splitlines() for word in line.partition("#")[0].split()]


def merged(shipped: Mapping[str, str], own: Path, refuse: Refuse) -> dict[str, str]:
    """The texts of the four lists by file name, with what the folder `own` adds; without the folder as they were."""
    files = _Files(own, refuse)
    texts = dict(shipped)
    for name, made_of in ((POLICY, _HAN), (OFFICIAL, _LETTERS)):
        known = set(listed(shipped[name])) if name in files.texts else set()
        if more := [word for word in dict.fromkeys(files.words(name, made_of)) if word not in known]:
            texts[name] = "\n".join([shipped[name].rstrip("\n"), *more, ""])
    if said := files.said():
        texts[SAID] = _written(_read(shipped[SAID]) | said)
    if FACETS in files.texts:
        texts[FACETS] = _with_own(shipped[FACETS], files)
    return texts


def _with_own(shipped: str, files: _Files) -> str:
    """The facets with the words of the home's file: each stands only where that puts it."""
    facets = _read(shipped)
    lists = _lists(facets)
    own = files.facets(lists)
    named = {word for words in own.values() for word in words}
    for place, words in lists.items():
        words[:] = [*(word for word in words if word not in named), *own.get(place, ())]
    return _written(facets)


def _read(text: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return data


def _written(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _lists(facets: dict[str, Any]) -> dict[tuple[str, ...], list[str]]:
    """(facet, value), or (none,) → the list of words below it."""
    found: dict[tuple[str, ...], list[str]] = {}
    for facet, below in facets.items():
        if isinstance(below, dict):
            found |= {(facet, value): words for value, words in below.items()}
        elif facet != _NEEDS:
            found[facet,] = below
    return found


class _Files:
    """The files of one folder; what is wrong in them goes to `refuse`, what is right is still read."""

    def __init__(self, folder: Path, refuse: Refuse) -> None:
        self._folder, self._refuse = folder, refuse
        try:
            there = sorted(folder.iterdir())
        except FileNotFoundError:
            there = []
        except OSError:
            there = []
            refuse(DocumentError("须是能打开的文件夹；请核对权限，词表文件放在这个文件夹里", folder))
        self.texts: dict[str, str] = {}
        for path in there:
            if path.name in NAMES:
                self._take(path)
            elif not path.name.startswith("."):
                refuse(DocumentError(f"不认识的词表；请移走，或改名为 {'、'.join(NAMES)} 之一", path))

    def _take(self, path: Path) -> None:
        try:
            data = path.read_bytes()
            self.texts[path.name] = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._refuse(DocumentError("不是 UTF-8 文本；请另存为 UTF-8 编码", path, line))
        except OSError:
            self._refuse(DocumentError("文件打不开；请核对权限", path))

    def words(self, name: str, made_of: re.Pattern[str]) -> list[str]:
        """The words of a plain list, each one `made_of` such characters and nothing else."""
        found = []
        for number, line in enumerate(self.texts.get(name, "").splitlines(), 1):
            for word in listed(line):
                if made_of.fullmatch(word):
                    found.append(word)
                else:
                    signs = "汉字" if made_of is _HAN else "文字"
                    self._refuse_at(
                        name, number, f"“{word}”里有{signs}以外的符号；请去掉符号，词与词之间用空格或换行分开"
                    )
        return found

    def said(self) -> dict[str, str]:
        """People's words → the policy's, parted by blanks."""
        found = {}
        for said, line, node in self._pairs(SAID, self._root(SAID), f"须是“说法: 政策用词”的形式；{_SAID_FORM}"):
            meant = node.value.split() if isinstance(node, yaml.ScalarNode) else []
            if not any(map(str.isalnum, said)):
                self._refuse_at(SAID, line, f"冒号前面没有字；请写上人们的说法，{_SAID_FORM}")
            elif not meant or not all(map(_LETTERS.fullmatch, meant)):
                self._refuse_at(
                    SAID, line, f"“{said}”后面须是政策用词，不带标点，几个词之间用空格分开；请改正，{_SAID_FORM}"
                )
            else:
                found[said] = " ".join(meant)
        return found

    def facets(self, known: Mapping[tuple[str, ...], list[str]]) -> dict[tuple[str, ...], list[str]]:
        """(facet, value), or (none,) → the words that are said of it; only places that are `known`."""
        found: dict[tuple[str, ...], list[str]] = {}
        for facet, line, below in self._pairs(
            FACETS, self._root(FACETS), "须是“词类: {值: [词, 词]}”的形式；例如 insured: {employee: [单位医保]}"
        ):
            values = [place[1] for place in known if place[0] == facet and len(place) > 1]
            if (facet,) in known:
                found[facet,] = self._list(facet, line, below)
            elif not values:
                usable = "、".join(dict.fromkeys(place[0] for place in known))
                self._refuse_at(FACETS, line, f"不认识的词类“{facet}”；请改为可用的：{usable}")
            else:
                form = f"{facet} 下面须是“值: [词, 词]”的形式；可用的值：{'、'.join(values)}"
                for value, at, node in self._pairs(FACETS, below, form):
                    if value in values:
                        found[facet, value] = self._list(f"{facet}.{value}", at, node)
                    else:
                        self._refuse_at(FACETS, at, f"{facet} 没有“{value}”这个值；请改为可用的：{'、'.join(values)}")
        return found

    def _list(self, key: str, line: int, node: yaml.Node) -> list[str]:
        form = f"{key} 后面须是词的列表；请写成 [单位医保, 城职保] 的形式"
        if not isinstance(node, yaml.SequenceNode):
            self._refuse_at(FACETS, line, form)
            return []
        found = []
        for item in node.value:
            if isinstance(item, yaml.ScalarNode) and any(map(str.isalnum, item.value)):
                found.append(item.value)
            else:
                self._refuse_at(FACETS, item.start_mark.line + 1, form)
        return list(dict.fromkeys(found))

    def _root(self, name: str) -> yaml.Node | None:
        """The file as YAML nodes, which know their lines; None where there is nothing in it."""
        try:
            root: yaml.Node | None = yaml.compose(self.texts.get(name, ""), Loader=yaml.BaseLoader)
            return root
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            self._refuse_at(
                name, mark and mark.line + 1, "不是合法的 YAML；请核对缩进，冒号和逗号须是半角，冒号后空一格"
            )
            return None

    def _pairs(self, name: str, node: yaml.Node | None, form: str) -> Iterator[tuple[str, int, yaml.Node]]:
        """Key, line and value of each entry of a mapping; `form` says what it should look like."""
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self._refuse_at(name, node.start_mark.line + 1, form)
            return
        lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self._refuse_at(name, line, form)
            elif key.value in lines:
                self._refuse_at(name, line, f"“{key.value}”与第 {lines[key.value]} 行重复；请删去一个")
            else:
                lines[key.value] = line
                yield key.value, line, value

    def _refuse_at(self, name: str, line: int | None, message: str) -> None:
        self._refuse(DocumentError(message, self._folder / name, line))
