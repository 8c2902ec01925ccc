"""Whether a Reply worded by a model says what the plain Reply says. Written apart from the product's own checks.

It compares line by line what a line says of figures, negations, duties, limits, people, places, documents and links
(its signals, in order), and that no character of a plain line is missing but those of connecting words.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.reply import Reply

# Connecting words that hold a sign of negation or permission and mean none.
_CONNECTING = re.compile(r"最后|此外|另外|不过|可是|要是|如果|倘若|假如|若是|但是|然而")
_SIGNAL = re.compile(
    r"https?://\S+|[a-zA-Z]{2,}|\d+(?:[.,:/-]\d+)*[%万亿]*(?:[万亿]?元|天|日|年|个?月|[个人户次种级倍类岁]|小时|工作日|百分点)?"
    r"|[零一二两三四五六七八九十百千万亿]+(?=元|天|日|年|个?月|[人户次种级倍类岁成]|小时|工作日|百分点)"
    r"|不|无|毋|未|没|非|否|禁|严|免|须|应|可|准|只|仅|都|均|全|除|外|已|才|至少|最|超过|以上|以下|以内|必"
    r"|在职|退休|职工|居民|门诊|住院|慢性病|生育|乡镇|社区|药店|本地|省内|省外|市内|市外|县内|县外"
    r"|《[^》]*》|[\u4e00-\u9fff]{2}(?:市|区|县|省)"
)
_SIGNS = re.compile(r"[\W_]+")
_MAY_GO = frozenset("但如果若是为因此由于例比和与及以或者另外同时并且而所然可要假倘还有不过譬")
_ADDED = 60
_NOTICES = {"degraded", "ai_generated"}


def signals(line: str) -> list[str]:
    """All that a line says of what must not change, in order."""
    return _SIGNAL.findall(_CONNECTING.sub("", line))


def same_line(plain: str, line: str) -> bool:
    """Whether a line says what the plain one says."""
    if signals(plain) != signals(line):
        return False
    one, other = (Counter(_SIGNS.sub("", text)) for text in (plain, line))
    return set(one - other) <= _MAY_GO and (other - one).total() <= _ADDED


def faults(plain: Reply, reply: Reply) -> list[str]:
    """What a worded Reply says otherwise than the plain one; empty where nothing."""
    found: list[str] = []
    left = plain.text.split("\n")
    for line in reply.text.split("\n"):
        match = next((one for one in left if same_line(one, line)), None)
        if match is None:
            found.append(f"line: {line}")
        else:
            left.remove(match)
    found += [f"lost: {line}" for line in left]
    shown = "\n".join(block.text for block in reply.blocks if block.type in ("paragraph", "notice"))
    if shown != reply.text:
        found.append(f"blocks: {shown}")
    script, text = (_SIGNS.sub("", words) for words in (reply.script, reply.text))
    if script not in text:
        found.append(f"script: {reply.script}")
    for name in ("kind", "clarify", "suggestions", "slots", "region", "asks", "generation"):
        if getattr(plain, name) != getattr(reply, name):
            found.append(name)
    if _cited(plain) != _cited(reply) or _calculated(plain) != _calculated(reply):
        found.append("citations or calculations")
    extra = [notice.code for notice in reply.notices if notice not in plain.notices]
    if not set(extra) <= _NOTICES:
        found.append(f"notices: {extra}")
    return found


def _cited(reply: Reply) -> list[object]:
    return sorted((c.model_dump(exclude={"number"}) for c in reply.citations), key=lambda c: str(c["clause_id"]))


def _calculated(reply: Reply) -> list[object]:
    return [c.model_dump(exclude={"lines": {"__all__": {"citation"}}}) for c in reply.calculations]
