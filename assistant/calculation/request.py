"""What one ask wants of the calculator: whose bills it tells of, its goals, and whether a figure is wanted at all."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculation.casework import read_casework
from assistant.calculation.goals import Goal, goals
from assistant.calculation.years import compared
from assistant.turn import Turn, Work
from assistant.understanding.numerals import unread
from knowledge.wants import Want, is_question

# A wish to know what comes of a bill; without it a sum is told beside a question about the policy.
_OF_A_BILL = re.compile(
    r"报|(?:医保|统筹|公家|国家|基金)[^，,。？?]{0,4}出|[保抱](?=得?到?(?:好多|多少|几多))|拿得?回|返|赔|补|退(?:得到|回来|给|到手)?(?:多少|好多|几多|几个|点|些)|自己.{0,4}(?:掏|出|付|负担|拿|贴)|自付|自掏|个付|个人.{0,2}(?:负担|支付|承担|付)|统筹|给多少|算|划|进|打|分|掏|贴"
)
_FIGURES = frozenset({Want.AMOUNT, Want.YES_NO, Want.RATIO, Want.COUNT, Want.DEADLINE})
_OTHER, _COUNTED = frozenset({Want.PHONE, Want.DOCUMENT}), frozenset({Want.COUNT, Want.DEADLINE})
_MANY = re.compile(r"多少|几个|好多|几多|最晚|最迟|到期|哪个月|哪天|什么时候|几号|几时")
_STILL = re.compile(r"还是(?=那|这|在|去|同|上)")
_COMPARED = re.compile(r"还是|分别|各|同样|一样|相比|[和跟与]")
# What no rule is for: shares and averages of what the documents report; a part of a fund from which the whole is wanted.
_OF_NO_RULE = re.compile(
    r"占比|占[^，,。？?]{0,12}(?:多少|好多|百分|几成|比)|人均|平均(?!养老金|水平)|几倍|多少倍"
    r"|(?:账户|个账|卡)[^。？?]{0,10}(?:加上|再加|[和跟连])[^。？?]{0,8}(?:限额|顶格|封顶)"
    r"|的那?[两三四五六七八九十\d]+[个人位名户](?![单发票药])[^。？?]*(?:一共|合起来|合计|[拢总]共)"
    r"|(?:那|这)一?块(?:是|有)\d|从[一二三四五六七八九十\d]{1,2}月(?:份)?(?:开始|起)按"
    r"|(?:门诊|住院)(?:统筹)?(?:基金)?(?:那|这)?(?:一?块)?(?:要是|如果|假如)?(?:分到|分得|分了|是|有)[^，,多几]{0,3}\d"
)
_SEVERAL = re.compile(
    r"又|再|调|涨|升|从|[上下]半年|[上这]个?月|昨天|今天|前天|第[二三四]|[回次趟]|\d+月|[一二三四五六七八九十]月|另外|还有|后来|然后|加|和|跟|、|一个是|一笔|先|分别|各|两|俩|三"
)


class Request:
    """One ask with the bills that it, or the conversation, tells of."""

    def __init__(self, turn: Turn, work: Work) -> None:
        self.turn, self.ask, self.side = turn, work.ask, work.side
        own = work.ask.text if read_casework(work.ask.text).bills else turn.heard
        # Who is who may have been said before the sums were.
        before = turn.state.ask if turn.continues and turn.state.ask and not turn.state.bills else ""
        self.told = read_casework(f"{before}，{own}" if before else own, turn.day)
        self.goals = goals(work.ask.text) or (goals(work.ask.context) if self.states else frozenset())
        self.years = self._years()
        if self.years:
            self.goals |= goals(turn.heard) & {Goal.DIFFERENCE}
        # 已报400，少报多少: paid of this very bill; 报了1350，还能报多少: paid this year.
        read_as = {"paid": "reported"} if Goal.SHORT in self.goals else {} if self.told.bills else {"reported": "paid"}
        other = {read_as.get(role, role): fact for role, fact in self.told.other.items()}
        self.told = replace(self.told, other=other)
        if not self.told.several:
            self.goals -= {Goal.CAP}  # one limit stands in its clause

    def _years(self) -> list[str]:
        """The two years whose rules the message compares for one bill: 照去年的办法和今年的比，今年能多报多少."""
        if self.side or len(self.told.bills) != 1 or {"reported", "paid", "accrued"} & set(self.told.other):
            return []
        return compared(self.turn.heard, self.turn.day) if Goal.DIFFERENCE in goals(self.turn.heard) else []

    @property
    def states(self) -> bool:
        """Whether nothing is asked in so many words (还是那个医院 asks nothing)."""
        return not is_question(_STILL.sub("", self.ask.text))

    @property
    def of_a_bill(self) -> bool:
        """Whether the wish is to know what comes of a sum; a sum told without a question is told for that."""
        return bool(_OF_A_BILL.search(self.ask.whole)) or self.states

    @property
    def for_a_rule(self) -> bool:
        """Whether a figure is wanted that a rule could give."""
        wants = self.ask.wants
        other = wants & _OTHER and not wants & _COUNTED
        elsewhere = Want.PLACE in wants and not wants & (_FIGURES - {Want.YES_NO})
        if _OF_NO_RULE.search(self.ask.whole) or other or elsewhere:
            return False
        return bool(wants & _FIGURES or self.goals or self.of_a_bill or _MANY.search(self.ask.text))

    @property
    def muddled(self) -> bool:
        """Whether it is not clear which of the numbers are bills: some unread, or one person's without a word between."""
        people = {bill.who for bill in self.told.bills}
        side_by_side = len(self.told.bills) > len(people) and not _SEVERAL.search(self.turn.heard)
        return side_by_side or (bool(self.told.bills) and unread(self.turn.heard))

    @property
    def compares(self) -> bool:
        """Whether two things said of one bill are two cases, rather than a slip or a story."""
        wanted = self.goals & {Goal.DIFFERENCE, Goal.TOTAL, Goal.CAP}
        return bool(wanted or self.told.couple or _COMPARED.search(self.ask.whole))
