"""What a source says of itself: title, 文号, issuer, place, kind and days; and which lines say it.

Only what stands in the text is taken. What is missing or unclear stays empty and is named in a warning,
because a guessed place or day would make a wrong answer look right.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from knowledge.document import Kind
from knowledge.importing import offices
from knowledge.importing.dates import DAY, DAY_WITHOUT_YEAR, Found, days
from knowledge.importing.furniture import furniture, without_closing
from knowledge.importing.kinds import DOCUMENT_WORD, kind_of
from knowledge.importing.lines import Line, lines_of
from knowledge.importing.loaders import SourceText
from knowledge.importing.terms import in_force

_NUMBER = re.compile(
    r"(?<![（(《〔\[\u4e00-\u9fff])((?:[\u4e00-\u9fff]{1,12}?)(?:发|函|办|字|规|通|令|电|文|公告|通告|告)?[\u4e00-\u9fff]{0,3}\s*"
    r"[〔\[（(【﹝〈]\s*[12]\d{3}\s*[〕\])）】﹞〉]\s*(?:第\s*)?\d{1,5}\s*号)"
)
_PARTIAL_NUMBER = re.compile(r"^[「【\[(（]?\s*(?:第)?(\d{1,4}号)\s*[」】\])）]?")
_LABELLED_NUMBER = re.compile(
    r"(?:发文字号|文\s*号|文件编号)\s*[:：]\s*([\u4e00-\u9fff]{2,15}[〔\[（(][12]\d{3}[〕\])）]\d{1,5}号)"
)
_ISSUER_LABEL = re.compile(
    r"(?:主办单位|发布机构|发布单位|发文机关|发文单位|制定机关)\s*[:：]\s*([\u4e00-\u9fff、]{3,40})"
)
_DATE_LABELS = (
    re.compile(rf"(?:发布|发文|印发|成文|公布)(?:日期|时间)\s*[:：]?\s*({DAY})"),
    re.compile(rf"(?:访谈|录制|直播)(?:日期|时间)\s*[:：]?\s*({DAY})"),
)
_OTHER_DATE_LABEL = re.compile(rf"^(?:日期|时间)\s*[:：]\s*({DAY})")
_META_LINE = re.compile(
    r"^(?:访谈(?:时间|嘉宾|主持人?|地点)|主办单位|承办单位|发布(?:日期|时间|机构|单位)|发文(?:机关|单位|字号)|成文日期|来\s*源|信息来源|日期|时间|索引号|文\s*号|有效性)"
    r"\s*[:：][^。；]{0,60}$"
)
_TITLE_END = re.compile(rf"{DOCUMENT_WORD}(?:[（(][^）)]{{1,20}}[）)])?(?:的解读|汇编|》)?$")
_INLINE_TITLE = re.compile(
    r"^[^。；！？：:\n]{4,120}?(?:的通知|的公告|的通告|的决定|的[若干实施指导]*意见|的批复|的函)(?=[\u3400-\u9fff]{2,8}[〔\[]|各|为|根据|按照|\s|省)|"
    r"^[^。；！？：:，\n]{4,40}?(?:办法|细则|规定|条例|方案)(?=第一章|第一条|为|根据|总则)"
)
_NOT_TITLE = re.compile(r"^(?:附件|附[:：]|第[一二三四五六七八九十]+[章条]|[一二三四五六七八九十]、)")
_BYLINE = re.compile(r"^[（(][^。]{0,10}(?:记者|通讯员)[^。]{0,40}[）)]$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was recognised; `warnings` are Chinese sentences, `used` the lines that are head or tail, not text."""

    title: str
    kind: Kind
    document_number: str | None = None
    issuer: str | None = None
    region: str | None = None
    published: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    warnings: tuple[str, ...] = ()
    used: frozenset[int] = field(default_factory=frozenset)
    title_is_heading: bool = False


class _Reader:
    """One pass over the head and tail of a source."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.lines = lines_of(source.text)
        self.dropped = furniture(self.lines)
        self.kept = [i for i in range(len(self.lines)) if i not in self.dropped]
        self.used: set[int] = set()
        self.warnings: list[str] = []
        self.title_is_heading = False
        self.title_is_sure = True

    def line(self, number: int) -> str:
        return self.lines[number].text

    # --- title -------------------------------------------------------------------------------------

    def title(self) -> str:
        head = [i for i in self.kept[:12] if not _META_LINE.match(self.line(i)) and len(self.line(i)) <= 120]
        hinted = self.source.hints.get("title", "")
        found = self._formal_title(head) or self._hinted_title(head, hinted)
        if found:
            return found
        first = next((i for i in self.kept if re.search(r"[\u4e00-\u9fff]", self.line(i))), 0)
        text = self.line(first)
        if head and head[0] == first and _is_title(text):
            self.used.add(first)
            if len(text) < 8:
                self.used.discard(first)
                self.title_is_heading = True
                self.warnings.append(f"标题不明确，暂用首行“{text}”；可用 --title 或在文头中改正")
            return text
        inline = _INLINE_TITLE.match(text)
        if inline:
            return inline[0]
        stem = PurePath(self.source.name).stem
        if len(re.findall(r"[\u4e00-\u9fff]", stem)) >= 4:
            return stem
        start = re.split(r"[。；：:，,]", text)[0][:40] or stem
        self.title_is_sure = False
        self.warnings.append(f"没有认出标题，暂用开头“{start[:20]}”；请在文头中改正")
        return start

    def _formal_title(self, head: list[int]) -> str | None:
        """A title of an official document, possibly over several lines: … 关于 / …… 的通知.

        A title over several lines is the document's own; a single line above it is the page's short form.
        """
        found: list[tuple[int, int]] = []
        for at, number in enumerate(head[:8]):
            text = self.line(number)
            if _ends_sentence(text):
                break
            if len(text) > 90 or not _TITLE_END.search(text) or _NOT_TITLE.match(text):
                continue
            first = at
            while first > 0 and _runs_on(self.line(head[first - 1])):
                first -= 1
            found.append((first, at))
        if not found:
            return None
        first, last = next((f for f in found if f[0] < f[1]), found[0])
        title = "".join(self.line(head[i]) for i in range(first, last + 1))
        bare = _bare(title)
        self.used.update(head[: last + 1])
        self.used.update(i for i in head[last + 1 : last + 4] if _bare(self.line(i)) == bare)
        return title

    def _hinted_title(self, head: list[int], hinted: str) -> str | None:
        if not hinted:
            return None
        self.used.update(i for i in head[:6] if _bare(self.line(i)) == _bare(hinted))
        return hinted

    # --- number, issuer, place ---------------------------------------------------------------------

    def document_number(self) -> str | None:
        labelled = _LABELLED_NUMBER.search(self.source.text[:2000])
        if labelled:
            return _squeeze(labelled[1])
        for number in self.kept[:10]:
            text = self.line(number)
            bare = text.strip("（）()【】 ")
            match = _NUMBER.match(bare)
            if match and match.end() == len(bare):
                self.used.add(number)
                return _squeeze(match[1])
        start = self.source.text[:300]
        for match in _NUMBER.finditer(start):
            before = start[: match.start()].rstrip()
            if not before or (
                before.endswith(("通知", "意见", "决定", "办法", "方案", "公告", "批复")) and "根据" not in before
            ):
                return _squeeze(match[1])
        for number in self.kept[:3]:
            partial = _PARTIAL_NUMBER.match(self.line(number))
            if partial:
                self.warnings.append(f"文头只写了“{partial[1]}”，没有完整的发文字号；如知道请在文头中补上")
                return None
        return None

    def tail(self) -> tuple[str | None, Found | None]:
        """The signing office and the day below it."""
        last = [i for i in self.kept if i not in self.used][-12:]
        for at in range(len(last) - 1, -1, -1):
            text = self.line(last[at])
            found = days(text)
            if (
                found
                and len(text) <= 60
                and (found[-1].end - found[-1].start) >= len(text) - 40
                and not re.search("[。，；]", text)
            ):
                before = text[: found[-1].start].strip()
                signed = before if offices.is_signature(before) else None
                names: list[int] = []
                back = at - 1
                while signed is None and back >= 0 and offices.is_signature(self.line(last[back])):
                    names.insert(0, last[back])
                    back -= 1
                if signed is None and not names and (before or at < len(last) - 3):
                    continue
                self.used.update(names)
                self.used.add(last[at])
                return signed or "、".join(re.sub(r"\s+", "、", self.line(i)) for i in names) or None, found[-1]
        return self._inline_signature()

    def _inline_signature(self) -> tuple[str | None, Found | None]:
        """`……执行。某某厅2022年12月29日` at the end of a text without line breaks, or before its annex."""
        text = self.source.text
        for found in reversed(days(text[-400:])):
            start = max(0, len(text) - 400) + found.start
            before = text[max(0, start - 60) : start].rstrip()
            name = re.search(r"(?:^|[。；！：:）)\s])([\u4e00-\u9fff]{4,40})$", before)
            if name and offices.is_signature(name[1]):
                return name[1], found
            run_on = offices.signature_at_end(before)
            if run_on and start + found.end - found.start >= len(text) - 60:
                return run_on, found
        bare = text[: without_closing(text)].rstrip("）) \n\u3000")
        alone = next((f for f in days(bare[-40:]) if f.end == len(bare[-40:])), None)
        if alone and re.search(r"[。！\s]$", bare[-40:][: alone.start]):
            return None, alone
        head = text[:1500]
        for found in days(head):
            name = re.search(r"(?:[。！])\s*([\u4e00-\u9fff]{4,40})\s*$", head[max(0, found.start - 60) : found.start])
            if name and offices.is_signature(name[1]):
                return name[1], found
        return None, None

    def issuer(self, signed: str | None, title: str, kind: Kind) -> str | None:
        if signed:
            return signed
        labelled = _ISSUER_LABEL.search(self.source.text[:2000]) or _ISSUER_LABEL.search(self.source.text[-1000:])
        if labelled:
            return labelled[1]
        about = re.match(r"^([\u4e00-\u9fff、\s]{3,60}?)(?:关于|印发|转发)", title)
        if about and self.title_is_sure and offices.is_signature(about[1].strip()):
            return re.sub(r"\s+", "、", about[1].strip())
        hinted = self.source.hints.get("issuer", "")
        if hinted and offices.is_signature(hinted):
            return hinted
        named = offices.first_office(title) if self.title_is_sure else None
        if named:
            return named
        counted = offices.offices(self.source.text[:100_000])
        if kind in (Kind.NEWS, Kind.INTERVIEW, Kind.REPORT) and counted:
            (place, office), often = counted.most_common(1)[0]
            rivals = Counter(counted).most_common(2)
            if often >= 3 and (len(rivals) < 2 or rivals[1][1] * 2 <= often):
                self.warnings.append(
                    f"未写发布单位，按文中最常出现的机关记为“{place}{office}”；如不对请用 --issuer 改正"
                )
                return place + office
        return None

    def region(self, issuer: str | None, title: str) -> str | None:
        context = title + self.source.text[:20_000]
        unclear: list[str] = []
        if issuer:
            code = offices.office_place(issuer, context)
            if code:
                return code
            unclear = offices.resolve(offices.place_names(issuer), context)[1]
        names: list[str] = []
        if self.title_is_sure:
            own = re.split(r"[《（(]", title)[0] or title
            names = offices.place_names(own) or offices.place_names(title) or offices.place_names(own, short=True)
        code, more = offices.resolve(names, context)
        if code:
            return code
        if unclear or more:
            self.warnings.append(f"叫“{(unclear or more)[0]}”的地方不止一个，未定地区；请用 --region 指明")
        else:
            self.warnings.append("文中没有写明地区，只能在用户指明这份文件时使用；如知道请用 --region 指明")
        return None

    # --- kind and days -----------------------------------------------------------------------------

    def published(self, signature: Found | None) -> date | None:
        head, tail = self.source.text[:3000], self.source.text[-1500:]
        for pattern in _DATE_LABELS:
            match = pattern.search(head) or pattern.search(tail)
            if match:
                return days(match[1])[0].day if days(match[1]) else None
        if signature:
            return signature.day
        hinted = days(self.source.hints.get("published", ""))
        if hinted:
            return hinted[0].day
        for number in range(min(10, len(self.lines))):
            text = self.line(number)
            found = days(text)
            labelled = _OTHER_DATE_LABEL.match(text)
            alone = found and len(re.sub(r"[\d:：\s]", "", text[: found[0].start] + text[found[0].end :])) <= 12
            passed = re.match(r"^[（(].{0,200}(?:通过|公布|发布|印发)", text)
            if found and (labelled or (alone and not re.search("[。，]", text))):
                self.used.add(number)
                return found[0].day
            if found and passed:
                return found[-1 if "施行" not in text else max(0, len(found) - 2)].day
        if DAY_WITHOUT_YEAR.search(self.source.text):
            example = DAY_WITHOUT_YEAR.search(self.source.text)
            self.warnings.append(
                f"没有写明发布日期，文中“{example[0] if example else ''}”没有年份，不作推定；请用 --published 补上"
            )
        else:
            self.warnings.append("没有写明发布日期；如知道请用 --published 补上")
        return None


def recognise(source: SourceText) -> Metadata:
    """Everything that the source says of itself; see the module's docstring."""
    reader = _Reader(source)
    title = re.sub(r"\s+", " ", reader.title()).strip()[:200]
    number = reader.document_number()
    signed, signature = reader.tail()
    kind = kind_of(title, source.text, bool(reader.dropped))
    issuer = reader.issuer(signed, title, kind)
    region = reader.region(issuer, title)
    published = reader.published(signature)
    start, until = in_force(source.text, published)
    if issuer is None:
        reader.warnings.append("没有认出发布单位；如知道请用 --issuer 补上")
    reader.used.update(i for i in reader.kept[:15] if _META_LINE.match(reader.line(i)))
    reader.used.update(i for i in (*reader.kept[:3], *reader.kept[-3:]) if _BYLINE.match(reader.line(i)))
    return Metadata(
        title=title,
        kind=kind,
        document_number=number,
        issuer=issuer,
        region=region,
        published=published,
        effective_from=start,
        effective_to=until,
        warnings=tuple(reader.warnings),
        used=frozenset(reader.used) | reader.dropped,
        title_is_heading=reader.title_is_heading,
    )


def body_lines(source: SourceText, found: Metadata) -> list[Line]:
    """The lines that are text: without furniture, head and signature."""
    return [line for i, line in enumerate(lines_of(source.text)) if i not in found.used]


def _is_title(text: str) -> bool:
    return (
        len(text) <= 90
        and bool(re.search(r"[\u4e00-\u9fffA-Za-z]", text))
        and not _ends_sentence(text)
        and not re.match(r"^[一二三四五六七八九十]{1,2}、|^[（(][一二三四五六七八九十]", text)
    )


def _ends_sentence(text: str) -> bool:
    return text[-1] in "。；，,;：:" or bool(re.search(r"[。；]", text))


def _runs_on(text: str) -> bool:
    """A title line that the next one continues: it ends with 关于, 印发, or is only a name without a document word."""
    if len(text) > 60 or re.search(r"[。；：:！？]", text):
        return False
    return bool(re.search(r"(?:关于|印发|转发|批转|的|《[^》]*|、)$", text)) or (
        offices.is_signature(text) and len(text) >= 5
    )


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)
