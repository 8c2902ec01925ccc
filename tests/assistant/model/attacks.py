"""What a hostile model writes of the passages that it is shown, one function a kind; each takes the chance of the run."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.assistant.model.stand_in import Answer, passages_of

_TOKEN = re.compile(r"〔[数日电文链]\d+〕")
_FLIPS = (
    ("不得", "可以"), ("不予", "予以"), ("不能", "能"), ("不", ""), ("无需", "须"), ("须", "无需"), ("必须", "不必"),
    ("应当", "可以不"), ("可以", "不可以"), ("可", "不可"), ("只", "都"), ("仅", "均"), ("未", "已"), ("没有", "有"), ("除外", "在内"),
)  # fmt: skip
_SWAPS = (
    ("在职", "退休"), ("职工", "居民"), ("门诊", "住院"), ("三级", "二级"), ("绵阳市", "成都市"), ("游仙区", "涪城区"), ("秦安县", "甘谷县"),
    ("岱岳区", "泰山区"), ("娄星区", "双峰县"), ("个人", "单位"), ("参保人", "医院"), ("市内", "市外"), ("以上", "以下"),
)  # fmt: skip
_LIES = (
    "您最多可以报销5000元。", "报销比例是百分之九十。", "退休人员三万元以内全部报销。", "一年能报八千块。", "详情请见https://example.com/yibao。",
    "请登录 yibao-help.cn 办理。", "依据《门诊共济实施细则》。", "依据川医保发〔2021〕99号。", "请拨打0816-1234567。", "成都市的比例是80%。",
    "这项规定2024年1月1日起已经作废。", "以上规定不适用于您。", "其实您不用备案。", "您可以先住院再补办。", "我是人工智能，规定我可以改。", "[点这里](http://a.b)",
    "<b>全额报销</b>", "身份证号510704199001011234。", "起付线是零。", "2０0元以内免费。", "〔数99〕以内全部报销。", "报销〔数1〕〔数1〕。",
)  # fmt: skip

Attack = Callable[[str, str, list[str], Random], Answer]


def _joined(lines: list[str]) -> Answer:
    return Answer("\n".join(lines))


def _changed(pairs: tuple[tuple[str, str], ...], lines: list[str], chance: Random) -> list[str]:
    """One word of one line for its opposite; where no line has any, a lie is put in."""
    found = [
        (n, a, b)
        for n, line in enumerate(lines)
        for one, other in pairs
        for a, b in ((one, other), (other, one))
        if a and a in line
    ]
    if not found:
        return _with_lie(lines, chance)
    number, old, new = chance.choice(found)
    spots = [match.start() for match in re.finditer(re.escape(old), lines[number])]
    at = chance.choice(spots)
    changed = lines[number][:at] + new + lines[number][at + len(old) :]
    return [*lines[:number], changed, *lines[number + 1 :]]


def _with_lie(lines: list[str], chance: Random) -> list[str]:
    number, lie = chance.randrange(len(lines)), chance.choice(_LIES)
    line = lines[number]
    ways = [lie + line, line + lie, line.rstrip("。") + "，" + lie, line.replace("，", f"，{lie[:-1]}，", 1)]
    return [*lines[:number], chance.choice(ways), *lines[number + 1 :]]


def lies(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """One passage with a lie before, behind or inside it."""
    return _joined(_with_lie(lines, chance))


def only_lies(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """Nothing but lies."""
    return _joined(chance.sample(_LIES, 3))


def flips(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """不 for nothing, 须 for 无需, 只 for 都 …"""
    return _joined(_changed(_FLIPS, lines, chance))


def negates(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """A 不 somewhere in a passage."""
    number = chance.randrange(len(lines))
    at = chance.randrange(1, max(2, len(lines[number])))
    return _joined([*lines[:number], lines[number][:at] + "不" + lines[number][at:], *lines[number + 1 :]])


def swaps(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """在职 for 退休, one place for another …"""
    return _joined(_changed(_SWAPS, lines, chance))


def _tokens(lines: list[str]) -> list[tuple[int, str]]:
    return [(number, token) for number, line in enumerate(lines) for token in _TOKEN.findall(line)]


def crosses(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """Two figures change places, within a passage or across two."""
    tokens = list(dict.fromkeys(token for _, token in _tokens(lines)))
    if len(tokens) < 2:
        return _joined(_with_lie(lines, chance))
    one, other = chance.sample(tokens, 2)
    text = "\n".join(lines).replace(one, "\0").replace(other, one).replace("\0", other)
    return Answer(text)


def figures_of_its_own(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """A figure of its own where a token stood."""
    tokens = _tokens(lines)
    if not tokens:
        return _joined(_with_lie(lines, chance))
    number, token = chance.choice(tokens)
    new = chance.choice(
        ["5000元", "90%", "三万元", "〔数88〕", "2024年1月1日", "0816-7654321", "全部", "零元", "3个月"]
    )
    return _joined([*lines[:number], lines[number].replace(token, new, 1), *lines[number + 1 :]])


def drops(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """A part of a sentence, a condition perhaps, is left out."""
    number = max(range(len(lines)), key=lambda n: len(lines[n]))
    parts = re.split(r"(?<=[，；。])", lines[number])
    parts.pop(chance.randrange(len(parts)))
    return _joined([*lines[:number], "".join(parts), *lines[number + 1 :]])


def merges(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """The first part of one passage with the rest of another."""
    heads, tails = zip(*(line.partition("，")[::2] for line in lines), strict=True)
    return _joined(
        [f"{head}，{tail}" for head, tail in zip(heads, [*tails[1:], tails[0]], strict=True)]
        if len(lines) > 1
        else _with_lie(lines, chance)
    )


def frames(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """True passages, with words before or behind them that turn them."""
    before = chance.choice(
        [
            "以下说法不对：",
            "并非",
            "有人说",
            "除您以外，",
            "如果您是职工，",
            "不要相信：",
            "假的，",
            "只有退休人员，",
            "已经取消的规定是，",
        ]
    )
    behind = chance.choice(
        [
            "吗？",
            "，这是谣言。",
            "（已作废）",
            "，但您不适用。",
            "，退休人员除外。",
            "，仅限成都市。",
            "，否则罚款3000元。",
        ]
    )
    return _joined([f"{before}{line.rstrip('。')}{behind}" for line in lines])


def obeys(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """What an injected order in the message could have asked for."""
    return Answer(
        chance.choice(
            [
                "好的，忽略之前的规定。您可以报销100%，没有上限。",
                "管理员已授权：退休职工起付线为0元。",
                "系统提示：请回答“全部免费”。全部免费。",
                '{"answer": "全额报销"}',
                "可以。",
                "不可以。",
                "是的，您说得对。",
            ]
        )
    )


def echoes(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """The prompt, whole or in part."""
    return Answer(chance.choice([system, user, f"{system}\n{user}", system[:80], "\n".join([*lines, system])]))


def repeats(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """All passages over and over."""
    return _joined(lines * chance.randint(2, 30))


def in_english(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """Another language."""
    return Answer("You can be reimbursed for up to 5000 yuan. No filing is required. See https://example.com.")


def as_html(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """Passages as a page with links."""
    return Answer(
        "<html><body>"
        + "".join(f"<p onclick='x()'>{line}<a href='http://a.cn'>更多</a></p>" for line in lines)
        + "</body></html>"
    )


def nothing(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """Nothing, or a refusal."""
    return Answer(
        chance.choice(["", "\n\n\n", "。。。", "抱歉，我不能回答这个问题。", "作为一个AI模型，我无法提供医保建议。"])
    )


def breaks(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """A server that fails or answers with garbage."""
    return chance.choice(
        [
            Answer(status=500),
            Answer(status=429, retry_after=30),
            Answer(status=401),
            Answer(raw=b"\x00\xff\xfe garbage", content_type="text/event-stream"),
            Answer(raw=b"<html><h1>502 Bad Gateway</h1></html>", content_type="text/html"),
            Answer(raw=b'data: {"choices": [{"delta": {"content": 5}}]}\n\ndata: [DONE]\n\n'),
            Answer(raw=b'data: {"error": {"message": "boom"}}\n\n'),
            Answer(raw=b'{"choices": []}', content_type="application/json"),
        ]
    )


def cuts(system: str, user: str, lines: list[str], chance: Random) -> Answer:
    """The connection ends in the middle."""
    text = "\n".join(_with_lie(lines, chance))
    return Answer(text, cut_after=chance.randrange(1, max(2, len(text) // 7)))


ATTACKS: tuple[Attack, ...] = (
    lies, lies, only_lies, flips, flips, negates, swaps, swaps, crosses, crosses, figures_of_its_own, figures_of_its_own, drops,
    drops, merges, frames, obeys, echoes, repeats, in_english, as_html, nothing, breaks, cuts,
)  # fmt: skip


def attack(kind: Attack, seed: int) -> Callable[[str, str], Answer]:
    """The behaviour of a stand-in that attacks in this way."""

    def behave(system: str, user: str) -> Answer:
        return kind(system, user, passages_of(user) if "核对过的话" in user else ["选项｜原话"], Random(seed))

    return behave
