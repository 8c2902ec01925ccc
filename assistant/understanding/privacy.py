"""Personal numbers are masked before anything is logged, stored, searched or sent on.

`\\b` does not exist between a Chinese character and a digit, so the edges are look-arounds.
"""

from __future__ import annotations

import re

_EDGE, _END = r"(?<!\d)", r"(?!\d)"
# What follows 患者 or 姓名 is a name only where it begins like one: not 患者出院, not 姓名怎么改.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝高"
)
_COMPOUND = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|令狐|慕容"
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "身份证号",
        re.compile(
            rf"{_EDGE}[1-9]\d{{5}}[ -]?(?:19|20)\d{{2}}[ -]?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[ -]?\d{{3}}[\dXx]{_END}"
        ),
    ),
    ("手机号", re.compile(rf"{_EDGE}(?:\+?86[ -]?)?1[ -]?[3-9](?:[ -]?\d){{9}}{_END}")),
    # Four groups that begin with 1 or 2 are years or sums side by side.
    ("银行卡号", re.compile(rf"{_EDGE}(?:\d{{13,20}}|[3-9]\d{{3}}(?:[ -]?\d{{4}}){{2,3}}[ -]?\d{{1,4}}){_END}")),
    # A local part has 64 characters at most; an unbounded one would read a run of digits again from each of them.
    ("邮箱", re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (
        "证件号",
        re.compile(r"((?:社保卡|医保号|住院号|证件号|医保编号|保险号|护照)(?:号码|号|是|为|[：:\s])*)[A-Za-z0-9]{6,}"),
    ),
    (
        "姓名",
        re.compile(
            rf"((?:我叫|名叫|户名|姓名|患者(?=叫|[：:\s]))(?:叫|是|为|[：:\s])*)(?!高血|白血|白内)(?:{_COMPOUND}|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}(?=[，。、,.\s；;！!？?]|今年|家住|住在?|电话|身份证|手机|的|$)"
        ),
    ),
)


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with personal numbers and names replaced by `〔身份证号〕` and the like, and which kinds were found."""
    found = []
    for name, pattern in _KINDS:
        # A cue word before the number stays; it is the pattern's only group.
        text, count = pattern.subn(rf"\g<1>〔{name}〕" if pattern.groups else f"〔{name}〕", text)
        if count:
            found.append(name)
    return text, tuple(found)
