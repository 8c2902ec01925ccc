"""What is wanted of a calculation: what comes of a bill, what is left of a limit, how much it takes, a difference."""

from __future__ import annotations

import re
from enum import StrEnum


class Goal(StrEnum):
    """What the words of a question ask of a calculation beside its results."""

    TOTAL = "total"
    """The sum over several bills or people."""
    DIFFERENCE = "difference"
    """How far two cases lie apart."""
    LEFT = "left"
    """What is left of the year's limit."""
    DEDUCTIBLE_LEFT = "deductible_left"
    """What is still to be spent below the deductible."""
    NEEDED = "needed"
    """The bill at which the limit is reached."""
    MONTHS = "months"
    """After how many months of so much the limit is reached."""
    BACKWARDS = "backwards"
    """The base that a known credit was counted from."""
    CAP = "cap"
    """The year's limit itself."""
    DAYS_LEFT = "days_left"
    """How many days are left until a day that a policy leads to."""
    SHORT = "short"
    """By how much what was paid differs from what was due."""


_MANY = r"(?:多少|好多|几多|几个?|好大)"
_FULL = r"(?:封顶|顶|满|用完|用得完|用光|限额|额度|上限|到头|报够|花完)"
_CUES: tuple[tuple[Goal, re.Pattern[str]], ...] = (
    (
        Goal.TOTAL,
        re.compile(
            r"一共|总共|拢共|一起|合计|加起来|加拢|加在一起|共(?:报|能|可|是|多)|拢起|总的|两回|几回|统共|一[搭达]里|归总|合起来|一塌刮子|共多少|两个人"
        ),
    ),
    (
        Goal.DIFFERENCE,
        re.compile(
            rf"差{_MANY}|差[^，,。？?]{{0,4}}{_MANY}|(?<!最)多报|少报|相差|亏了?{_MANY}|多出{_MANY}|比[^，,。？?]{{1,14}}[多少高低]|哪个(?:划算|合算|报得多|高|多)|多{_MANY}|多得到|少{_MANY}|省{_MANY}|多(?:得|拿|划|进|花)"
        ),
    ),
    (
        Goal.NEEDED,
        re.compile(
            rf"(?:花|用|看)到?{_MANY}钱?(?:的病)?(?:会|能|才|就)?{_FULL}|(?:花|用|看|买|吃|到|消费|产生|要)[^，,。？?]{{0,8}}{_MANY}[^。？?]{{0,14}}(?:才|就|会|能|把|便)[^。？?]{{0,12}}{_FULL}|{_FULL}[^。？?]{{0,10}}(?:要|得|需要?)(?:花|用|看|买){_MANY}|折合[^，,。？?]{{0,6}}{_MANY}"
        ),
    ),
    (
        Goal.MONTHS,
        re.compile(
            rf"(?:第几个月|几月份?|哪个月|几个月)[^。？?]{{0,16}}{_FULL}|{_FULL}[^。？?]{{0,8}}(?:第几个月|几月份?|哪个月)"
        ),
    ),
    (Goal.DAYS_LEFT, re.compile(r"(?:还|剩|差|余)[^，,。？?]{0,4}(?:几|多少|好多)天")),
    (Goal.CAP, re.compile(r"封顶|限额|上限|顶额|最多(?:能|可以)?报|最高(?:能|可以)?报")),
    (
        Goal.BACKWARDS,
        re.compile(
            rf"倒推|反推|倒算|反算|原来(?:的)?(?:总费用|花了|一共)|倒着算|倒过来|反过来|(?:缴费)?基数(?:应该|该)?(?:是|有|为)?{_MANY}"
        ),
    ),
    (
        Goal.DEDUCTIBLE_LEFT,
        re.compile(
            rf"(?:再|还)[^，,。？?]{{0,4}}(?:看|花|用){_MANY}[^，,。？?]{{0,6}}(?:开始报|才报|起报|就报|能报)|(?:还|再)[^，,。？?]{{0,6}}(?:花|用|差|扣)?{_MANY}[^，,。？?]{{0,8}}(?:过|够|到|满|扣完|才开始报|达到)[^，,。？?]{{0,4}}(?:起付|门槛|七付)|(?:起付线?|门槛费?|七付线)[^，,。？?]{{0,6}}(?:还)?(?:差|剩){_MANY}"
            rf"|[离够](?:到|得)?(?:能报|起报|起付线?|门槛费?|七付线)[^。？?]{{0,12}}差{_MANY}"
        ),
    ),
    (
        Goal.LEFT,
        re.compile(
            rf"(?:还|剩|余)[^，,。？?]{{0,10}}(?:额度|限额|{_MANY}[^，,。？?]{{0,6}}(?:报|额|用|限))|(?:还|剩)(?:能|可以|可|下|的|得)?[^，,。？?]{{0,6}}(?:报|额度)[^，,。？?]{{0,4}}{_MANY}|(?:额度|限额)[^，,。？?]{{0,8}}(?:还有|剩|余)|剩余额度|余额度|余下的?额度|剩下[^，,。？?]{{0,10}}{_MANY}|还能再?(?:拿|领)[^，,。？?]{{0,2}}{_MANY}"
        ),
    ),
    (Goal.SHORT, re.compile(rf"少(?:给|报|算|拿|得|领)[^，,。？?]{{0,6}}|少了{_MANY}")),
)


def goals(text: str) -> frozenset[Goal]:
    """Every goal that the words name; none: what comes of the bill."""
    return frozenset(goal for goal, cue in _CUES if cue.search(text))
