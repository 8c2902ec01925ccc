"""Which facts still hold at a message: said now, said before of the same matter, or of the same person.

Who the person is lasts; what is said of a case lasts as long as the case is spoken of; what was told of one
person is not told of another; what is put right replaces what it puts right.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from decimal import Decimal

from assistant.conversation import State
from assistant.understanding.numerals import numbers
from assistant.understanding.people import SELF, people
from assistant.understanding.several import added, picked, replaced, without
from assistant.understanding.sums import plain
from assistant.understanding.thread import Link, of_other_care
from knowledge.facets import recognise

OF_A_PERSON = ("insured", "status")
"""Facts that another person does not share."""
OF_CARE_AWAY = ("filing", "referral", "treated_region")
"""Facts of care that was had away from home."""
_LASTING = (*OF_A_PERSON, "insured_region", "lives_region")
_PARTS = ("out_of_scope", "own", "reported")
_OF_A_BILL = ("amount", "amounts", *_PARTS)
"""A new bill has its own."""
_REMEMBERED = (*OF_A_PERSON, *_OF_A_BILL, "care", "tier", "patient")
_OWN_MONEY = ("base", "balance", "pension")
_OF_A_STAY = ("filing", "referral", "ratio", "admission")
_THE_SAME_TOO = re.compile(r"也(?!要|得|算|能|可以)|一样|同样|一模|[呢嘞喃咧哩][?？。]?$")
_NOTHING_OUTSIDE = re.compile(r"(?:没|无|冇|没得|没有)自费|都(?:在目录|合规)|全部?(?:合规|在目录)")
_NEXT_YEAR = re.compile(r"明年[^，,。？?]{0,6}(?:看|去|住|用|买|报)")
_OF_A_YEAR = ("accrued", "paid")
_SUMS = frozenset({*_OF_A_BILL, *_OF_A_YEAR, "base", "balance", "pension", "average", "prior", "deductible"})
_BRIEF, _ELLIPSIS, _STORY = 24, 8, 80
_WHOLE = 100
"""A ratio is of so many."""
# 就在区里住院: care had at home needs no filing.
_AT_HOME = re.compile(
    r"(?:就|是|换)?在(?:我们|咱们?|俺们?)?(?:区|县|市|本地|当地|家门口|镇|乡)(?:里|上|内)(?:的)?[^,，。？?]{0,6}(?:住|看|生)"
)
_SUPPOSED = re.compile(r"要是|如果|换|假如|若是")
_THEY = re.compile(r"(?:那|那么|哦|嗯|还有|对了)?[，,]?[他她](?:的|那|自己|呢|要|能|该|就|在|看|花|是)")
_ALL_OF_THEM = re.compile(
    r"(?:[两三俩仨2-4]|[这那]几)(?:个?人|[次回趟张笔单])?(?:都)?(?:一共|总共|拢共|合共|加|合|统共|算)|加(?:到|在)?(?:一起|一块|起来|拢)|合起来"
)
_SAME_SUM = re.compile(
    r"一样的?(?:钱|费|单|账|数|花)|同样|同一|一个样|还是这(?:么|些)|也是[^，,。]{0,4}[这那]|[这那一][么样]多|一样的?(?:情况|毛病)|一模一样|(?:那|刚才)[个笔张]?(?:药|门诊|住院)?[钱费单]|[这那](?:张|笔|单)|同金?额"
)
# 是我妈的票, 我帮我妈问的, 那个钱是她花的: whose bill it is was wrong, the bill stays.
_WHOSE_BILL = re.compile(
    r"是[^，,。？?]{1,5}的(?:票|单|发票|账|钱|药|病)|(?:是|其实)?[帮替给][^，,。？?]{1,5}(?:问|算|查)|是[^，,。？?]{1,5}[花看用住买付](?:的|掉的)"
    r"|(?:这|那)(?:张|个|单子)?是[^，,。]{1,6}的(?=[，,。]|$)|拿错"
    r"|(?:[说讲搞弄记写打]|听)[错拐][^。？?]{0,8}是"
)
# 我姐给她备的案: who only helps is not whose case it is. 我自己掏多少 asks what is left to pay of the same bill.
_ONLY_HELPS = re.compile(
    r"(?:给|帮|替)(?:我|他|她|俺)(?!妈|爸|爹|娘|老|婆|儿|女|哥|姐|弟|妹)[^，,。？?]{0,4}(?:备|办|弄|登|交|买|开|拿|搞|查|填)"
)
_OWN_SHARE = re.compile(
    r"(?:自己|个人|自个儿?|各人)(?:就|还|要|得|该|一共|总共|总的|需要|应该|究竟|到底|再)*(?:出|掏|付|给|拿|承担|负担|贴|垫|花)"
)
# 给老汉儿交呢: out of the same card.
_OUT_OF_ONES_OWN = re.compile(r"[给帮替][^，,。？?]{1,6}(?:也)?(?:交|缴|买|用|刷|付|花)|[刷用]我的|我的?卡|从我")
_CARE_PUT_RIGHT = re.compile(r"不是(?:住院|看?门诊|慢病|急诊|特病|买药|生孩子|药店)")
_NEW_CASE = re.compile(r"新单|新的一单|[下另换][一个]单|重新来|从头来|换个?人问")
_AGAIN = re.compile(r"又|再|下[次回周个]|后来|第[二三][次回]")
# 膏药问到了，95块: what was left open is told.
_FOUND_OUT = re.compile(
    r"(?:自费|不认|药|材料|耗材|项目|那[个块])[^，,。]{0,6}(?:问|查|打听|翻|找|看)(?:到|清楚|明白)了"
)
# 说回我那张: that person's own bill counts again.
_BACK_TO = re.compile(
    r"(?:说|回|讲|再说|算)(?:回|到|回到)我|我(?:自己)?(?:那|的那|原来那)(?:一)?(?:张|笔|个|单)|^那?我(?:自己)?的?卡[里上头]"
)
_OF_ALL = re.compile(
    r"(?:[两三俩倆兩]个?人?|我们|咱们?|俺们?|全家)(?:俩|倆|都|全部)?(?:一共|总共|合共|合计|共|加起来|加一起|合起来)|合共"
)
# 二月看过一回，八百，报了三百六; 上一张是550那张: beside the bill that is asked about.
_AN_EARLIER_ONE = re.compile(
    r"(?:看|去|住|买|花|报)过(?:一|1|两)?[次回趟张]|上一?(?:张|次|回|笔)是|(?:前|上)一?(?:张|次|回|笔)(?:花|报|是)"
)
# 换个大点的医院, 去别的医院: the tier known so far is not that one's.
_ELSEWHERE = re.compile(
    r"[换转去到在上][^，,。？?]{0,3}(?:大|小|好|高|低|别|另|其他)[^，,。？?]{0,5}(?:医院|地方|药店|级)"
)
# 打错了，1560: the sum was wrong, the rest of the bill stays.
_PUT_RIGHT = re.compile(
    r"错|不对|拐了|记混|改|更正|应该是|其实是|口误|看[差岔花]|不是\s?[\d一二两三四五六七八九](?!.{0,20}[吗么])"
)
_WORDLESS = re.compile(
    r"[，,。.！!;；~\s了哒哦啊噢哈嗯嗐哎呀才是应该其实际花用收要的按得一总共不对错拐写打说看记搞讲弄我口误更正本原来改成为块元钱]*"
)
_PART = re.compile(r"(?:哦|对了|还有|那)?[，,\s]?(?:其中|(?:单子|票)?(?:里头|里面|上面|当中))")
_ANOTHER_PERSON = re.compile(r"^(?:那|那么|要是|如果|换成?|还有|对了)|[呢喃咧嘞]|[也她他]|换成|要是")


def meaning(state: State, told: dict[str, str], text: str) -> dict[str, str]:
    """The facts with whom 他 or 她 means, where one other person was told of: 她那个呢."""
    others = [who for who in state.people if who != SELF]
    if "patient" in told or len(others) != 1 or (state.who or SELF) != SELF or not _THEY.match(text):
        return told
    return {**told, "patient": state.people[others[0]].get("patient", "other")}


def whose(state: State, told: Mapping[str, str], text: str, link: Link, who: str | None = None) -> bool:
    """Whether the message turns to another person than the one spoken of; `who` is the person it names."""
    now, before = told.get("patient"), state.slots.get("patient")
    same = now == before and (who is None or state.who is None or who == state.who)
    if now is None or same or _ONLY_HELPS.search(text) or (now == "self" and _OWN_SHARE.search(text)):
        return False
    own_bill = now != "self" and "amount" in told and "amount" in state.slots
    return own_bill or before is not None or link is Link.NEW or bool(_ANOTHER_PERSON.search(text))


def carried(
    state: State, link: Link, told: Mapping[str, str], text: str, *, continues: bool, who: str | None = None
) -> dict[str, str]:
    """The facts of earlier messages that still hold; `told` are those of this one, which come on top.

    `continues`: the message leans on the ask before it; a sum told for that is told for no other.
    """
    kept = dict(state.slots) if link is not Link.NEW else {n: f for n, f in state.slots.items() if n in _LASTING}
    switched, own_bill = whose(state, told, text, link, who), False
    if switched:
        person = state.people.get(who or _of_relation(state, told["patient"]), {})
        own_bill = not {"amount", "amounts"}.isdisjoint(person) and {"amount", "amounts"}.isdisjoint(told)
        own_bill = own_bill and not _SAME_SUM.search(text)
        known = person if own_bill else {name: person[name] for name in OF_A_PERSON if name in person}
        # 我爸呢，六十三: asked of the same scheme, until another is told, so that `insured` stays.
        left = ["status"]
        if not _WHOSE_BILL.search(text):
            left += _OF_A_YEAR
            left += () if _OUT_OF_ONES_OWN.search(text) else _OWN_MONEY
        kept = _without(kept, (*left, *(_REMEMBERED if own_bill else ()))) | known
        if not _THE_SAME_TOO.search(text):
            kept = _without(kept, _OF_A_STAY)
    if _NEXT_YEAR.search(text):
        kept = _without(kept, _OF_A_YEAR)
    if told.get("insured") == "resident" and told.get("status") is None:
        kept.pop("status", None)  # residents are neither in work nor retired
    if _other(state, told, "treated_region") or _AT_HOME.search(text):
        kept = _without(kept, OF_CARE_AWAY)
    if _NOTHING_OUTSIDE.search(text):
        kept.pop("out_of_scope", None)
    if "care" not in told and "急诊" not in text and (named := recognise(text).care) and kept.get("care") not in named:
        kept.pop("care", None)  # 门诊的人次呢 behind those of 住院: nobody's case, another figure
    if told.get("status") == "retired":
        kept.pop("base", None)  # the retired contribute nothing
    if "tier" not in told and _leaves_tier(state, told, text):
        kept.pop("tier", None)
    if (
        not continues
        and not _CARE_PUT_RIGHT.search(text)
        and "care" in told
        and told["care"] != state.slots.get("care")
    ):
        kept = _without(kept, _SUMS.difference(_OF_A_YEAR))
    bills = {bill for name in ("amounts", "amount") for bill in told.get(name, "").split(",") if bill}
    new_bill = bool(bills) and not bills & {*known_bills(state)} and not _PUT_RIGHT.search(text)
    if _NEW_CASE.search(text):
        kept = _without(kept, _SUMS)
    if bills and _AGAIN.search(text) and kept.get("accrued") == "0":
        del kept["accrued"]  # what came first has been
    turns = switched and not own_bill and len(text) > _ELLIPSIS and not _WHOSE_BILL.search(text)
    if new_bill or (
        (turns or (of_other_care(state, told) and not _CARE_PUT_RIGHT.search(text))) and not _SAME_SUM.search(text)
    ):
        # 自己掏了1230……总的是三千一百五: what was told before its bill stays with it.
        kept = _without(kept, _OF_A_BILL if known_bills(state) else ("amount", "amounts"))
    elif "amounts" in told or "amount" in told:
        kept = _without(kept, ("amount", "amounts"))
    if not bills and _SAME_SUM.search(text):
        kept |= _like(state, text, who)
    if not new_bill and _BACK_TO.search(text) and state.slots.get("patient", "self") != "self":
        gone = ("patient", *_OF_A_BILL, *OF_A_PERSON, *_OWN_MONEY)
        kept = _without(kept, gone) | state.people.get(SELF, {})
    # What is said now stands last: a correction without a name is of what was said last.
    return _without(kept, told)


def _like(state: State, text: str, who: str | None) -> dict[str, str]:
    """The bill of the person whose is the same (跟我妈一模一样的单子)."""
    named = (person.name for person in people(text) if person.name not in (who, SELF))
    facts = next((state.people[name] for name in named if name in state.people), {})
    return {name: facts[name] for name in (*_OF_A_BILL, "care", "tier") if name in facts}


def _of_relation(state: State, relation: str) -> str:
    """The name of the one person known who is this to the caller; 本人 for the caller."""
    named = [name for name, facts in state.people.items() if facts.get("patient") == relation]
    return named[0] if len(named) == 1 else SELF if relation == "self" else ""


def _without(facts: Mapping[str, str], names: Container[str]) -> dict[str, str]:
    return {name: fact for name, fact in facts.items() if name not in names}


def summed(state: State, told: Mapping[str, str], text: str) -> dict[str, str]:
    """The facts with all the bills that were told one after another, where they are added up: 两回拢共呢."""
    if not {"amount", "amounts"}.isdisjoint(told) or len(state.spent) < 2 or not _ALL_OF_THEM.search(text):
        return dict(told)
    return {**told, "amounts": ",".join(state.spent)}


def corrects(text: str) -> bool:
    """Whether a message says that something was wrong."""
    return bool(_PUT_RIGHT.search(text))


def put_right(state: State, told: Mapping[str, str], text: str) -> dict[str, str]:
    """The facts with what only corrects (写错了，是2035; 中间那次是450) given to what it corrects."""
    if len(text) > _STORY:
        return dict(told)
    told = _beside(state, told, text)
    if len(text) > _BRIEF:
        return told
    sums = {name: fact for name, fact in told.items() if name in _SUMS and (name, fact) != ("accrued", "0")}
    rest = _without(told, sums)
    bills = known_bills(state)
    if len(bills) > 1 and not sums and (one := picked(bills, text)):
        parts = {name: state.slots[name] for name in _PARTS if name in state.slots}
        return {**parts, **told, "amount": one}
    if {*sums} == {"amount"} and bills and _FOUND_OUT.search(text):
        return {**rest, "out_of_scope": sums["amount"]}
    if {*sums} == {"amount"} and "amount" in state.slots and _PART.match(text):
        return rest  # 里头三百是进口药: the bill stays what it was
    rights = bool(_PUT_RIGHT.search(text))
    number = _only_number(text) if rights and not sums and "ratio" not in told else None
    if number is not None and "ratio" in state.slots and 0 < number <= _WHOLE:
        return {**rest, "ratio": f"{number.normalize():f}%"}
    known = [name for name in reversed(state.slots) if name in _SUMS]
    if number is not None and known:
        sums = {"amount": plain(number)}
    if {*sums} != {"amount"}:
        return dict(told)
    said = {number.value for number in numbers(text)} if rights else set()
    if len(bills) > 1 and (rights or "是" in text) and (found := replaced(bills, sums["amount"], text, said)):
        return {**rest, "amounts": ",".join(found)}
    taken_back = [name for name in known if name != "amounts" and Decimal(state.slots[name]) in said]
    meant = next(iter(taken_back + known), "amount") if rights else "amount"
    return {**rest, "amount" if meant == "amounts" else meant: sums["amount"]}


def known_bills(state: State) -> list[str]:
    """The bills spoken of, in their order."""
    return [bill for name in ("amounts", "amount") for bill in state.slots.get(name, "").split(",") if bill]


def _beside(state: State, told: Mapping[str, str], text: str) -> dict[str, str]:
    """The facts with what is told beside the bills known so far: one more, one less, one of before, one put right."""
    facts, bills = dict(told), known_bills(state)
    if not bills:
        return facts
    if _OF_ALL.search(text) and "amount" not in facts and "amounts" not in facts:
        each = [people["amount"] for people in state.people.values() if "amount" in people]
        return {**facts, "amounts": ",".join(each)} if len(each) > 1 else facts
    if "amount" in facts and "amounts" not in facts:
        if _AN_EARLIER_ONE.search(text) and "accrued" not in facts and "reported" in facts:
            facts["accrued"], facts["paid"] = facts.pop("amount"), facts.pop("reported")
        elif facts["amount"] not in bills and (more := added(bills, facts["amount"], text)):
            del facts["amount"]
            facts["amounts"] = ",".join(more)
    elif "amounts" not in facts and (rest := without(bills, text, [bill.get("tier") for bill in state.bills], facts)):
        facts.pop("tier", None)
        facts["amount" if len(rest) == 1 else "amounts"] = ",".join(rest)
    if "reported" in facts and _PUT_RIGHT.search(text) and "paid" in state.slots:
        said = {number.value for number in numbers(text)}
        if Decimal(state.slots["paid"]) in said:
            facts["paid"] = facts.pop("reported")
    return facts


def _only_number(text: str) -> Decimal | None:
    """The one number of a correction in which nothing else is told (是2035, but not 是2019年, 我妈62)."""
    found = list(numbers(text))
    if len(found) != 1 or not _WORDLESS.fullmatch(text[: found[0].start] + text[found[0].end :]):
        return None
    return found[0].value


def _leaves_tier(state: State, told: Mapping[str, str], text: str) -> bool:
    """Whether care was had, or is thought of, elsewhere than where the tier is known of."""
    supposed = "treated_region" in told and bool(_SUPPOSED.search(text))
    hospital = state.slots.get("tier") == "pharmacy" and "医院" in text
    return bool(_ELSEWHERE.search(text)) or _other(state, told, "treated_region") or supposed or hospital


def _other(state: State, told: Mapping[str, str], name: str) -> bool:
    """Whether a fact is told that was another before."""
    return name in told and name in state.slots and told[name] != state.slots[name]


def remembered(
    state: State, slots: Mapping[str, str], who: str | None, others: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """What is known of each person after a message, and the bill of theirs spoken of last; `others` was not asked about."""
    every = {**others, who or SELF: slots}
    kept = {who: {name: facts[name] for name in _REMEMBERED if name in facts} for who, facts in every.items()}
    return {**state.people, **{who: facts for who, facts in kept.items() if facts}}
