"""Ten calls as they come in one after another: what is said, words of what is to be read aloud, the kind of request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `said` is each thing that the caller says, and words of the answer that it must get."""

    name: str
    said: tuple[tuple[str, str], ...]
    kind: str = "咨询"


CALLS = (
    Call("bill", (("我退休了，昨天在三级医院看门诊花了1850块，能报多少？", "1020元"),)),
    Call("away", (("我要到成都去做手术住院，要先办什么手续？", "备案"),)),
    Call("chronic", (("我有高血压和糖尿病，慢病要怎么办，一年能报多少？", "病种认定"),)),
    Call("several", (("想问一下职工门诊起付线是多少？报销比例是多少？还有咨询电话是多少？", "200元"),)),
    Call("record", (("你帮我查一下我医保卡里还剩多少钱，身份证是510704196013010012", "看不到个人"),), "求助"),
    Call("complaint", (("我要投诉，你们窗口的人态度太差了，让我跑了三趟", "工作人员受理"),), "投诉"),
    Call("misheard", (("职工一保门诊的七付线是好多，暴销比例好多", "200元"),)),
    Call(
        "correction",
        (
            ("我在职，在三级医院看门诊花了1850块，能报多少？", "825元"),
            ("不对不对，我去年就退休了，是2000块", "1110元"),
        ),
    ),
    Call("place", (("我是甘肃秦安的，居民医保，没转诊自己去省医院住院，少报多少？", "秦安县"),)),
    Call("no-basis", (("近视眼手术医保能报吗？", "没有查到"),)),
)
