"""understand: the message and the conversation become a place, facts and asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.ask import Ask
from assistant.conversation import State
from assistant.reply import Clarify
from assistant.turn import Turn, Work
from assistant.understanding.answered import answered
from assistant.understanding.carried import OF_A_PERSON, carried, meaning, put_right, summed
from assistant.understanding.days import changes
from assistant.understanding.figures import QUESTION_WORD
from assistant.understanding.focus import gist, question_of
from assistant.understanding.meant import days_meant
from assistant.understanding.nearby import before
from assistant.understanding.owners import told_apart
from assistant.understanding.people import patient, relation_of
from assistant.understanding.places import Mention, Role, mentions, passing_through, treated_there, which_place
from assistant.understanding.pointing import pointed_documents
from assistant.understanding.ratios import ratio_slot
from assistant.understanding.split import split_asks
from assistant.understanding.sums import money_slots
from assistant.understanding.terms import content_words
from assistant.understanding.thread import Link, leans, link
from assistant.understanding.told import told
from assistant.understanding.transcript import caller_words
from assistant.wording import say
from knowledge.clause import Facets
from knowledge.facets import recognise
from knowledge.hearing import heard
from knowledge.region import places
from knowledge.search import Days, Retriever
from knowledge.wants import Want, is_question, likely, measures, wants

_SAME_TEXT = re.compile(
    r"(?:那|它|这)(?:里头|里面|上面|上头|里)|(?:里头|里面|上面)(?:说|讲|写|提)|(?:这|那|该)份|(?:汇报|报告|材料)里"
)
# Another place that is meant and not named: 我老家那边也一样吗.
_THERE = re.compile(r"老家(?:那边|那里|那头|那儿|那块)?(?=[^,，。；;！!？?]{0,4}(?:也|呢|一样|咋|怎么|是不是|能不能))")
_HERE = re.compile(r"(?:我们|咱们?|俺们?)(?:这|本地)|本地|当地|这边")
_THERE_INSTEAD = re.compile(r"(?:在|去|到|是|换成?)(?:的是)?$")
# 报销比例呢, 换个大点的呢，三甲: a word that asks, though nothing else does.
_LEFT_OPEN = re.compile(r"(?:呢|喃|嘞|咧|哩)(?:[?？，,。]|$)")
_OWN_CASE = re.compile(r"我(?:厂|单位|公司|在职|退休|自己|本人|也是|是(?:职工|居民|在职|退休))")
_SOMEBODY = re.compile(r"[他她]|人家|老人|老太|老头|娃|孩子|病人")
# 没听懂，讲白点; 再说一遍: the last answer is wanted once more.
_AGAIN = re.compile(
    r"[没不](?:太|大|怎么)?(?:听|看|搞|弄)?[得]?(?:懂|明白|清楚)|(?:说|讲|解释)[^，,。]{0,4}(?:白|简单|明白|清楚|通俗|直白|慢[点些]|细[点些致])|再[^，,。]{0,4}(?:遍|说一?下|讲一?下|解释)|[说讲]人话"
)
_OF_THE_INSURED = ("insured_region", "patient", "tier", *OF_A_PERSON)
"""What is known of somebody insured elsewhere."""
# 二级？ 退休同样条件？: swapped into the question before.
_BARE = re.compile(r"(?![^?？]*(?:真|要|有|[吗么不没]))[^，,。；;！!？?]{1,8}[?？]")
_HOW_MANY = re.compile(r"[^，,]{0,4}是?(?:多少|几多)[呢啊呀]?[?？]?")
_FIGURES = frozenset({Want.AMOUNT, Want.COUNT, Want.RATIO})
_SUMS_OF_A_CASE = frozenset({"amount", "amounts", "base", "balance"})
_BRIEF = 24
_CARE_SPOKEN = frozenset({"treated_region", "filing"})
"""With one of these known, a place that takes the stead of another is one where care was had."""
_ITS_HOSPITALS = re.compile(r"(?:市|省)?(?:那边|那里)?(?:的)?(?:大|三甲|好)?医院")
_IN, _DOES = re.compile(r"(?:在|搁)$"), re.compile(r"(?!(?:市|省)?的)[^,，。；;！!？?\s呢咧喃嘞哩]{3}")
_AWAY = re.compile(r"备案|转诊|转院|异地|跨省|省内临时|省内[^,，。]{0,6}看病")
_SIDES: dict[str, str] = {"before": "调整以前", "after": "调整以后"}
# 我们这儿和娄星区, 娄星区跟咱这边比: the speaker's own place is the other side.
_HERE_AND = re.compile(r"(?:我们|咱们?|俺们?|本地|当地|这边)[^，,。？?]{0,4}[和跟与同比]$")
_AND_HERE = re.compile(r"^[^，,。？?]{0,4}[和跟与同比](?:我们|咱|俺|本地|当地|这边)")
# A part of so few content words leans on the part before it.
_THIN = 2
FACETS_HELD = (*OF_A_PERSON, "care", "tier")
# A hospital whose tier only its kind lets us guess, and the words that say a tier.
_GUESS = re.compile(r"(?<!社)[县区](?:人民|中心|中|中医)?医院|(?:乡镇?|镇)(?:上)?(?:的)?医院")
_LEVEL = re.compile(r"[一二三]级|[一二三]甲|[一二三]乙")


def understand(turn: Turn, retriever: Retriever) -> None:
    """Fill the slots, the place whose policy applies, the documents pointed at, and the works."""
    if not re.search(r"\w", turn.message):
        return
    turn.heard = caller_words(turn.repaired or heard(turn.message))
    found = [_seen(turn, mention) for mention in mentions(turn.heard, retriever.generation.regions)]
    named = patient(turn.heard)
    turn.who = named.name if named else None
    apart = told_apart(turn.heard)
    facts = meaning(turn.state, _told(turn, apart.asked), turn.heard)
    turn.others = {who: {**_told(turn, words), "patient": relation_of(who)} for who, words in apart.of_others.items()}
    place = any(_of_place(turn.heard, mention) for mention in found)
    hangs, topic = link(turn.heard, turn.state, facts)
    turn.hangs = hangs
    if topic is not None:
        turn.state = turn.state.back_to(topic)
    turn.continues = topic is not None or (hangs is Link.GOES_ON and leans(turn.heard, turn.state, facts, place=place))
    _settle_place(turn, found)
    turn.pointed = pointed_documents(turn.heard, retriever.documents.values(), retriever.generation.names)
    same_text = turn.continues or _SAME_TEXT.search(turn.heard) or (turn.region is None and hangs is Link.GOES_ON)
    if not turn.pointed and turn.state.pointed and same_text:
        turn.pointed = turn.state.pointed
    if place:
        turn.pointed = ()  # a document without a place is nobody's: asked for a place, it does not answer
    turn.hospital = retriever.generation.hospitals.tier_of(turn.heard, turn.policy_region)
    guess = _GUESS.search(turn.heard)
    if guess and turn.hospital is None and not _LEVEL.search(turn.heard):
        turn.guessed_tier = guess[0]
    facts = summed(turn.state, put_right(turn.state, facts, turn.heard), turn.heard)
    _leave(turn, found, facts)
    turn.slots = {
        **carried(turn.state, hangs, {**facts, **turn.slots}, turn.heard, continues=turn.continues, who=turn.who),
        **answered(turn.heard, turn.state),
        **facts,
        **({"tier": turn.hospital[1]} if turn.hospital else {}),
        **turn.slots,
        **turn.facts,
    }
    context = turn.state.ask or "" if turn.continues else ""
    turn.again = bool(turn.state.ask) and len(turn.heard) <= _BRIEF and bool(_AGAIN.search(turn.heard))
    rest = _AGAIN.sub("", turn.heard)
    turn.again = turn.again and (wants(rest) | likely(rest)) <= {Want.YES_NO, *map(Want, turn.state.wants)}
    parts = [turn.state.ask or ""] if turn.again else split_asks(turn.heard)
    if turn.continues and len(parts) == 1 and _asks_all_again(parts[0]):
        for earlier in turn.state.beside:
            ask = _ask(turn, parts[0], earlier, found, retriever)
            turn.works += _works(turn, ask, _regions_of(turn, parts[0], retriever))
    for text in parts:
        # A part that names little of its own (几天？ 找谁办？) is asked of what the part before it was about.
        leant = context if turn.continues or len(content_words(text)) <= _THIN else ""
        ask = _ask(turn, text, leant, found, retriever)
        turn.works += _works(turn, ask, _regions_of(turn, text, retriever))
        context = context if turn.continues else ask.whole if leant else text


def _seen(turn: Turn, mention: Mention) -> Mention:
    """The place; one that somebody is in and nothing is known of is where they stay, not whose policy is asked for."""
    known = turn.retriever.generation.regions
    unknown = not any(places().within(code, one) for code in known for one in mention.codes)
    stays = mention.role is Role.ASKED and turn.region is not None and unknown
    in_it = (
        stays
        and _IN.search(before(turn.heard, mention.start))
        and _DOES.match(turn.heard[mention.end : mention.end + 8])
    )
    return replace(mention, role=Role.LIVES) if in_it else mention


def _told(turn: Turn, text: str) -> dict[str, str]:
    """The facts that some words tell."""
    return {**told(text, _spoken_of(turn.state)), **money_slots(text), **ratio_slot(text)}


def _asks_all_again(text: str) -> bool:
    """Whether a message that leans on the one before says nothing of what is wanted: all that was wanted there is."""
    return not wants(question_of(text)) and (not is_question(text) or bool(_LEFT_OPEN.search(text)))


def _spoken_of(state: State) -> dict[str, str]:
    """The facts that hold, and the papers that the last ask was of: they tell which one 没办 means."""
    asked = {name: "" for name, word in (("referral", "转"), ("filing", "备案")) if word in (state.ask or "")}
    return asked | state.slots


def _leave(turn: Turn, found: list[Mention], facts: dict[str, str]) -> None:
    """Forget, of what was known, where somebody is insured once another place is asked for, and who it was of once nobody is meant."""
    slots = dict(turn.state.slots)
    asked = [m.codes[0] for m in found if m.role is Role.ASKED and len(m.codes) == 1]
    insured = slots.get("insured_region")
    if insured and asked and not any(places().within(insured, c) or places().within(c, insured) for c in asked):
        slots = {name: fact for name, fact in slots.items() if name not in _OF_THE_INSURED}
    nobody = not _SOMEBODY.search(turn.heard)
    if "patient" not in facts and nobody and (not turn.continues or _OWN_CASE.search(turn.heard)):
        slots.pop("patient", None)
    turn.state = turn.state.model_copy(update={"slots": slots})


def _of_place(text: str, mention: Mention) -> bool:
    """Whether the message asks for this place's policy or papers, or calls it the speaker's own (咱秦安)."""
    own = before(text, mention.start).endswith(("咱", "咱们", "我们", "俺们", "我", "俺"))
    return own or mention.role in (Role.ASKED, Role.INSURED)


def _away(turn: Turn) -> bool:
    """Whether the talk is of care away from home."""
    return bool(_AWAY.search(turn.heard)) or (turn.continues and "filing" in turn.state.slots)


def _care_had_there(turn: Turn, mention: Mention) -> bool:
    """Whether a place that seems asked about is one where care was had: named beside a filing, or in the stead of such a one."""
    if turn.region is None or len(mention.codes) != 1:
        return False
    known = turn.retriever.generation.regions
    unknown = not any(places().within(code, mention.codes[0]) for code in known)
    if unknown and (_away(turn) or _ITS_HOSPITALS.match(turn.heard[mention.end : mention.end + 8])):
        return True
    spoken = turn.continues and _CARE_SPOKEN & set(turn.state.slots)
    return bool(spoken) and _swaps(turn.heard, mention, unknown=unknown)


def _swaps(text: str, mention: Mention, *, unknown: bool) -> bool:
    """Whether the place takes the stead of that where care was had: 那要是在深圳呢, or 那长沙呢 of which nothing is known."""
    first = unknown and bool(_LEFT_OPEN.search(text))
    return bool(_THERE_INSTEAD.search(before(text, mention.start))) or first


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
    own_bill = "insured_region" in turn.slots and "amount" in turn.slots
    if own_bill or turn.facts.get("insured_region"):
        return {own: ""}  # a bill is reckoned by the rules of where its person is insured
    table = places()
    named = [m for m in mentions(text, retriever.generation.regions) if m.role is Role.ASKED and len(m.codes) == 1]
    named = [m for m in named if m.codes[0] != turn.slots.get("treated_region")]
    asked = [m.codes[0] for m in named]
    if turn.region and any(
        _HERE_AND.search(before(text, m.start)) or _AND_HERE.match(text[m.end : m.end + 12]) for m in named
    ):
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
        if mention.role is Role.ASKED and _care_had_there(turn, mention):
            turn.slots["treated_region"] = mention.codes[0]
            continue
        if mention.role is Role.TREATED and len(mention.codes) == 1:
            turn.slots["treated_region"] = mention.codes[0]
        if mention.role is Role.LIVES and len(mention.codes) == 1:
            visit = passing_through(turn.heard, mention)
            turn.slots["treated_region" if visit else "lives_region"] = mention.codes[0]
        if mention.role is Role.INSURED or (
            mention.role is Role.ASKED and (wanted is None or wanted.role is not Role.INSURED)
        ):
            wanted = mention
    there = treated_there(turn.heard, found)
    if there is not None and len(there.codes) == 1:
        turn.slots["treated_region"] = there.codes[0]
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
        known = (turn.state.asked if turn.continues or base is None else None) or turn.state.region
        turn.policy_region = base if here else (known or base)
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


def _ask(turn: Turn, text: str, context: str, found: list[Mention], retriever: Retriever) -> Ask:
    """One ask; what its own words say comes before what they lean on and what the conversation knows."""
    said = [text, context] if context else [text]
    titles = [retriever.documents[d].title for d in turn.pointed]
    names = (*(m.name for m in found), *titles)
    own = [_without(part, titles) for part in said]
    # What only tells (三级医院的, 打错了，1560) goes on with the question before it.
    bare = bool(context) and bool(_BARE.fullmatch(text)) and not QUESTION_WORD.search(text) and not wants(text)
    asking = said if not context or (is_question(text) and not bare) or _LEFT_OPEN.search(text) else said[1:]
    question = next((q for part in asking if wants(q := question_of(part))), "")
    hinted = next((hints for part in asking if (hints := likely(question_of(part)))), frozenset())
    if _HOW_MANY.fullmatch(question_of(text).strip(" ，,")):
        hinted |= likely(text)  # 享受待遇的人次，职工是多少
    known = frozenset(map(Want, turn.state.wants))
    if asking is not said and known:
        # Who tells of a case after hearing what the conditions are, asks whether it meets them.
        hinted = known | ({Want.YES_NO} if Want.LIST in known else set())
    elif turn.again or (turn.continues and _LEFT_OPEN.search(text)):
        hinted |= known
        if "amount" in turn.slots and context:
            hinted |= {Want.AMOUNT}  # with a bill on the table, another case is asked for its money
    if not {"amount", "amounts"}.isdisjoint(money_slots(text)) and not is_question(text):
        hinted |= {Want.AMOUNT}  # a bill is told to hear what comes of it
    return Ask(
        text=text,
        context=context,
        names=names,
        query=_without(" ".join(map(gist, own)), names),
        wants=wants(question),
        likely=hinted,
        facets=_facets(turn, own),
        periods=days_meant(_dated(turn, said, question), turn.day, chosen=turn.facts, pointed=bool(turn.pointed)),
        changes=next((c for part in said if (c := changes(question_of(part)) or changes(part))), ()),
        measures=measures(question),
    )


def _dated(turn: Turn, said: list[str], question: str) -> list[str]:
    """What tells the days of an ask: its words, what they lean on, and the year of the figures asked before."""
    figures = bool(wants(question) & _FIGURES) and _SUMS_OF_A_CASE.isdisjoint(turn.slots)
    same = turn.hangs is not Link.NEW and (figures or bool(turn.pointed))
    return [*said, turn.state.dated] if same and turn.state.dated else said


def _facets(turn: Turn, texts: list[str]) -> Facets:
    """The facets of an ask: its own, else those that hold (of the case only where it goes on), else what it leans on."""
    own, *leant = (recognise(text).sets() for text in texts)
    held = FACETS_HELD if turn.continues else OF_A_PERSON
    found: dict[str, frozenset[str]] = {}
    for name in Facets().sets():
        known = frozenset({turn.slots[name]}) if name in held and name in turn.slots else frozenset()
        found[name] = own[name] or known or next((said[name] for said in leant if said[name]), frozenset())
    if turn.hospital is not None:
        found["tier"] = frozenset({turn.hospital[1]})
    found |= {name: frozenset({turn.facts[name]}) for name in found if name in turn.facts}
    if found["insured"] == {"resident"} and not own["status"]:
        found["status"] = frozenset()
    if found["status"] and not found["insured"]:
        found["insured"] = frozenset({"employee"})  # only the employees' scheme tells those in work from the retired
    return Facets.model_validate(found)


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text
