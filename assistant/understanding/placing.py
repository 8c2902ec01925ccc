"""Whose policy applies to a message, and where the person lives and has care: the places of a message and of the talk."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.reply import Clarify
from assistant.turn import Turn
from assistant.understanding.nearby import before
from assistant.understanding.places import Mention, mentions, passing_through, treated_there, which_place
from assistant.understanding.roles import Role
from assistant.understanding.thread import LEFT_OPEN
from assistant.wording import say
from knowledge.region import places

# Another place that is meant and not named: 我老家那边也一样吗.
_THERE = re.compile(r"老家(?:那边|那里|那头|那儿|那块)?(?=[^,，。；;！!？?]{0,4}(?:也|呢|一样|咋|怎么|是不是|能不能))")
_HERE = re.compile(r"(?:我们|咱们?|俺们?)(?:这|本地)|本地|当地|这边")
# 不管她，还是说我这个: from somebody insured elsewhere the talk comes back to the person.
BACK_TO_ME = re.compile(
    r"(?:还是|回头|回到|继续)(?:说|讲|问|算)?(?:回)?[我俺咱](?:自己|个人|本人|这个|这边|的)|不[管说问][她他][，,。 了]|[我俺](?:自己|个人|本人)(?:的话|呢|的呢)"
)
# 听说绵阳最高二十万，咱这也有不: the other place is only told of.
_HERE_TOO = re.compile(
    r"[，,。；;！!？?\s](?:那)?(?:咱们?|我们|俺们?)(?:这|本地|当地)[^，,。；;！!？?]{0,3}(?:也|有没|是不是|有(?!多))"
)
_HEARD_BEFORE = 8
_HEARD_OF = re.compile(r"听说|听讲|听人|说是|看到|看见")
_THERE_INSTEAD = re.compile(r"(?:在|去|到|是|换成?)(?:的是)?$")
_BEST_GUESSES = (Role.LIVES, Role.TREATED)
_CARE_SPOKEN = frozenset({"treated_region", "filing"})
"""With one of these known, a place that takes the stead of another is one where care was had."""
_ITS_HOSPITALS = re.compile(r"(?:市|省)?(?:那边|那里)?(?:的)? ?(?:大|三甲|好|社区)?医院")
_OF_THERE = re.compile(r"[市县区]?的那[份个]")
"""宁阳的那份: what somebody has there, no care."""
_IN, _DOES = re.compile(r"(?:在|搁)$"), re.compile(r"(?!(?:市|省)?的)[^,，。；;！!？?\s呢咧喃嘞哩]{3}")
_AWAY = re.compile(r"备案|转诊|转院|异地|跨省|省内临时|省内[^,，。]{0,6}看病")
# 我们这儿和娄星区, 娄星区跟咱这边比: the speaker's own place is the other side.
_HERE_AND = re.compile(r"(?:我们|咱们?|俺们?|本地|当地|这边)[^，,。？?]{0,4}[和跟与同比]$")
_AND_HERE = re.compile(r"^[^，,。？?]{0,4}[和跟与同比](?:我们|咱|俺|本地|当地|这边)")


def seen(turn: Turn, mention: Mention) -> Mention:
    """The place; one that somebody is in and nothing is known of is where they stay, not whose policy is asked for."""
    stays = mention.role is Role.ASKED and turn.region is not None and _unknown(turn, mention)
    in_it = (
        stays
        and _IN.search(before(turn.heard, mention.start))
        and _DOES.match(turn.heard[mention.end : mention.end + 8])
    )
    return replace(mention, role=Role.LIVES) if in_it else mention


def settle_place(turn: Turn, found: list[Mention]) -> None:
    """The place whose policy applies: chosen on screen, insured there, asked about, carried on, or the request's."""
    table = places()
    base = turn.region
    wanted: Mention | None = None
    for mention in found:
        if mention.role is Role.ASKED and _only_heard_of(turn, turn.heard, mention):
            continue
        if mention.role in (Role.ASKED, Role.INSURED) and _care_had_there(turn, mention):
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
        fitting = tuple(c for c in wanted.codes if base and table.on_one_line(c, base)) or wanted.codes
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
        here = (_HERE.search(turn.heard) or BACK_TO_ME.search(turn.heard)) and base
        known = (turn.state.asked if turn.continues or base is None else None) or turn.state.region
        turn.policy_region = base if here else (known or base)
    if not found and not chosen and not turn.state.region and _THERE.search(turn.heard):
        turn.ambiguous_place = Clarify(slot="insured_region", question=say("which_there"))
    if turn.policy_region is None and turn.ambiguous_place is None:
        # Nothing else is known: where a person lives, or is in hospital, is the best guess, and the answer names the place.
        homes = {m.codes for m in found if m.role in _BEST_GUESSES and len(m.codes) == 1}
        turn.policy_region = homes.pop()[0] if len(homes) == 1 else None
        turn.guessed_place = turn.policy_region is not None
    turn.asked_place = bool(base and turn.policy_region and not table.on_one_line(base, turn.policy_region))


def of_place(text: str, mention: Mention) -> bool:
    """Whether the message asks for this place's policy or papers, or calls it the speaker's own (咱秦安)."""
    own = before(text, mention.start).endswith(("咱", "咱们", "我们", "俺们", "我", "俺"))
    return own or mention.role in (Role.ASKED, Role.INSURED)


def regions_of(turn: Turn, text: str) -> dict[str | None, str]:
    """The places of one ask with their names: those that it names itself, else the message's."""
    own = turn.policy_region
    own_bill = "insured_region" in turn.slots and "amount" in turn.slots
    if own_bill or turn.facts.get("insured_region"):
        return {own: ""}  # a bill is reckoned by the rules of where its person is insured
    table = places()
    named = [m for m in mentions(text, turn.retriever.generation.regions) if m.role is Role.ASKED and len(m.codes) == 1]
    named = [m for m in named if m.codes[0] != turn.slots.get("treated_region") and not _only_heard_of(turn, text, m)]
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


def _only_heard_of(turn: Turn, text: str, mention: Mention) -> bool:
    """Whether a text tells what is heard of a place and asks whether the person's own has it too."""
    too = turn.region is not None and _HERE_TOO.search(text, mention.end)
    return bool(too and _HEARD_OF.search(text, max(0, mention.start - _HEARD_BEFORE), too.start()))


def _care_had_there(turn: Turn, mention: Mention) -> bool:
    """Whether a place that seems asked about is one where care was had: named beside a filing, or in the stead of such a one."""
    if turn.region is None or len(mention.codes) != 1 or mention.beside:
        return False
    unknown = _unknown(turn, mention)
    if unknown and _ITS_HOSPITALS.match(turn.heard[mention.end : mention.end + 8]):
        return True
    if mention.role is Role.INSURED:
        return False
    if unknown and _away(turn):
        return True
    spoken = turn.continues and _CARE_SPOKEN & set(turn.state.slots)
    return bool(spoken) and _swaps(turn.heard, mention, unknown=unknown)


def _unknown(turn: Turn, mention: Mention) -> bool:
    """Whether nothing is known of the place, nor of any inside it."""
    known = turn.retriever.generation.regions
    return not any(places().within(code, one) for code in known for one in mention.codes)


def _away(turn: Turn) -> bool:
    """Whether the talk is of care away from home."""
    return bool(_AWAY.search(turn.heard)) or (turn.continues and "filing" in turn.state.slots)


def _swaps(text: str, mention: Mention, *, unknown: bool) -> bool:
    """Whether the place takes the stead of that where care was had: 那要是在深圳呢, or 那长沙呢 of which nothing is known."""
    first = unknown and bool(LEFT_OPEN.search(text)) and not _OF_THERE.match(text[mention.end : mention.end + 4])
    return bool(_THERE_INSTEAD.search(before(text, mention.start))) or first
