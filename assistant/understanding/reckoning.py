"""A figure that must be worked out of figures that stand in clauses: which operation, which operands, or nothing.

The words of the ask name the operation and its operands; each operand must be one figure of the clauses found, by its
own words and in the unit asked for. Where anything is open nothing is worked out: the clause is quoted instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.ask import Ask
from assistant.turn import Verdict, Work
from assistant.understanding.evidence import objections
from assistant.understanding.operands import (
    candidates,
    named,
    operand,
    same_matter,
    somewhere,
    telling,
    text_of,
    weight,
)
from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import difference, each, multiple, rest, share, total
from knowledge.benefit.figure import plain
from knowledge.figures import Figure, figures_of
from knowledge.search import Hit

_MANY = r"(?:多少|好多|几多|多大|几)"
_ADDED = (
    r"加起来|加一?起|加在一起|加一[块堆]儿?|加到一起|合起来|合在一起|合计|共计|总计|总共|一共|拢共|拢总|全部|算一[块起]儿?|算起来?|"
    rf"一起(?=[^,]{{0,6}}{_MANY})|一[块总]儿?(?=[^,]{{0,6}}{_MANY})|(?:两|三|四|几)(?:样|项|笔|块|头|边|个)[^,]{{0,2}}加|共(?=有?{_MANY})"
)
_SUM = re.compile(_ADDED)
_JOIN = re.compile(r"再?加上?(?!起|一|在|到)|以及|还有|连同|[、和跟与同](?!期|时|样|比|等)")
_MORE = r"多|少|高|低|贵|便宜|长|短|大|小"
_DIFFERENCE = re.compile(
    rf"(?P<one>[^,]+?)比(?!例|较|重|率)(?P<other>[^,]+?)(?:要|还|会|得)?(?:{_MORE})[^,]{{0,6}}?{_MANY}"
    rf"|(?P<one_>[^,]+?)[和跟与同](?P<other_>[^,]+?)(?:之间|两个|两者)?的?(?:相差|差距|差)(?:了|是|有)?{_MANY}"
)
_SHARE = re.compile(
    rf"(?P<one>[^,]+?)占(?:了|到|整个)?(?P<other>[^,]{{2,}}?)的?(?:百分之{_MANY}|百分比|比例|比重|几成|{_MANY})"
    rf"|(?P<one_>[^,]+?)(?:是|相当于)(?P<other_>[^,]+?)的?(?:百分之{_MANY}|几分之几)"
)
_MULTIPLE = re.compile(rf"(?P<one>[^,]+?)(?:是|比|为|相当于)(?P<other>[^,]+?)的?{_MANY}倍")
_HEADS = r"人次|家次|件次|个?人|家|户|名|位|件|起|例|次|份|种"
_EACH = re.compile(rf"(?:平均|每|一)(?:每|一)?个?(?P<unit>{_HEADS})|(?P<even>人均|每人)")
_LESS = re.compile(
    rf"(?P<one>[^,]+?),?(?:扣掉|扣除|减去|减掉|去掉|除掉|除去|刨开|刨去|除开|减)(?P<other>[^,]+?),?(?:之后|以后|后)?"
    rf"(?:还剩|还有|剩下|剩|是|等于|有|结余|净增)[^,]{{0,6}}?{_MANY}"
)
_ASKED = re.compile(rf"{_MANY}")
_UNIT = re.compile(rf"{_MANY}个?(?P<unit>{_HEADS}|百分点|个?点|钱|元|块|万|亿|项|条|本|个|场|张)")
_KINDS: dict[str, frozenset[str]] = {
    "人": frozenset({"人", "名", "位"}),
    "家": frozenset({"家", "所", "个"}),
    "件": frozenset({"件", "起", "例", "份"}),
    "个": frozenset({"个", "家", "种", "项", "件", "人", "名"}),
    "种": frozenset({"种", "个", "项"}),
    "元": frozenset({"元"}),
    "%": frozenset({"%"}),
}
_AS = {"名": "人", "位": "人", "个人": "人", "起": "件", "例": "件", "份": "件", "所": "家", "项": "种", "条": "条"}
_MONEY = re.compile(rf"{_MANY}个?(?:钱|元|块|万|亿|基金|资金|款)|钱|基金|资金|费用|金额|支出|万元")
_EVEN = re.compile(r"人均|平均|均|每[人家户]")
_THEN = re.compile(r"以前|原来|从前|之前|去年|前年|上年|同期|改革前|\d{4}年?$")
_DOING = (
    "汇报", "报告", "通知", "文件", "访谈", "报道", "材料", "加", "加上", "加起来", "一共", "总共", "合计", "平均", "每人", "每家", "人均", "比例", "百分之几", "百分之", "剩", "还剩", "扣掉",
    "扣除", "减去", "好多钱", "好多", "里头", "比重", "差", "相差", "倍", "每户", "人次", "家", "算", "拢共", "一起", "一块", "合起来", "几",
)  # fmt: skip
_LEAST_MET = 0.75
_MOST_CLAUSES = 3


@dataclass(frozen=True, slots=True)
class _Scene:
    """One ask with the figures that may serve it."""

    ask: Ask
    text: str
    figures: Sequence[tuple[Figure, Hit]]
    day: date

    def of_kinds(self, kinds: frozenset[str] | None) -> list[tuple[Figure, Hit]]:
        """The figures of these kinds; all where the unit is open."""
        return [(f, hit) for f, hit in self.figures if kinds is None or f.kind in kinds]

    def hits_of(self, figures: Iterable[Figure]) -> list[Hit]:
        """The clauses that figures stand in."""
        ids = {figure.clause.id for figure in figures}
        return list({hit.clause.id: hit for _, hit in self.figures if hit.clause.id in ids}.values())


def work_out(work: Work) -> None:
    """Fill the calculation of a work whose figure follows from the clauses found; they are its evidence then."""
    hits = [hit for hit in work.found.hits if not objections(work.ask, hit.clause)]
    work.calculation = reckon(work.ask, hits, work.days.day)
    if work.calculation is None:
        return
    used = work.calculation.clauses
    of_operands = [hit for id_ in used for hit in hits if hit.clause.id == id_]
    work.verdict = Verdict.FULL
    others = [hit for hit in work.evidence if hit.clause.id not in used]
    work.evidence = (*of_operands, *others)[: max(_MOST_CLAUSES, len(of_operands))]


def reckon(ask: Ask, hits: Sequence[Hit], day: date) -> Calculation | None:
    """What is worked out for the ask of the clauses found for it, or None; `hits` best first, none ruled out."""
    text = text_of(ask.text, ask.names)
    if not _ASKED.search(text) and "占" not in text:
        return None
    scene = _Scene(ask, text, candidates(hits, changes=bool(re.search("提高|增加|减少|下调|调减|增", text))), day)
    for operation in (_multiple, _share, _each, _rest, _difference, _total):
        found = operation(scene)
        if found is not None:
            return found
    return None


def _kinds(text: str) -> frozenset[str] | None:
    """The kinds of figure that the question counts in; None where it leaves that open."""
    unit = _UNIT.search(text)
    said = unit["unit"] if unit else ""
    if said in ("点", "个点", "百分点", "个百分点"):
        return _KINDS["%"]
    if said and said not in ("钱", "元", "块", "万", "亿"):
        said = _AS.get(said, said)
        return _KINDS.get(said, frozenset({said}))
    if "人次" in text and not said:
        return frozenset({"人次"})
    if said or _MONEY.search(text):
        return _KINDS["元"]
    if re.search(r"比例|率", text):
        return _KINDS["%"]
    return None


def _find(scene: _Scene, phrases: Sequence[str], kinds: frozenset[str] | None) -> list[Figure] | None:
    """One figure for each phrase, all different, and together of one matter that meets the whole ask."""
    named_by = [telling(phrase, _DOING) for phrase in phrases]
    said = telling(scene.ask.whole, _DOING)
    wanted = []
    for words in named_by:
        of_others = {term.word for other in named_by if other is not words and len(other) == 1 for term in other}
        own = {term.word for term in words}
        wanted.append((words, [t for t in said if t.word not in own | of_others]))
    found = named(wanted, scene.of_kinds(kinds))
    return list(found) if found and _meets(scene, found) else None


def _meets(scene: _Scene, figures: Sequence[Figure]) -> bool:
    """Whether the clauses of the figures speak of what the whole ask names."""
    hits = scene.hits_of(figures)
    said = [t for t in telling(scene.ask.text, _DOING) if not any(t.word in name for name in scene.ask.names)]
    total_weight = sum(map(weight, said))
    reached = sum(weight(t) * max(somewhere(t.word, hit) for hit in hits) for t in said)
    return not total_weight or reached / total_weight >= _LEAST_MET


def _two(scene: _Scene, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    match = pattern.search(scene.text)
    if match is None:
        return None
    groups = match.groupdict()
    one, other = groups["one"] or groups.get("one_"), groups["other"] or groups.get("other_")
    assert one is not None and other is not None
    return (one, other) if telling(other, _DOING) and not _THEN.search(other) else None


def _total(scene: _Scene) -> Calculation | None:
    cue = _SUM.search(scene.text)
    if cue is None:
        return None
    for part in re.finditer(r"[^,:;。?!]+", scene.text):
        if not _JOIN.search(part[0]):
            continue
        inside = part.start() <= cue.start() < part.end()
        head = part[0][: cue.start() - part.start()] if inside and cue.start() > part.start() else part[0]
        phrases = [p for p in _JOIN.split(head) if telling(p, _DOING)]
        if len(phrases) < 2:
            continue
        found = _find(scene, phrases, _kinds(scene.text))
        if found is None or not same_matter(found):
            return None
        return _unless_stated(scene, found, total([operand(f, found) for f in found], scene.day))
    return None


def _unless_stated(scene: _Scene, figures: Sequence[Figure], calculation: Calculation | None) -> Calculation | None:
    """Nothing where a clause of the operands states the result itself: it is quoted then."""
    if calculation is None or calculation.result is None:
        return None
    stated = {(f.value, f.unit) for hit in scene.hits_of(figures) for f in figures_of(hit.clause)}
    return None if any(plain(value) + unit == calculation.result.text for value, unit in stated) else calculation


def _difference(scene: _Scene) -> Calculation | None:
    pair = _two(scene, _DIFFERENCE)
    found = _find(scene, pair, _kinds(scene.text)) if pair else None
    if found is None or not same_matter(found):
        return None
    one, other = (operand(f, found) for f in found)
    return _unless_stated(scene, found, difference(one, other, scene.day))


def _rest(scene: _Scene) -> Calculation | None:
    pair = _two(scene, _LESS)
    found = _find(scene, pair, _kinds(scene.text)) if pair else None
    if found is None or not same_matter(found, overlapping=True):
        return None
    whole, part = (operand(f, found) for f in found)
    return _unless_stated(scene, found, rest(whole, [part], scene.day))


def _share(scene: _Scene) -> Calculation | None:
    return _quotient(scene, _SHARE, share)


def _multiple(scene: _Scene) -> Calculation | None:
    return _quotient(scene, _MULTIPLE, multiple)


def _quotient(scene: _Scene, pattern: re.Pattern[str], work: Callable[..., Calculation | None]) -> Calculation | None:
    pair = _two(scene, pattern)
    if pair is None:
        return None
    kinds = frozenset({"人次"}) if "人次" in scene.text else _KINDS["元"] if _MONEY.search(scene.text) else None
    found = _find(scene, pair, kinds)
    if found is None or not same_matter(found, overlapping=True) or found[0].kind == "%":
        return None
    one, other = (operand(f, found) for f in found)
    return work(one, other, scene.day)


def _each(scene: _Scene) -> Calculation | None:
    """Money per head: both in one sentence, the money named by the ask, the heads by their unit."""
    cue = _EACH.search(scene.text)
    if cue is None:
        return None
    unit = cue["unit"].removeprefix("个") if cue["unit"] else "人"
    heads = _KINDS.get(_AS.get(unit, unit), frozenset({unit}))
    said = telling(scene.text.replace(cue[0], " "), _DOING)
    pairs = [
        (money, hit, head)
        for money, hit in scene.of_kinds(_KINDS["元"])
        for head, _ in scene.of_kinds(heads)
        if head.clause is money.clause and head.sentence == money.sentence and not _EVEN.search(money.own)
    ]
    money = named([(said, ())], list({id(m): (m, hit) for m, hit, _ in pairs}.values()))
    head = named([(said, ())], [(h, hit) for m, hit, h in pairs if money and m is money[0]])
    if money is None or head is None or not _meets(scene, money):
        return None
    return each(operand(money[0]), operand(head[0]), scene.day)
