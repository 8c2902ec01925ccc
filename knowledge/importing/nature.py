"""Whether a clause binds or reports, and of what period it reports."""

from __future__ import annotations

import re

from knowledge.clause import Nature
from knowledge.document import Header, Kind

_YEAR = r"20\d{2}\s*年"
# The strongest first: up to a day, since a day, of a year, of months.
_PERIODS = (
    re.compile(
        rf"截[至止](?:目前|(?:今年|去年|{_YEAR})(?:度|底|末)?(?:\d{{1,2}}月(?:\d{{1,2}}日|底|末)?)?|\d{{1,2}}月(?:\d{{1,2}}日|底|末)?)|(?:自)?{_YEAR}(?:\d{{1,2}}月)?(?:至今|以来)"
    ),
    re.compile(
        rf"(?:今年|去年)(?:以来|上半年|下半年|前\d个?月)|近(?:半)?年来|"
        rf"(?:{_YEAR})?\d{{1,2}}月?\s*[-—–~至到]\s*(?:{_YEAR})?\d{{1,2}}月(?!\d)|{_YEAR}(?:度|上半年|下半年|全年|前\d个?月)|"
        rf"(?:仅)?{_YEAR}(?=[，,]|共|全|荣获|新增)|今年(?=[，,]?(?:已|共|我|全|纳入|开通|有|办理|追回|查处))|(?<!截至)(?<!截止)目前"
    ),
)
_DEED = re.compile(
    r"(?:共(?!同|享|济|服务|卫生|和)|累计|已经?(?!参加|办理|缴纳|建|进入|完成[^了]{0,12}的|经|享受|领取|取得|登记|纳入[^了。]{0,10}的)|完成了?|查处|追回|拒付|发放|核减|结余|筹集|支出|享受[^。]{0,12}(?:人次|\d+人)|荣获|被评为|"
    r"被[^。，]{1,12}(?:评为|命名)|获得|下降|通报|处罚|暂停|解除|开展了?|组织了?|参保(?:人数|率)|资助|救助|补偿|征收|结算|清零|退回|新增|覆盖|纳入|落地|移交|取消|开通|接待|受理)"
)
_COUNTED = re.compile(
    r"\d[\d.,]*\s*[多余几]?\s*[万亿]?\s*[多余]?\s*(?:元|人次|人|家次?|户|例|件次?|场|份|起|次|种|个(?!月|工作日|百分点)|名|条|张|所|%)"
)
_BINDING = re.compile(
    r"应当|必须|不得|(?<![相对适供响反因])应(?!急|用|收尽收|保尽保|办尽办|对|届)|最高(?:可|支付|报销|不超过)|可(?:报销|享受|申请|以|凭|按)|按\d+%|报销比例[:为是]|"
    r"起付(?:标准|线)[:为是\d]|不予|方可|执行统一|无需|不需|可通过|每人每[月年]|(?:不|未)设|鼓励|支持有条件"
)
# What is wished, planned or asked for has not happened, whatever figures it names.
_WISH = re.compile(
    r"请求|恳请|力争|拟于|下一步|下半年工作|到[“”]?(?:20\d\d年(?!\d)|[“”]?十[二三四五])|确保[^。]{0,20}(?:以上|稳定在|达到|不低于)|年均|目标(?:是|为)|(?:底|月)前(?:要)?(?:完成|实现|达到|全部)|争取"
)
_PLAN = re.compile(
    r"建议|思路|打算|工作(?:目标|措施|要求|任务|安排)|下一?步|计划|保障措施|重点任务|总体要求|实施步骤|重点是什么"
)
_TITLE_PERIOD = re.compile(rf"({_YEAR})(上半年|下半年|度|第[一二三四]季度|\d{{1,2}}[-至]\d{{1,2}}月)?")
# News that tells what a document rules: 《意见》提出, 《通知》明确.
_TELLS_RULES = re.compile(
    r"《[^》]{2,40}》[^。]{0,12}(?:提出|规定|要求|明确|指出|共分|包括)|办法规定|(?<!记者)可以(?:直接|在|通过|享受|申请|到)[^。]{0,30}(?:报销|结算|办理|申请)"
)
# What a text that rules gives or sets as a mark; in a report the same words tell what was given.
_GRANTS = re.compile(r"给予|按规定|的，可|标准为|期限|审批|奖励\d|资助\d")
_TARGET = re.compile(
    r"(?:达到?|增长|减少|提高|降低|不低于|稳定在)[^。，；]{0,8}\d[\d.]*\s*[%％亿万个家吨]?[^。，；]{0,3}以[上内下]|不(?:低|少)于\d"
)
# Sections of a plan or a notice that tell how things stand.
_LOOKS_BACK = re.compile(r"成就|成效|回顾|进展|开工情况|竣工情况|发展基础|现状|基本情况|完成情况")
_ASKS_RULES = re.compile(r"《[^》]{1,40}》(?:对|提出|规定|的|在|明确|有)|什么|哪些|如何|为什么|多少|怎[么样]")
_NARRATES = re.compile(r"反映|来电|记者|据[^，,]{2,14}介绍")
_DONE_LONG_AGO = re.compile(
    r"共(?!同|享|济|服务|卫生|和|产|青|分|包括)[\u4e00-\u9fff]{1,3}\d|截[至止]|至今|以来|去年|累计|先后|共(?:有|计|组织|检查|为|对|查|开展|追|完成|发|接)|已(?:有|达|全部|建立|开通|完成|发放|建成|累计|实施)|荣获"
)


def nature_of(text: str, headings: tuple[str, ...], header: Header) -> tuple[Nature, str | None]:
    """Fact with its period for what was found or done; norm for what is ruled, planned or asked for.

    A report or a piece of news reports unless it plans or rules; any other text rules unless it counts what was done.
    """
    period = _found_period(text)
    counted = len(_COUNTED.findall(text))
    deeds = len(_DEED.findall(text))
    binding = len(_BINDING.findall(text))
    planned = bool(_WISH.search(text)) or any(_PLAN.search(h) for h in headings)
    if header.kind is Kind.REPORT:
        reports = not planned and (binding <= 1 or counted > binding)
    elif header.kind is Kind.NEWS:
        rules = (
            any(_ASKS_RULES.search(h) for h in headings) or bool(_TELLS_RULES.search(text)) or binding > counted + deeds
        )
        reports = not planned and (not rules or bool(_NARRATES.search(text)))
    else:
        binding += len(_GRANTS.findall(text))
        past = bool(_DONE_LONG_AGO.search(text)) or (bool(period) and header.kind is Kind.INTERVIEW)
        figures = counted >= 2 or (counted and bool(period))
        if header.kind is not Kind.INTERVIEW and any(_LOOKS_BACK.search(h) for h in headings) and counted >= 2:
            past, deeds = True, deeds + 1
        past = past and not _is_ahead(period, header) and not _TARGET.search(text)
        reports = past and bool(deeds) and bool(figures) and not binding and not planned
        reports = reports or (
            bool(period) and past and not planned and counted >= 2 and counted + deeds > 3 * binding and binding <= 1
        )
    if not reports:
        return Nature.NORM, None
    return Nature.FACT, _period(period, header)


def _is_ahead(period: str, header: Header) -> bool:
    """Whether the period lies after the day on which the document was published."""
    said = re.search(r"20\d{2}", period)
    return bool(said and header.published and int(said[0]) > header.published.year)


def _found_period(text: str) -> str:
    for pattern in _PERIODS:
        match = pattern.search(text)
        if match:
            return match[0]
    return ""


def _period(said: str, header: Header) -> str | None:
    """The period as the text says it, with the year that the document gives it."""
    said = re.sub(r"\s", "", said).removeprefix("仅")
    title = _TITLE_PERIOD.search(header.title)
    year = title[1].strip() if title else f"{header.published.year}年" if header.published else ""
    if not said:
        return title[0] if title else year or None
    if re.match(r"^\d{1,2}月?[-—–~至到]\d{1,2}月", said):
        return year + said
    if said.startswith("今年") or said in ("目前", "近半年来", "截至目前", "截止目前"):
        if said in ("今年", "今年以来"):
            return year or said
        if said.startswith("今年"):
            return (year or "今年") + said.removeprefix("今年")
        return (
            (title[0] if title else header.published.isoformat() if header.published else said)
            if said != "近半年来" or title
            else said
        )
    return said
