"""What sort of text a document is: policy, notice, interview, news or report."""

from __future__ import annotations

import re

from knowledge.document import Kind

DOCUMENT_WORD = r"(?:通知|公告|通告|决定|意见|办法|细则|规定|条例|方案|规划|计划|预案|规程|规范|标准|清单|目录|批复|函|报告|汇报|总结|要点|解读|问答|指南|情况|纪要|公报|措施|制度|令)"
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.REPORT,
        re.compile(r"(?:汇报|总结|工作报告|年度报告|公开报告|情况报告|情况(?:的)?通报|公报)(?:[（(].*[）)])?$"),
    ),
    (Kind.NOTICE, re.compile(r"(?:通知|公告|通告|批复|函|通报)(?:[（(].*[）)])?$")),
    (Kind.POLICY, re.compile(rf"{DOCUMENT_WORD}(?:[（(].*[）)])?$")),
)
_PRESS = re.compile(r"本报(?:讯|记者)|[（(]?记者\s*[\u4e00-\u9fff]{2,4}|通讯员|新华社|记者(?:走访|来到|了解到|从)")
_HOST = re.compile(r"[【\[](?:主持人|记者|嘉宾)[】\]]|^(?:主持人|记者|嘉宾)[:：]", re.M)


def kind_of(title: str, text: str, on_a_page: bool) -> Kind:
    """What sort of text it is, by its speakers, its title's last word and its manner; `on_a_page`: page furniture stood around it."""
    if len(_HOST.findall(text)) >= 3:
        return Kind.INTERVIEW
    bare = title.rstrip("》.… ")
    for kind, pattern in _KINDS:
        if pattern.search(bare):
            return kind
    if _PRESS.search(text[:500] + text[-300:]) or len(_PRESS.findall(text)) >= 2:
        return Kind.NEWS
    if re.search(r"第[一二三四五六七八九十]+条", text) or re.search(r"(?:通知|公告)如下", text[:1500]):
        return Kind.NOTICE if re.search(r"(?:通知|公告)如下", text[:1500]) else Kind.POLICY
    return Kind.NEWS if on_a_page or re.search(r"今年以来|近日|日前", text[:500]) else Kind.POLICY
