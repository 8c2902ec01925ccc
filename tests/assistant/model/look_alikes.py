"""What a well-behaved model writes: passages whole, in another order, joined, with greetings and other connecting words."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.assistant.model.stand_in import Answer, passages_of

_OPENINGS = (
    "您好，", "您好！", "关于您问的这件事，", "是这样的，", "我帮您查到了：", "根据政策规定，", "按照现有规定，", "简单来说，", "具体来说，", "请您留意，",
    "还要提醒您，", "跟您说明一下，", "需要说明的是，", "您问的问题，", "您好，关于您咨询的情况，我来给您解答：", "好的，我来给您说一下。", "为您查询到，", "感谢您的来电，",
)  # fmt: skip
_JOINS = ("另外，", "此外，", "还有，", "同时，", "其次，", "最后，", "然后，", "首先，", "再者，")
_CLOSINGS = ("希望能帮到您！", "还有疑问请随时咨询。", "祝您身体健康。", "感谢您的来电！", "如需进一步了解，请再问我。")
_WORDS = (
    ("但是", "不过"),
    ("但", "但是"),
    ("如果", "要是"),
    ("或者", "或"),
    ("因此", "所以"),
    ("例如", "比如"),
    ("以及", "和"),
)


def benign(seed: int, greetings: list[str]) -> Callable[[str, str], Answer]:
    """The behaviour of a stand-in that only orders, greets and joins; what it puts before passages goes into the list."""

    def behave(system: str, user: str) -> Answer:
        chance = Random(seed)
        lines = passages_of(user)
        if chance.random() < 0.3:
            chance.shuffle(lines)
        lines = [_reworded(line, chance) for line in lines]
        for n, line in enumerate(lines):
            if chance.random() < 0.6:
                greetings.append(chance.choice(_OPENINGS if n == 0 else _JOINS + _OPENINGS))
                lines[n] = greetings[-1] + line
        if chance.random() < 0.2 and len(lines) > 1:
            lines = [lines[0].rstrip("。") + "，" + chance.choice(_JOINS) + lines[1], *lines[2:]]
        lines = [chance.choice(["{}", "{}", "{}", "- {}", "**{}**", "{}\n"]).format(line) for line in lines]
        if chance.random() < 0.3:
            lines[-1] += chance.choice(_CLOSINGS)
        return Answer("\n".join(lines))

    return behave


def _reworded(line: str, chance: Random) -> str:
    if chance.random() < 0.5:
        one, other = chance.choice(_WORDS)
        line = re.sub(rf"(?<=[，；。]){one}(?=[\u4e00-\u9fff])", other, line, count=1)
    if chance.random() < 0.3:
        line = re.sub(r"为(?=〔)", "是", line)
    if chance.random() < 0.2:
        line = line.replace("；", "，" if chance.random() < 0.5 else "。", 1)
    if chance.random() < 0.2:
        line = re.sub(r"(?<=[\u4e00-\u9fff〕])。$", "哦。", line)
    if chance.random() < 0.1:
        line = line.replace("，", ",").replace("（", "(").replace("）", ")")
    return line
