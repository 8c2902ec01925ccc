"""understand: the message and the conversation become a place, facts and asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.ask import Ask
from assistant.reply import Clarify
from assistant.turn import Turn, Work
from assistant.understanding.days import changes
from assistant.understanding.facts import facet_slots
from assistant.understanding.focus import gist, question_of
from assistant.understanding.meant import days_meant
from assistant.understanding.numerals import parse_number
from assistant.understanding.places import Mention, Role, mentions, which_place
from assistant.understanding.pointing import pointed_documents
from assistant.understanding.ratios import ratio_said
from assistant.understanding.split import split_asks
from assistant.understanding.sums import money_slots, sums
from assistant.understanding.terms import content_words
from assistant.wording import say
from knowledge.clause import Facets
from knowledge.facets import recognise
from knowledge.hearing import heard
from knowledge.region import places
from knowledge.search import Days, Retriever
from knowledge.wants import is_question, measures, wants

_ELLIPSIS = re.compile(
    r"^(?:那|那么|要是|如果|若|换成?|改成?|还有|哦|不对|说错了|我是说|按|先前|刚才)|(?:呢|一样吗|一样不|也是吗|也这样吗|怎么样)[?？。]?$"
)
_SAME_TEXT = re.compile(
    r"(?:那|它|这)(?:里头|里面|上面|上头|里)|(?:里头|里面|上面)(?:说|讲|写|提)|(?:这|那|该)份|(?:汇报|报告|材料)里"
)
# Another place that is meant and not named: 我老家那边也一样吗.
_THERE = re.compile(r"老家(?:那边|那里|那头|那儿|那块)?(?=[^,，。；;！!？?]{0,4}(?:也|呢|一样|咋|怎么|是不是|能不能))")
_HERE = re.compile(r"(?:我们|咱们?|俺们?)(?:这|本地)|本地|当地|这边")
_SIDES: dict[str, str] = {"before": "调整以前", "after": "调整以后"}
# 我们这儿和娄星区, 娄星区跟咱这边比: the speaker's own place is the other side.
_HERE_AND = re.compile(r"(?:我们|咱们?|俺们?|本地|当地|这边)[^，,。？?]{0,4}[和跟与同比]$")
_AND_HERE = re.compile(r"^[^，,。？?]{0,4}[和跟与同比](?:我们|咱|俺|本地|当地|这边)")
# A part of so few content words leans on the part before it.
_THIN = 2
_BRIEF = 24
# A talk about sums goes on over longer messages: 那我明天再去…，我爱人也…，这两回一共….
_STORY = 80
_ADDS = re.compile(r"^(?:说漏|忘了说|还有|对了|哦|另外|不对|错了|不是)|我这种|本来(?:是|能)?报")
_ON_SUMS = re.compile(
    r"^(?:那|这|要是|如果|我们|他们)|再|又|也|这两|两回|两个|一共|拢共|总共|加起来|合计|还剩|还能|还要|多好多|多多少|各|[她他]比|比[^，,。？?]{1,8}[多少高低]|差(?:多少|好多)"
)
_PEOPLE = re.compile(r"两口子|[我咱俺他]们?俩|爱人|老伴|老婆|老公|我(?:妈|爸|老汉|娘|爹)")
_MONEY_SLOTS = {"amount", "base", "paid", "accrued"}
# Who the person is lasts; a bill belongs to the ask it was named in.
_LASTING = ("insured", "status", "insured_region")
# A hospital whose tier only its kind lets us guess, and the words that say a tier.
_GUESS = re.compile(r"(?<!社)[县区](?:人民|中心|中|中医)?医院|(?:乡镇?|镇)(?:上)?(?:的)?医院")
_LEVEL = re.compile(r"[一二三]级|[一二三]甲|[一二三]乙")
_BARE_NUMBER = re.compile(r"[\d零〇一二三四五六七八九两十百千万.,]+")


def understand(turn: Turn, retriever: Retriever) -> None:
    """Fill the slots, the place whose policy applies, the documents pointed at, and the works."""
    if not re.search(r"\w", turn.message):
        return
    turn.heard = heard(turn.message)
    found = mentions(turn.heard, retriever.generation.regions)
    _settle_place(turn, found)
    continued = turn.continues = _continues(turn, found)
    turn.pointed = pointed_documents(turn.heard, retriever.documents.values(), retriever.generation.names)
    if not turn.pointed and turn.state.pointed and (continued or _SAME_TEXT.search(turn.heard)):
        turn.pointed = turn.state.pointed
    if any(_of_place(turn.heard, mention) for mention in found):
        turn.pointed = ()  # a document without a place is nobody's: asked for a place, it does not answer
    carried = {k: v for k, v in turn.state.slots.items() if continued or k in _LASTING}
    said = recognise(turn.heard)
    turn.hospital = retriever.generation.hospitals.tier_of(turn.heard, turn.policy_region)
    guess = _GUESS.search(turn.heard)
    if guess and turn.hospital is None and not _LEVEL.search(turn.heard):
        turn.guessed_tier = guess[0]
    turn.slots = {
        **carried,
        **facet_slots(said),
        **({"tier": turn.hospital[1]} if turn.hospital else {}),
        **money_slots(turn.heard),
        **_bare_answer(turn),
        **turn.slots,
        **turn.facts,
    }
    context = turn.state.ask or "" if continued else ""
    for text in [turn.heard] if continued else split_asks(turn.heard):
        # A part that names little of its own (几天？ 找谁办？) is asked of what the part before it was about.
        leans = context if continued or len(content_words(text)) <= _THIN else ""
        ask = _ask(turn, text, leans, found, retriever)
        turn.works += _works(turn, ask, _regions_of(turn, text, retriever))
        context = ask.whole if leans else text


def _of_place(text: str, mention: Mention) -> bool:
    """Whether the message asks for this place's policy or papers, or calls it the speaker's own (咱秦安)."""
    own = text[: mention.start].endswith(("咱", "咱们", "我们", "俺们", "我", "俺"))
    return own or mention.role in (Role.ASKED, Role.INSURED)


def _works(turn: Turn, ask: Ask, regions: dict[str | None, str]) -> Iterator[Work]:
    """Places, times and sides of a change asked about at once are works of their own, each with its own figure."""
    several = len(regions) > 1
    for region, name in regions.items():
        for period in ask.periods or (None,):
            for change in ask.changes or (None,):
                place = name if several else ""
                time = period.name if period and len(ask.periods) > 1 else ""
                turned = _SIDES[change] if change and len(ask.changes) > 1 else ""
                one = replace(ask, periods=(period,) if period else (), changes=(change,) if change else ())
                days = Days(turn.day, period.first, period.last) if period else Days.on(turn.day)
                yield Work(one, days, region, side=place + time + turned)


def _regions_of(turn: Turn, text: str, retriever: Retriever) -> dict[str | None, str]:
    """The places of one ask with their names: those that it names itself, else the message's."""
    own = turn.policy_region
    if turn.facts.get("insured_region"):
        return {own: ""}
    table = places()
    named = [m for m in mentions(text, retriever.generation.regions) if m.role is Role.ASKED and len(m.codes) == 1]
    asked = [m.codes[0] for m in named]
    if turn.region and any(_HERE_AND.search(text[: m.start]) or _AND_HERE.match(text[m.end :]) for m in named):
        asked.insert(0, turn.region)
    found: dict[str | None, str] = {}
    for code in asked:
        # A larger place around the person's own is answered for their own: its chain holds the larger one's rules.
        inner = next((r for r in (own, turn.region) if r and table.within(r, code)), code)
        found.setdefault(inner, table[code].name)
    return found or {own: ""}


def _settle_place(turn: Turn, found: list[Mention]) -> None:
    """The place whose policy applies: chosen on screen, insured there, asked about, carried on, or the request's."""
    table = places()
    base = turn.region
    wanted: Mention | None = None
    for mention in found:
        if mention.role is Role.TREATED and len(mention.codes) == 1:
            turn.slots["treated_region"] = mention.codes[0]
        if mention.role is Role.INSURED or (
            mention.role is Role.ASKED and (wanted is None or wanted.role is not Role.INSURED)
        ):
            wanted = mention
    if wanted is not None:
        fitting = (
            tuple(c for c in wanted.codes if base and (table.within(c, base) or table.within(base, c))) or wanted.codes
        )
        if len(fitting) > 1:
            turn.ambiguous_place = which_place(wanted.name, fitting)
        elif base and table.within(base, fitting[0]):
            turn.policy_region = base
        else:
            turn.policy_region = fitting[0]
        if turn.policy_region and wanted.role is Role.INSURED:
            turn.slots["insured_region"] = turn.policy_region
    chosen = turn.facts.get("insured_region")
    if chosen:
        turn.policy_region, turn.ambiguous_place = table.resolve(chosen), None
    elif turn.policy_region is None and turn.ambiguous_place is None:
        here = _HERE.search(turn.heard) and base
        carried = (turn.state.asked if _continues(turn, found) else None) or turn.state.region
        turn.policy_region = base if here else (carried or base)
    if not found and not chosen and not turn.state.region and _THERE.search(turn.heard):
        turn.ambiguous_place = Clarify(slot="insured_region", question=say("which_there"))
    if turn.policy_region is None and turn.ambiguous_place is None:
        # Nothing else is known: where a person lives is the best guess, and the answer names the place.
        homes = {m.codes for m in found if m.role is Role.LIVES and len(m.codes) == 1}
        turn.policy_region = homes.pop()[0] if len(homes) == 1 else None
        turn.guessed_place = turn.policy_region is not None
    turn.asked_place = bool(
        base
        and turn.policy_region
        and not table.within(base, turn.policy_region)
        and not table.within(turn.policy_region, base)
    )


def _continues(turn: Turn, found: list[Mention]) -> bool:
    """Whether the message only makes sense after the last ask: an answer to our question, or an ellipsis."""
    if turn.state.ask is None:
        return False
    asks = is_question(turn.heard)
    if turn.state.pending is not None and not asks:
        return True
    # A short fact without a question (我是退休, 药店的, 是秦安) is a correction of what was asked before.
    place = any(_of_place(turn.heard, mention) for mention in found)
    if len(turn.heard) <= _STORY and _goes_on(turn, asks):
        return True
    corrects = not asks and (place or any(recognise(turn.heard).sets().values()))
    return len(turn.heard) <= _BRIEF and (corrects or bool(_ELLIPSIS.search(turn.heard)))


def _goes_on(turn: Turn, asks: bool) -> bool:
    """Whether a talk about sums goes on: another one is told, or the question is about those told before."""
    told = bool(sums(turn.heard))
    if not asks:
        return told or bool(_ADDS.search(turn.heard)) or ratio_said(turn.heard) is not None
    if told and not recognise(turn.heard).sets()["care"]:
        return True  # a bill of nothing in particular is one of what was spoken of
    before = turn.state.bills or set(turn.state.slots) & _MONEY_SLOTS or _PEOPLE.search(turn.state.ask or "")
    return bool(before) and bool(_ON_SUMS.search(turn.heard))


def _bare_answer(turn: Turn) -> dict[str, str]:
    """A number alone answers the question for a sum."""
    numbers = _BARE_NUMBER.findall(turn.heard)
    if turn.state.pending in ("amount", "accrued", "out_of_scope", "paid", "base") and len(numbers) == 1:
        value = parse_number(numbers[0])
        if value is not None:
            return {turn.state.pending: format(value, "f")}
    return {}


def _ask(turn: Turn, text: str, context: str, found: list[Mention], retriever: Retriever) -> Ask:
    """One ask; what its own words say comes before what they lean on and what the conversation knows."""
    said = [text, context] if context else [text]
    titles = [retriever.documents[d].title for d in turn.pointed]
    names = (*(m.name for m in found), *titles)
    own = [_without(part, titles) for part in said]
    question = next((q for part in said if wants(q := question_of(part))), "")
    return Ask(
        text=text,
        context=context,
        names=names,
        query=_without(" ".join(map(gist, own)), names),
        wants=wants(question),
        facets=_facets(turn, own),
        periods=days_meant(said, turn.day, chosen=turn.facts, pointed=bool(turn.pointed)),
        changes=next((c for part in said if (c := changes(question_of(part)) or changes(part))), ()),
        measures=measures(question),
    )


def _facets(turn: Turn, texts: list[str]) -> Facets:
    said = [recognise(text).sets() for text in texts]
    known: dict[str, frozenset[str]] = {n: frozenset({turn.slots[n]}) for n in ("insured", "status") if n in turn.slots}
    found = {name: next((s[name] for s in said if s[name]), known.get(name, frozenset())) for name in Facets().sets()}
    if turn.hospital is not None:
        found["tier"] = frozenset({turn.hospital[1]})
    found |= {name: frozenset({turn.facts[name]}) for name in found if name in turn.facts}
    if found["status"] and not found["insured"]:
        found["insured"] = frozenset({"employee"})  # only the employees' scheme tells those in work from the retired
    return Facets.model_validate(found)


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text
