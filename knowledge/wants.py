"""What a question wants: an amount, a ratio, a deadline, a phone, the way to do something …"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from knowledge.clause import States


class Want(StrEnum):
    """What sort of thing answers the ask."""

    AMOUNT = "amount"
    RATIO = "ratio"
    COUNT = "count"
    DEADLINE = "deadline"
    LIST = "list"
    STEPS = "steps"
    PHONE = "phone"
    DOCUMENT = "document"
    PLACE = "place"
    REASON = "reason"
    YES_NO = "yes_no"


# How many, how much, in the dialects: 好多 asks where a measure or the end of the phrase follows, else it means many.
_MANY = r"(?:多少|几多|好多(?!年[没不了来前]|回了|次了|人都|人[^，。？?]{0,6}[说讲])|(?<![好没零])(?<!没有)几(?!乎)|多大|好大)"
_HEADS = r"人次|家次|个人|家|人|户|名|位|次|场|件|条|项|种|类|份|例|起|辆|台|所|间|张|套|批|本|趟|回|样"
_TERMS = r"天|日|年|个?月|小时|钟头|个钟|工作日|周|星期|分钟|岁"
_PAID = r"(?<![汇申通播])报(?![告道名到])|赔|补|补贴|奖|给|发|扣|交|缴|花|付|划|进|打|到账|资助|最高|最多|顶格|标准|支出|收入|结余|金额|价格"
_TAKEN = r"追|退|罚|省|掏|出|拿|领|收|涨|余|贴"
_HOW_MUCH = r"(?:多少|几多|好多(?!年|回|次|人))"
_CUES: tuple[tuple[Want, re.Pattern[str]], ...] = (
    (
        Want.PHONE,
        re.compile(
            r"(?<![两二三四五六几好]个)(?<![两二三四五六几好]通)电话(?!费|亭|是我|打不通|号?码?[是为:：]?〔)|号码(?![是为:：]?〔)|联系方式|打哪|热线(?:是|多少|号)|打什么|哪个座机|拨打|座机|电话号|打给谁|打给哪|打到哪|联系(?:哪|谁|方)"
        ),
    ),
    (
        Want.DOCUMENT,
        re.compile(
            r"文号|全称|(?:发|文|通知)[^，,。？?]{0,6}(?:多少|几)号|(?:哪|什么|啥|那|么子|几号|阿)(?:个|份|一?份|一?个|项|一?号|种)?(?:文件|文上|文(?=[写定说规里])|规定|细则|通知|政策(?:写|说|定|规定|里))|文件(?:名|叫|是|依据|号|有没有|呢)|有(?:没有)?(?:红头)?文件|方案(?:名|叫)|依据|(?:写|定|规定)在哪|根据(?:是)?(?:什么|啥|哪)|出处|谁(?:说|定|规定)的|哪[里儿个一]?(?:条|款|章|页)?(?:说|写|规定|看来|讲)的|哪[一]?[条款章页](?:写|规定|说)|怎么(?:时候|一年)(?:的)?规定|哪[一]?年的(?:规定|政策|文件)"
        ),
    ),
    (
        Want.RATIO,
        re.compile(
            rf"比例|百分之[几多好]|百分比|几成|多少成|好多成|(?:高|低|降|提|差|涨|少|多|扣|调|报)了?(?:几|多少|好多)个?(?:百分)?点|几(?:比|分比)几|打折|几折|报几(?![百千万块个十次回])|(?:率|比例)(?:搞|弄|做|又|就|才|的|是|有|达|能|降|升|提|要|得|稳定|保持|在|到|高|了){{0,3}}(?:{_MANY}|[多好]高)|[占降涨升][了]?(?:百分)?{_MANY}|占比|百分数|三七|四六|率$|降了{_MANY}"
        ),
    ),
    (
        Want.AMOUNT,
        re.compile(
            rf"{_MANY}个?(?:钱|元|块|[万亿](?!人|户|家|例|次|份|件|名|张|条|个)|基金|资金|款|奖金|补贴)|(?:金额|数额|报销额)(?:是|有|呢)?(?:{_MANY})?[?？]?$|封顶(?!线?到?\d)|限额|上限|起付|门槛|门坎|顶额"
            rf"|(?:{_PAID})[^，。？?！]{{0,6}}{_MANY}(?!{_HEADS}|{_TERMS}|个|道|步|百分)|(?:{_TAKEN})[^，。？?！]{{0,4}}{_HOW_MUCH}(?!{_HEADS}|{_TERMS}|个|道|步|百分)"
            rf"|算(?:一?[下哈]|算)?(?:能|可以)?报|给我算|个账.{{0,4}}划入|几个钱|(?:报|补|退|拿|奖|赔|到手)(?:得?到|下来|回来?|我们?|[他她])?几个(?=[?？。，,嘛啊呢哦]|$)"
        ),
    ),
    (
        Want.DEADLINE,
        re.compile(
            rf"(?:什么|怎么|阿么)时候|啥时候?|阿[一]?(?:天|年|月)|啥时间|么子时候|几时|多咱|哪[一]?天(?!(?:[我你他她老]|人){{0,3}}(?:走|没|不在)了)|几号|几月|(?<!没)多久|多长|期限|截止|(?:多少|几多|(?<![好没零])(?<!没有)几(?!乎))个?(?:{_TERMS})|好多(?:天|个?月|小时|个?钟头)|哪[一]?年|何时|好久|时限|时效|有效期|多会儿|几点|什么时间|多少时间|[最]?[晚迟](?:是|什么|哪|多|几)|日期|(?:多|好|几多)长时间"
        ),
    ),
    (
        Want.STEPS,
        re.compile(
            r"怎么(?!回事|样?[?？]?$|说)|怎样|咋(?!回事|样?[?？]?$|说)|如何|流程|手续|步骤|材料|资料|证件|带什么|带啥|带么|要带|哪么|爪子办|啷个|何式|怎办|办法|渠道|方式|途径|路子|法子|程序|点[样算办整搞]|咋办|办得|操作|(?:什么|啥)(?:路子|门路|渠道|办法|软件|app|平台|小程序)|[点點](?:搞|报|交)"
        ),
    ),
    (
        Want.LIST,
        re.compile(
            r"哪些|哪几|哪[一两三四五六]|有什么|有啥|有么子|包括|包含|分别|都是|什么病|内容|指什么|指的是|什么意思|啥意思|么子意思|哪\S{0,2}种|谁|什么人|啥人|哪个|哪家|哪份|哪样|哪种|是个?啥|是个?什么|是个?么子|什么叫|啥叫|干啥|干什么|做啥|做什么|叫什么|叫啥|叫么|名[字称]|什么(?:东西|样|条件|情况|原因|病|药|人|单位|部门)|啥(?:东西|样|条件|情况|病|药|单位|部门|要求)|要求|条件|详细|讲[一]?下|介绍|具体|说说|列|对象|范围|区别|不同|(?<![为凭])(?<!那个)(?:什么|啥|么子)(?:的)?[呢啊呀咯哦哩嘛]?(?:[?？。]|$)|些(?:什么|啥)|都有(?:什么|啥)|阿(?:个|些)|(?:会|能)(?:把?[他她它]|咱|我们?)?怎么?(?:样|着|他)|什么后果|凭什么(?:条|证|单|票|材|手续)"
        ),
    ),
    (
        Want.PLACE,
        re.compile(
            r"在哪|哪里|哪儿|哪凼|哪哈|哪达|阿达(?!个)|阿搭(?!个)|几楼|[去到上]哪(?![些种类样])|往哪(?!个|方)|什么地方|啥地方|么子地方|地址|哪个地方|哪块|地点|哪个(?:窗口|大厅)"
        ),
    ),
    (
        Want.REASON,
        re.compile(
            r"为什么|为啥|为么|为何|何解|凭(?:什么|啥)(?!条|证|单|票|材|手续)|什么原因|啥原因|咋回事|怎么回事|什么理由|咋(?:就|不|没|又|还)|怎么(?:就|不|没|又|还|会)|原因"
        ),
    ),
    (
        Want.YES_NO,
        re.compile(
            r"吗|(?<![好行])嘛|[得能行可是有]唦[?？。]?$|(?<![什怎那这多])么[?？。！]?$|(?<![不没])(?P<one>[\u4e00-\u9fff])[不没唔冇](?P=one)|能(?P<done>[\u4e00-\u9fff])不能|(?P<verb>[\u4e00-\u9fff])(?![都也就])[\u4e00-\u9fff]{1,3}(?<![都也就])[不没](?P=verb)了?(?:[?？。,，\s]|$)|(?<!不)是不是|能不能|可不可以|有没有|有没得|有冇|会不会|要不要|行不行|(?<!不)对不对|可否|能否|是否|[不没冇啵](?:[?？。]|$)|没有[?？。]?$|不得行|得不得|(?<![好行算])吧[?？。]?$|用不用|该不该|好不好|(?<![那就])还是(?!那个?\d|按|照|老样|原来|之前)|迈[?？。]?$|算不算|一样|噻[?？]|真的|啊[?？]|哈[?？]"
        ),
    ),
)
_MEASURE = re.compile(
    r"(?:多少|好多|几多|(?<!哪)几)\s*(人次|家次|个人|家|人|户|名|位|次|场|件|条|份|例|起|辆|台|所|张|间|套|批|本)"
)
_COUNTED = re.compile(rf"(?:人数|人次|次数|家数|户数|件数|数量)[^，。]{{0,4}}{_MANY}(?!钱|元|块|万)")


@lru_cache(maxsize=1024)
def wants(text: str) -> frozenset[Want]:
    """Every sort of thing that the words of the question ask for."""
    found = {want for want, cue in _CUES if cue.search(text)}
    if _COUNTED.search(text):
        found = (found - {Want.AMOUNT}) | {Want.COUNT}
    if measures(text) and Want.DEADLINE not in found and Want.PLACE not in found:
        found.add(Want.COUNT)
    return frozenset(found)


_SOME = r"[\d一二三四五六七八九十百千]{1,8}"
# What a question is likely to want where no cue above tells.
_LIKELY: tuple[tuple[Want, re.Pattern[str]], ...] = (
    (
        Want.COUNT,
        re.compile(
            rf"{_HOW_MUCH}\s*(?:{_HEADS}|个)|(?:[人家场]次|人数|[家户份条次件起]数)(?:呢|各|分别)?[?？]?$|(?:人次|人数|家数|户数)|(?<![好那这哪没零报补退拿奖赔手到回])几(?:{_HEADS}|只|个(?!月|小时|钟|工作))|多少(?!钱|元|块|万|亿|费)[\u4e00-\u9fff]{{1,4}}|有多少[?？]?$|{_HOW_MUCH}[万亿]个?(?:{_HEADS})|(?:[的各]|分别)(?:一共|总共|都)?有?{_HOW_MUCH}[呢啊呀咯]?[?？。]?$|核(?:对|实)?(?:几个|个|一?下)?数"
        ),
    ),
    (
        Want.RATIO,
        re.compile(
            r"(?:降|涨|占|升|覆盖)了?(?:多少|好多|几多)|成还是|(?:几|多少)个(?:百分)?点(?![钟整])|[%％]还是|怎么(?:扣|降|减|分|划)|[减降扣](?:完|了|掉)?(?:以?后|之后)?(?:是|还有|剩|报)?多少|占比|率[?？]?$|三七|四六"
        ),
    ),
    (
        Want.AMOUNT,
        re.compile(
            rf"{_HOW_MUCH}|最[高多](?:[呢喃咧][?？]?)?$|报(?:[?？]|$)|(?:费用|总费用|基金|金额|额度|限额|标准|保费)(?:呢|各|分别)?[?？]?$|加[起拢一]|合计|一共|总共|算(?:一?[下哈]|算|出来|[我他她俺]的)|怎么算|咋个?算|几百|划入|贵|标准[呢喃]|报(?:销)?(?:那个|的)?数"
        ),
    ),
    (Want.COUNT, re.compile(rf"{_SOME}个?还是{_SOME}(?!元|块|%)")),
    (Want.AMOUNT, re.compile(rf"{_SOME}(?:元|块)?[?？]?\s?还是{_SOME}(?!个|%|成|种)")),
    (Want.COUNT, re.compile(r"\d(?:种|个|家|人|次|户|例)[^。？?！!]{0,30}(?:信|听|是)哪")),
    (Want.AMOUNT, re.compile(r"\d(?:元|块)?[，,][^。？?！!]{0,20}哪个(?:数|标准)")),
    (Want.LIST, re.compile(r"过了?(?:期|日子|时间|那天)[^，,。]{0,4}怎么办|(?:主题|名单|清单|名称|内容)[?？]?$")),
    (Want.YES_NO, re.compile(r"(?:信|听)哪个|哪个(?:数|说法)?(?:作准|为准|准|是?对|是真)|过了?(?:期|日子|时间|那天)")),
    (Want.LIST, re.compile(r"(?:什么|啥|么子)(?!时候|时间|原因|理由|地方|路子|门路|渠道|办法|都)")),
    (Want.PLACE, re.compile(r"哪个?(?:股|科|处|室|部门|单位|机构|边)|[去到往进]哪[?？]?$")),
    (Want.YES_NO, re.compile(r"[?？]|[啊哈噻迈嗦]$|真的|还是|一样")),
)


def likely(text: str) -> frozenset[Want]:
    """The kinds of answer that the words hint at where no cue is sure: what was understood, not what evidence must state."""
    return frozenset(want for want, cue in _LIKELY if cue.search(text))


def measures(text: str) -> tuple[str, ...]:
    """The measure words after 多少 and 几: `多少家` → (`家`,)."""
    return tuple(dict.fromkeys(m[1] for m in _MEASURE.finditer(text)))


_ASKING = re.compile(
    r"[?？]|多少|好多(?!年[没不了来前]|回了|次了|人都)|几多|(?<![好没零])(?<!没有)几(?!乎|位领导|[十百千万]块)|么子|何[式解]|阿(?:一|个|些|达|搭|么)|[点點](?:[样搞办算整做])|(?:了|过|集采|目录|规定|政策|消息|结果|下来|开始|到账|生效)没有[，,。！!]?$|真的[啊呀么][，,。！!]?$|(?:给|发|报|求)(?:我|一?个|一?下){0,2}(?:号码|电话|文号|地址)|[得能行可是有]唦[，,。！!]?$|[冇啵迈][，,。！!]?$|(?:什么|啥)(?!子?(?:[，,。！!\s]|$))|(?<!那个)(?:什么|啥)|怎|咋|如何|哪|谁|为何|多久|多长|多高|多大|吗|嘛[。！!]?$|么[，,。！!]?$|(?<![不没])(?P<one>[\u4e00-\u9fff])[不没](?P=one)|能(?P<can>[\u4e00-\u9fff])不能|(?P<verb>[\u4e00-\u9fff])(?![都也就])[\u4e00-\u9fff]{1,3}(?<![都也就])[不没](?P=verb)了?(?:[?？。,，\s]|$)|(?<![好行算])吧[，,。！!]?$|"
    r"(?<![对差])不[，,。！!]?$|没[，,。！!]?$|没得[，,。！!]?$|不得[，,。！!]?$|(?<!不)是不是|能不能|可不可以|有没有|有没得|会不会|要不要|行不行|得不得|是否|能否|可否|(?<![那就])还是(?!那个?\d|按|照|老样|原来|之前)|"
    r"请问|想问|问一?下|问问|咨询|打听|想知道|说一?说|讲一?讲|介绍|查一?下|告诉我|(?:发|给|报|要)(?:我|一?个|一?下){0,2}(?:依据|文件|出处)|文号|电话(?!是我|我|\d|打过|费|里)"
)


@lru_cache(maxsize=1024)
def is_question(text: str) -> bool:
    """Whether the text asks for anything."""
    return bool(_ASKING.search(text.strip()))


_STATED: dict[Want, States] = {
    Want.AMOUNT: "amount",
    Want.RATIO: "ratio",
    Want.DEADLINE: "deadline",
    Want.LIST: "list",
    Want.STEPS: "steps",
    Want.PHONE: "phone",
}


def states_wanted(text: str) -> frozenset[States]:
    """Of what a question asks for, that of which clauses tell whether they state it."""
    return frozenset(_STATED[want] for want in wants(text) if want in _STATED)
