"""Parts to clauses: each clause's name, place, days, nature and facets, read from its own words."""

from __future__ import annotations

import re
from datetime import date

from knowledge.clause import Clause, Nature, Span
from knowledge.document import Header, Kind
from knowledge.facets import clause_facets, states
from knowledge.importing.dates import DAY, days
from knowledge.importing.structure import Part
from knowledge.region import places

_CITY = re.compile(r"我市|本市|(?<![在于])全市(?!率先|首[家个次]|前列|范围内|推广|第一|排名)")
_COUNTY = re.compile(r"(?:我|全|本|该)[区县旗]")
_FROM = re.compile(
    rf"(?:自|从)?({DAY})(?:起|开始)(?!草)(?:\s*至\s*({DAY.replace('(?P<', '(?P<u_').replace('(?P=', '(?P=u_')}))?"
)
_NOT_EFFECT = re.compile(r"(?:截至|截止|统计期限|有效期|任期)[^。]{0,6}$")
_YEAR = r"20\d{2}\s*年"
_PERIOD = re.compile(
    rf"截[至止](?:目前|今年|去年|{_YEAR})?(?:度|底|末)?(?:\d{{1,2}}月(?:\d{{1,2}}日|底|末)?)?|"
    rf"(?:自)?{_YEAR}(?:\d{{1,2}}月)?(?:至今|以来)|(?:今年|去年)(?:以来|上半年|下半年|前\d个?月)|近(?:半)?年来|"
    rf"(?:{_YEAR})?\d{{1,2}}月?\s*[-—–~至到]\s*(?:{_YEAR})?\d{{1,2}}月(?!\d)|{_YEAR}(?:度|上半年|下半年|全年|前\d个?月)|"
    rf"(?:仅)?{_YEAR}(?=[，,]|共|全)|(?:目前|今年)(?=[，,]?(?:已|共|我|全|纳入|开通|有|办理|追回|查处))"
)
_DEED = re.compile(
    r"(?:共(?!同|享|济)|累计|已经?(?!参加)|完成|查处|追回|拒付|发放|核减|结余|筹集|支出|享受[^。]{0,12}人次|荣获|被评为|被[^。，]{1,12}(?:评为|命名)|获得|"
    r"下降|通报|处罚|暂停|解除|开展|组织|参保(?:人数|率)|资助|救助|补偿|征收|结算|清零|退回|新增|覆盖)"
)
_COUNTED = re.compile(
    r"\d[\d.,]*\s*[多余几]?\s*[万亿]?\s*[多余]?\s*(?:元|人次|人|家次?|户|例|件次?|场|份|起|次|种|个(?!月|工作日|百分点)|名|条|张|所|%)"
)
_BINDING = re.compile(
    r"应当|必须|不得|(?<![相对适供响反因])应(?!急|用|收尽收|保尽保|办尽办|对|届)|最高(?:可|支付|报销|不超过)|可(?:报销|享受|申请|以)|按\d+%|报销比例[:为是]|起付(?:标准|线)[:为是\d]|不予|方可|执行统一"
)
_WISH = re.compile(r"请求|恳请|力争|拟于|下一步|下半年工作")
_TITLE_PERIOD = re.compile(rf"({_YEAR})(上半年|下半年|度|第[一二三四]季度|\d{{1,2}}[-至]\d{{1,2}}月)?")


def clauses_of(header: Header, parts: list[Part]) -> list[Clause]:
    """The clauses of a document from the parts of its text; names are unique and follow the text's numbering."""
    names: dict[str, tuple[str, ...]] = {}
    found = []
    for part in parts:
        start, until = _days_of(part.text)
        nature, period = _nature(part, header)
        if nature is Nature.FACT:
            start = until = None
        found.append(
            Clause(
                id=f"{header.id}.{_name(part, names)}",
                document_id=header.id,
                headings=part.headings,
                text=tidy(part.text),
                region=_region(part, header, nature),
                effective_from=start or header.in_force_from,
                effective_to=until or header.effective_to,
                nature=nature,
                period=period,
                facets=clause_facets(part.headings, part.text),
                states=states(part.text),
                questions=part.questions,
                span=Span(start=part.start, end=part.end),
            )
        )
    return found


def tidy(text: str) -> str:
    """The exact words without the page's indents and empty lines."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _name(part: Part, taken: dict[str, tuple[str, ...]]) -> str:
    """`2.3`, `art5`, `q5`; a further piece of the same part `2.3-2`; the whole path where two parts share a number."""
    tokens = part.tokens
    own = tokens
    for index, token in enumerate(tokens):
        # An article or an answer is known by its own number, whatever chapter it stands in.
        if token.startswith(("art", "q")):
            own = (*(t for t in tokens[:index] if t.startswith("annex")), *tokens[index:])
    bases = [".".join(own), ".".join(tokens)] if tokens else ["p1"]
    base = next((b for b in bases if taken.get(b, tokens) == tokens), bases[-1])
    name, number = base, 2
    while name in taken:
        name = f"{base}-{number}" if tokens else f"p{number}"
        number += 1
    taken[name] = tokens
    return name


def _region(part: Part, header: Header, nature: Nature) -> str | None:
    """The document's place; the city where a county's or district's text says 我市 of a rule."""
    own = header.region
    if own is None or nature is Nature.FACT:
        return own
    place = places()[own]
    if place.level != "county" or place.name.endswith("市"):  # 我市 in a county-level city is itself
        return own
    said = part.text + " ".join(part.questions)
    if _CITY.search(said) and not _COUNTY.search(said):
        return places().parent(own)
    return own


def _days_of(text: str) -> tuple[date | None, date | None]:
    """自2023年1月1日起[至……]: the clause's own first and last day; none where it names several."""
    found = []
    for match in _FROM.finditer(text):
        if _NOT_EFFECT.search(text[max(0, match.start() - 10) : match.start()]):
            continue
        first = days(match[1])
        if first:
            until = days((match["u_y"] and text[match.start("u_y") : match.end()]) or "")
            found.append((first[0].day, until[0].day if until else None))
    if len({day for day, _ in found}) != 1:
        return None, None
    first_day, last_day = found[0]
    return first_day, last_day if last_day is None or last_day >= first_day else None


def _nature(part: Part, header: Header) -> tuple[Nature, str | None]:
    """Fact with its period for figures and deeds of a time; norm for everything else."""
    text = part.text
    period = _PERIOD.search(text)
    counted = len(_COUNTED.findall(text))
    deeds = len(_DEED.findall(text))
    binding = len(_BINDING.findall(text))
    reported = header.kind in (Kind.REPORT, Kind.NEWS)
    if _WISH.search(text):
        return Nature.NORM, None
    if period and deeds and (counted or reported) and counted + deeds > 2 * binding and (not binding or counted >= 2):
        return Nature.FACT, _period(period[0], header)
    if reported and counted and deeds and counted + deeds > 2 and not binding and _period("", header):
        return Nature.FACT, _period("", header)
    return Nature.NORM, None


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
