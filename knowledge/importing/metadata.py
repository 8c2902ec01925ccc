"""What a source says of itself: title, 文号, issuer, place, kind and days; and which lines say it.

Only what stands in the text is taken. What is missing or unclear stays empty and is named in a warning,
because a guessed place or day would make a wrong answer look right.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from knowledge.document import Kind
from knowledge.importing import offices
from knowledge.importing.dates import DAY, DAY_WITHOUT_YEAR, days
from knowledge.importing.furniture import closing_links, furniture, is_furniture, repeated, table_of_contents
from knowledge.importing.kinds import kind_of
from knowledge.importing.lines import Line, lines_of, without
from knowledge.importing.loaders import SourceText
from knowledge.importing.numbers import PARTIAL, own_number
from knowledge.importing.signatures import Signature, signatures
from knowledge.importing.terms import in_force
from knowledge.importing.titles import Title, find_title
from knowledge.region import NATION

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
_BYLINE = re.compile(r"^[（(][^。]{0,10}(?:记者|通讯员)[^。]{0,40}[）)]$")
# （2001年9月11日……令第1号公布 根据2019年12月9日……修订）behind a title: what a law says of its own making.
_HISTORY = re.compile(
    r"\s*[（(](\s*(?:[12１２]\d{3}|[一二]\D{3})\s*年[\s\S]{0,600}?(?:通过|公布|发布|颁布|修订|修正)[\s\S]{0,400}?)[）)]\s*(?=第一|目\s*录|为|\n|\Z|\u3000)"
)
# 河北：…… and 【……】泰安：……: a short place name counts at the head of a title alone.
_SHORT_PLACE = re.compile(r"^[【\[][^】\]]*[】\]]\s*|^在")
_FORWARDS = re.compile(r"转发|批转")
_STATE_LAW = re.compile(r"^中华人民共和国|^(?:国务院|全国人民代表大会)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was recognised; `warnings` are Chinese sentences.

    `used` are the lines that are head, tail or furniture, `cut` the passages inside other lines that are
    (a signature in the middle, the title glued to the text).
    """

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
    cut: tuple[tuple[int, int], ...] = ()
    title_is_heading: bool = False


class _Reader:
    """One pass over the head and tail of a source."""

    def __init__(self, source: SourceText) -> None:
        self.source, self.text = source, source.text
        self.lines = lines_of(source.text)
        self.dropped = furniture(self.lines)
        self.kept = [i for i in range(len(self.lines)) if i not in self.dropped]
        self.used: set[int] = set()
        self.cut: list[tuple[int, int]] = []
        self.warnings: list[str] = []
        self.title = self._title()
        self.title_end = max((self.lines[i].end for i in self.title.lines), default=self.title.glued_end)
        self.title_end = max(self.title_end, self.title.glued_end)
        again = repeated(self.text, self.title_end)
        if again:
            self.cut.append(again)
        self.cut += table_of_contents(self.text)
        own = self.text[: again[0]] if again else self.text
        self.signed = signatures(own)
        self.cut += [(s.start, s.end) for s in self.signed] + closing_links(own)
        for line in without([self.lines[i] for i in self.kept], self.cut):
            if is_furniture(line.text):  # what the cuts left over of a line
                self.cut.append((line.start, line.end))
        self.cut += self._annexed_titles()

    def line(self, number: int) -> str:
        return self.lines[number].text

    def _title(self) -> Title:
        head = [i for i in self.kept[:12] if not _META_LINE.match(self.line(i)) and len(self.line(i)) <= 160]
        found = find_title(self.lines, self.kept, head, self.source.hints.get("title", ""), self.source.name)
        self.used |= found.lines
        if found.warning:
            self.warnings.append(found.warning)
        if found.glued_end:
            start = next(line.start for line in self.lines if line.end >= found.glued_end)
            self.cut.append((start, found.glued_end))
        return found

    def _annexed_titles(self) -> list[tuple[int, int]]:
        """The name of the text that a notice sends along, where it runs into that text behind the signature."""
        title = self.title.text
        names = re.findall(r"《([^》]{4,60})》", title) + re.findall(
            r"(?:印发|转发)(?:关于)?([^《》]{4,60})的通知$", title
        )
        found = []
        for signed in self.signed:
            behind = signed.end + len(self.text[signed.end :][:80]) - len(self.text[signed.end :][:80].lstrip())
            found += [(behind, behind + len(n)) for n in names if self.text.startswith(n, behind)][:1]
        return found

    def document_number(self) -> str | None:
        found = own_number(self.text, self.title_end)
        if found:
            self.cut.append((found.start, found.end))
            return found.text
        for number in self.kept[:3]:
            partial = PARTIAL.match(self.line(number))
            if partial:
                self.warnings.append(f"文头只写了“{partial[1]}”，没有完整的发文字号；如知道请在文头中补上")
                break
        return None

    def signature(self, issuer: str | None) -> Signature | None:
        """The signed place that is the document's own; a forwarded document's signature is not the forwarder's."""
        named = [s for s in self.signed if issuer and s.office and (s.office in issuer or issuer in s.office)]
        if named:
            return named[0]
        # A text that a notice sends along is dated by the cover letter, which is signed first.
        fitting = [s for s in self.signed if not (issuer and s.office and _FORWARDS.search(self.title.text))]
        return fitting[0] if fitting else None

    def issuer(self, kind: Kind, order: str | None) -> str | None:
        title = self.title.text
        about = re.match(r"^(?!转发|批转|印发|关于)([\u4e00-\u9fff、\s]{2,90}?)(?:关于|印发|转发|批转)", title)
        if about and self.title.is_sure and offices.is_signature(about[1].strip()):
            said = about[1].strip()
            # The signature parts the names that a title runs together; 某省人民政府 signed by its 办公厅 stays itself.
            signed = next((s.office for s in self.signed if s.office and said in s.office and "、" in s.office), None)
            return signed or offices.apart(re.sub(r"\s+", "、", about[1].strip()))
        labelled = _label(_ISSUER_LABEL, self.text)
        signed = next((s.office for s in self.signed if s.office), None)
        if signed:
            return signed
        if order and re.search(r"[令告]", order):
            office = re.match(r"(.+?(?:部|局|委员会|政府|院|厅|署|行))(?:局长|部长|主席|主任)?(?:令|公告|通告)", order)
            if office:
                return office[1].removeprefix("中华人民共和国")
        if labelled:
            return labelled[1]
        hinted = self.source.hints.get("issuer", "")
        if hinted and offices.is_signature(hinted):
            return hinted
        named = offices.first_office(re.sub(r"《[^》]*》", "", title)) if self.title.is_sure else None
        return named or self._counted(kind)

    def _counted(self, kind: Kind) -> str | None:
        """The office that a piece of news speaks of most, with a warning."""
        counted = offices.offices(self.text[:100_000]) if kind in (Kind.NEWS, Kind.INTERVIEW, Kind.REPORT) else None
        if not counted:
            return None
        (place, office), often = counted.most_common(1)[0]
        rivals = Counter(counted).most_common(2)
        if often < 3 or (len(rivals) > 1 and rivals[1][1] * 2 > often):
            return None
        self.warnings.append(f"未写发布单位，按文中最常出现的机关记为“{place}{office}”；如不对请用 --issuer 改正")
        return place + office

    def region(self, issuer: str | None) -> str | None:
        title, context = self.title.text, self.title.text + self.text[:20_000]
        unclear: list[str] = []
        if issuer:
            code = offices.office_place(issuer, context)
            if code:
                return code
            unclear = offices.resolve(offices.place_names(issuer), context)[1]
        names: list[str] = []
        if self.title.is_sure:
            own = re.split(r"[《（(]", title)[0] or title
            if _STATE_LAW.match(own):
                return NATION
            names = offices.place_names(own) or offices.place_names(title) or _short_place(own)
        code, more = offices.resolve(names, context)
        if code:
            return code
        if unclear or more:
            self.warnings.append(f"叫“{(unclear or more)[0]}”的地方不止一个，未定地区；请用 --region 指明")
        else:
            self.warnings.append("文中没有写明地区，只能在用户指明这份文件时使用；如知道请用 --region 指明")
        return None

    def published(self, signature: Signature | None) -> date | None:
        for pattern in _DATE_LABELS:
            match = _label(pattern, self.text)
            if match:
                return days(match[1])[0].day if days(match[1]) else None
        if signature:
            return signature.day
        hinted = days(self.source.hints.get("published", ""))
        if hinted:
            return hinted[0].day
        made = self._history() or self._head_line() or self._behind_title()
        if made:
            return made
        example = DAY_WITHOUT_YEAR.search(self.text)
        if example:
            self.warnings.append(f"没有写明发布日期，文中“{example[0]}”没有年份，不作推定；请用 --published 补上")
        else:
            self.warnings.append("没有写明发布日期；如知道请用 --published 补上")
        return None

    def _history(self) -> date | None:
        """The last day in the bracket behind a law's title: of the version that stands here."""
        for start in (self.title_end, *(end for _, end in sorted(self.cut) if end <= self.title_end + 120)):
            match = _HISTORY.match(self.text, start)
            if match:
                made = [f for f in days(match[1]) if not re.match(r"起?\s*(?:施行|实施|生效|起)", match[1][f.end :])]
                return made[-1].day if made else None
        return None

    def _behind_title(self) -> date | None:
        """A bare day between the title and the first article: ……管理办法1999年12月26日　　第一条."""
        found = days(self.text[self.title_end : self.title_end + 24])
        if found and not self.text[self.title_end : self.title_end + found[0].start].strip("（( \n\u3000"):
            behind = self.text[self.title_end + found[0].end :].lstrip("）) \n\u3000")
            return found[0].day if re.match("第一|为|目录|根据", behind) else None
        return None

    def _head_line(self) -> date | None:
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
        return None


def _label(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """A label in the head or tail of a page; where many stand, they are the columns of a list."""
    found = [*pattern.finditer(text[:3000]), *pattern.finditer(text[max(3000, len(text) - 1500) :])]
    return found[0] if 0 < len(found) <= 2 else None


def _short_place(title: str) -> list[str]:
    """The short name of a place that begins a title (河北：……); inside one, 资源 and 合作 are no places."""
    said = _SHORT_PLACE.split(title)[-1]
    return [n for n in offices.place_names(said[:4], short=True)[:1] if said.startswith(n)]


def recognise(source: SourceText) -> Metadata:
    """Everything that the source says of itself; see the module's docstring."""
    reader = _Reader(source)
    title = re.sub(r"\s+", " ", re.sub("[\ue000-\uf8ff]", "", reader.title.text)).strip()[:200]
    number = reader.document_number()
    kind = kind_of(title, source.text, bool(reader.dropped))
    issuer = reader.issuer(kind, number)
    region = reader.region(issuer)
    published = reader.published(reader.signature(issuer))
    start, until = in_force(source.text, published)
    if issuer is None:
        reader.warnings.append("没有认出发布单位；如知道请用 --issuer 补上")
    reader.used.update(i for i in reader.kept[:15] if _META_LINE.match(reader.line(i)))
    reader.used.update(i for i in (*reader.kept[:3], *reader.kept[-3:]) if _BYLINE.match(reader.line(i)))
    whole = [i for i, line in enumerate(reader.lines) if not without([line], reader.cut)]
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
        used=frozenset(reader.used) | reader.dropped | frozenset(whole),
        cut=tuple(sorted(reader.cut)),
        title_is_heading=reader.title.is_heading,
    )


def body_lines(source: SourceText, found: Metadata) -> list[Line]:
    """The lines that are text: without furniture, head and signature."""
    return without([line for i, line in enumerate(lines_of(source.text)) if i not in found.used], found.cut)
