"""understand: the message and the conversation become a place, facts and asks."""

from __future__ import annotations

import re

from assistant.conversation import State
from assistant.turn import Turn
from assistant.understanding.answered import answered
from assistant.understanding.asking import ask_of, asks_all_again, works_of
from assistant.understanding.carried import OF_A_PERSON, OF_CARE_AWAY, carried, meaning, put_right, summed
from assistant.understanding.owners import told_apart
from assistant.understanding.people import patient, relation_of
from assistant.understanding.places import Mention, mentions, spelled_out
from assistant.understanding.placing import BACK_TO_ME, of_place, regions_of, seen, settle_place
from assistant.understanding.pointing import pointed_documents, written_on
from assistant.understanding.ratios import ratio_slot
from assistant.understanding.roles import Role
from assistant.understanding.split import split_asks
from assistant.understanding.sums import money_slots
from assistant.understanding.terms import content_words
from assistant.understanding.thread import Link, leans, link
from assistant.understanding.told import told
from assistant.understanding.transcript import caller_words
from knowledge.hearing import heard
from knowledge.region import places
from knowledge.search import Retriever
from knowledge.wants import Want, likely, wants

_SAME_TEXT = re.compile(
    r"(?:那|它|这)(?:里头|里面|上面|上头|里)|(?:里头|里面|上面)(?:说|讲|写|提)|(?:这|那|该)份|(?:汇报|报告|材料)里"
)
_OWN_CASE = re.compile(r"我(?:厂|单位|公司|在职|退休|自己|本人|也是|是(?:职工|居民|在职|退休))")
_SOMEBODY = re.compile(r"[他她]|人家|老人|老太|老头|娃|孩子|病人")
# 没听懂，讲白点; 再说一遍: the last answer is wanted once more.
_AGAIN = re.compile(
    r"[没不](?:太|大|怎么)?(?:听|看|搞|弄)?[得]?(?:懂|明白|清楚)|(?:说|讲|解释)[^，,。]{0,4}(?:白|简单|明白|清楚|通俗|直白|慢[点些]|细[点些致])|再[^，,。]{0,4}(?:遍|说一?下|讲一?下|解释)|[说讲]人话"
)
_OF_THE_INSURED = ("insured_region", "patient", "tier", *OF_A_PERSON)
"""What is known of somebody insured elsewhere."""
# 说回我们这边: what was said of somebody elsewhere is not said of here.
_BACK_HOME = re.compile(r"(?:说回|回到|再说|还是说)(?:我们|咱们?|俺们?)")
_BRIEF = 24
# A part of so few content words leans on the part before it.
_THIN = 2
# A hospital whose tier only its kind lets us guess, and the words that say a tier.
_GUESS = re.compile(r"(?<!社)[县区](?:人民|中心|中|中医)?医院|(?:乡镇?|镇)(?:上)?(?:的)?医院")
_LEVEL = re.compile(r"[一二三]级|[一二三]甲|[一二三]乙")


def understand(turn: Turn, retriever: Retriever) -> None:
    """Fill the slots, the place whose policy applies, the documents pointed at, and the works."""
    if not re.search(r"\w", turn.message):
        return
    turn.heard = spelled_out(caller_words(turn.repaired or heard(turn.message)))
    found = [seen(turn, mention) for mention in mentions(turn.heard, retriever.generation.regions)]
    named = patient(turn.heard)
    turn.who = named.name if named else None
    apart = told_apart(turn.heard)
    facts = meaning(turn.state, _told(turn, apart.asked), turn.heard)
    turn.others = {who: {**_told(turn, words), "patient": relation_of(who)} for who, words in apart.of_others.items()}
    place = any(of_place(turn.heard, mention) for mention in found)
    hangs, topic = link(turn.heard, turn.state, facts)
    turn.hangs = hangs
    if topic is not None:
        turn.state = turn.state.back_to(topic)
    turn.continues = topic is not None or (hangs is Link.GOES_ON and leans(turn.heard, turn.state, facts, place=place))
    settle_place(turn, found)
    turn.pointed = pointed_documents(turn.heard, retriever.documents.values(), retriever.generation.names)
    if len(turn.pointed) == 1 and not place:
        turn.counts_from = written_on(turn.heard, retriever.documents[turn.pointed[0]])
    goes_on = hangs is Link.GOES_ON or turn.heard.startswith("那")
    same_text = turn.continues or _SAME_TEXT.search(turn.heard) or (turn.region is None and goes_on)
    if not turn.pointed and turn.state.pointed and same_text:
        turn.pointed = turn.state.pointed
    if turn.pointed and turn.region is None and not found:
        turn.policy_region = None
    if place:
        turn.pointed = ()  # a document without a place is nobody's: asked for a place, it does not answer
    turn.hospital = retriever.generation.hospitals.tier_of(turn.heard, turn.policy_region)
    guess = _GUESS.search(turn.heard)
    if guess and turn.hospital is None and not _LEVEL.search(turn.heard):
        turn.guessed_tier = guess[0]
    facts = summed(turn.state, put_right(turn.state, facts, turn.heard), turn.heard)
    turn.told = facts
    _leave(turn, found, facts)
    turn.slots = {
        **carried(turn.state, hangs, {**facts, **turn.slots}, turn.heard, continues=turn.continues, who=turn.who),
        **answered(turn.heard, turn.state),
        **facts,
        **({"tier": turn.hospital[1]} if turn.hospital else {}),
        **turn.slots,
        **turn.facts,
    }
    if not found and named and "insured_region" in turn.slots:
        turn.policy_region = turn.slots["insured_region"]  # 还是说娃的: whose case is taken up again
    context = turn.state.ask or "" if turn.continues else ""
    turn.again = _once_more(turn)
    parts = [turn.state.ask or ""] if turn.again else split_asks(turn.heard)
    both = turn.continues and len(parts) == 1 and asks_all_again(parts[0])
    for text in parts:
        # A part that names little of its own (几天？ 找谁办？) is asked of what the part before it was about.
        leant = context if turn.continues or len(content_words(text)) <= _THIN else ""
        asks = [ask_of(turn, text, one, found) for one in (*(turn.state.beside if both else ()), leant)]
        regions = regions_of(turn, text)
        for ask in asks:
            turn.works += works_of(turn, ask, regions)
        context = context if turn.continues else asks[-1].whole if leant else text


def _once_more(turn: Turn) -> bool:
    """Whether the last answer is wanted again and nothing else (没听懂，讲白点)."""
    if not turn.state.ask or len(turn.heard) > _BRIEF or not _AGAIN.search(turn.heard):
        return False
    rest = _AGAIN.sub("", turn.heard)
    return (wants(rest) | likely(rest)) <= {Want.YES_NO, *map(Want, turn.state.wants)}


def _told(turn: Turn, text: str) -> dict[str, str]:
    """The facts that some words tell."""
    return {**told(text, _spoken_of(turn.state)), **money_slots(text), **ratio_slot(text)}


def _spoken_of(state: State) -> dict[str, str]:
    """The facts that hold, and the papers that the last ask was of: they tell which one 没办 means."""
    asked = {name: "" for name, word in (("referral", "转"), ("filing", "备案")) if word in (state.ask or "")}
    return asked | state.slots


def _leave(turn: Turn, found: list[Mention], facts: dict[str, str]) -> None:
    """Forget, of what was known, where somebody is insured once another place is asked for, and who it was of once nobody is meant."""
    known = turn.state.slots
    gone: set[str] = set()
    asked = [m.codes[0] for m in found if m.role is Role.ASKED and len(m.codes) == 1]
    insured = known.get("insured_region")
    if insured and asked and not any(places().on_one_line(insured, code) for code in asked):
        gone.update(_OF_THE_INSURED)
    if _BACK_HOME.search(turn.heard):
        gone.update(_OF_THE_INSURED, OF_CARE_AWAY)
    if home := bool(BACK_TO_ME.search(turn.heard)):
        gone.add("insured_region")
    nobody = not _SOMEBODY.search(turn.heard)
    if "patient" not in facts and nobody and (not turn.continues or _OWN_CASE.search(turn.heard)):
        gone.add("patient")
    slots = {name: fact for name, fact in known.items() if name not in gone}
    turn.state = turn.state.model_copy(update={"slots": slots, **({"region": None} if home else {})})
