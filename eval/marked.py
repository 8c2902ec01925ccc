"""YAML read as text with the line of every entry, so that an error can say where to look.

Every scalar stays the text that the editor wrote (`0816-5363771`, `2000元`, `510704`); an empty or
`null` value is None. A path such as `("cases", 3, "expect")` leads to a line number.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.errors import DocumentError

Data = dict[str, "Data"] | list["Data"] | str | None
Where = tuple[str | int, ...]

# the same loader in C, where PyYAML was built with it: six times as fast on some thousands of cases
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Marked:
    """A YAML file's data and the line on which each entry stands."""

    def __init__(self, text: str, path: Path | str) -> None:
        self.path = path
        self._lines: dict[Where, int] = {(): 1}
        self._open: set[int] = set()
        try:
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else None
            raise DocumentError("不是合法的 YAML；请检查缩进、引号和括号", path, line) from error
        self.data: Data = None if node is None else self._read(node, ())

    def line(self, where: Where) -> int:
        """The line of an entry, or of the nearest entry around it that exists."""
        while where not in self._lines:
            where = where[:-1]
        return self._lines[where]

    def _read(self, node: yaml.Node, where: Where) -> Data:
        if isinstance(node, yaml.ScalarNode):
            return None if node.style is None and node.value in ("", "null", "~") else str(node.value)
        if id(node) in self._open:
            raise DocumentError("不支持锚点与别名（& 与 *）；请把内容写出来", self.path, self.line(where))
        self._open.add(id(node))  # an alias to a list around itself would never end
        if isinstance(node, yaml.SequenceNode):
            return [self._entry(item, item, (*where, n)) for n, item in enumerate(node.value)]
        found: dict[str, Data] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise DocumentError("键只能是一个词", self.path, line)
            if key.value in found:
                first = self._lines[(*where, key.value)]
                raise DocumentError(f"键 {key.value} 与第 {first} 行重复；请删去一个", self.path, line)
            found[key.value] = self._entry(key, value, (*where, key.value))
        return found

    def _entry(self, marked: yaml.Node, node: yaml.Node, where: Where) -> Data:
        self._lines[where] = marked.start_mark.line + 1
        return self._read(node, where)
