"""Where the heading of a numbered item ends: its line, its first sentence, or a name that runs into the text.

`一、扩大范围从2022年起，……` on a page that lost its line breaks: the end is found by the words such
headings are made of and by those with which sentences begin; where neither fits, nothing is cut and
the heading stays in the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.importing.marks import Mark, Rank

RULE_WORDS = re.compile(
    r"[0-9０-９%％]|不(?![断同少忘])|须|应当|可(?![信行靠视持及])|必须|可以|禁止|严禁|最高|最低|免|除外|的，|的,"
)
_FIRST_SENTENCE = re.compile(r"[^。：:？?\n]{2,52}(?:。|[：:](?!\d))")
_COLON, _POINT, _LINE = 20, 40, 64
# A first sentence that is longer and has no comma tells, it does not name.
_NAME = 26
_NO_LABEL = re.compile(r"[，,；]|如下|下列|以下|情形之一")
_LONGEST = 26
# 有关要求, 申报材料, 组织实施: headings known by their form alone.
_OF_FORM = re.compile(
    r"(?:(?:指导思想|总体要求|总体目标|总体思路|基本原则|保障措施|组织保障|组织领导|组织实施|出台背景|起草背景|修订背景|制定背景|起草过程|主要内容|主要特点|附则|总则)"
    r"|(?:总体|有关|相关|具体|主要|基本|工作|组织|活动|申报|申请|评审|评选|评估|报名|考试|推荐|验收|支持|资助|补贴|享受|发放|办理|实施|时间|进度|任务|"
    r"责任|方法|执行|系统|提供|考核|考评|服务|政策|资金|经费|奖励|联系|材料|参评|参赛|参保|缴费|待遇|认定|备案|审核|征集|作品|培训|建设|发展|行动|整治|专项|重点|适用|调整|计发|公示|选题|扩大|年度|其他){1,3}"
    r"(?:思想|思路|要求|原则|目标|任务|重点|内容|范围|对象|条件|标准|材料|程序|流程|步骤|方式|方法|办法|形式|时间|安排|措施|分工|保障|事项|渠道|期限|主体|名单|指标|背景|意义))"
)
_SENTENCE_RUNS_ON = re.compile(
    r"[（(](?![一二三四五六七八九十1１]{1,2}[）)])|[的和与及、，。；：:,之为是由等中上下外内不应须要可按在以]|如下|包括|工作(?!目标)|部门|机构|人员|机制|体系|制度|能力|水平|单位|中心|经费|情况|相|有|进|分|具|见|另|予|者|化|性|后|前|时(?!间)|方(?!面)|一(?!要)|人(?!力|社)|员"
)
_NOUN_END = re.compile(
    r"(?:思想|思路|要求|原则|目标|任务|重点|内容|范围|对象|条件|标准|材料|程序|流程|步骤|方式|方法|办法|形式|时间|安排|措施|政策|分工|实施|保障|领导|管理|"
    r"监督|监管|事项|渠道|期限|主体|计划|指标|确定|计算|使用|应用|推荐|责任|落实|研究|分析|回应|建设|制度|机制|体系|协议|力度|水平|能力|服务|作用|环境|氛围|"
    r"宣传|考核|培训|指导|协调|衔接|改革|创新|发展|行动|工作|问题|关系|合力|意义|认识|质量|效率|效能|支持|合作|渠道|平台|基础|结构|权益|就业|创业|待遇|基金|业务)$"
)
_STARTS = re.compile(
    r"为(?:深入|贯彻|进一步|全面|切实|加强|规范|确保|做好|了)|以习近平|以邓小平|(?:深入|全面|认真)(?:贯彻|落实|学习)|坚持以|坚持“|各(?:地(?!区的)|市|级|部门|单位|有关|相关|统筹|县|设区|院校|高校|企业|承办|经办|科室)|"
    r"[到从至自]“?[十二]?[〇○二2][\d○〇一二三四五六七八九十]|2\d{3}年|(?:按照|根据|依据|依照)|凡|本(?:次|通知|办法|意见|方案|省|市|规定|措施)|"
    r"省(?:人力|人社|财政|教育|科技|发|医|民政|卫|税|委|政府|级|直|社保|内各)|(?:全|我)[省市国县]|国家|对(?:于|未|不|符合|已|在|受|经|列入|存在)|(?:经|由)(?:省|市|县|各|人力|国)|"
    r"符合(?:条件|下列|以下)|要(?:加|认|切|进|建|把|充|按|坚|高|严|积|及|强|做|将|突|结|以)|参保|用人单位|企业(?:在|应|可|要|因|职)|人力资源社会保障部门|人社部门|经办机构|申请(?:人|单位)|申报(?:人|单位)|有关部门|积极|大力|切实|充分|加大|统筹|鼓励|支持(?!力度|政策)|严格|具备"
)
_NO_HEADING = re.compile(
    r"^(?:对|由|各|凡|从|按|根据|本|自|经|为|在|符合|以|到|如|因|参保|职工|单位|用人单位|企业|省|市|县|全省|我省|\d|“|《)|应当|可以|必须|不得|须|的，|要|将|已|被|是|未|予以|给予|可|[0-9%]"
)


def run_in(text: str) -> int:
    """The length of the heading that begins a text and runs into its first sentence; 0 where there is none."""
    form = _OF_FORM.match(text)
    if form and form.end() < len(text) and form.end() <= 12 and not _SENTENCE_RUNS_ON.match(text, form.end()):
        return form.end()
    reach = re.match(r"[^。；：:（）()《》\n]*", text)
    limit = min(_LONGEST, len(reach[0]) if reach else 0)
    for end in range(4, limit):
        head = text[:end]
        if not _NOUN_END.search(head) or not _STARTS.match(text, end):
            continue
        if _NO_HEADING.search(head) or head.count("，") > 1 or text[end - 1] in "，、":
            continue
        return end
    return 0


class HeadingEnd(NamedTuple):
    """Where the heading ends (0: there is none), and whether it is the first sentence of the text."""

    at: int
    is_sentence: bool = False


def heading_end(text: str, mark: Mark, start: int, end: int, below: bool, apart: bool) -> HeadingEnd:
    """The end of the heading of an item whose words are [start, end).

    `below`: what comes next belongs to the item; `apart`: it stands on another line or has a mark.
    """
    if mark.rank == Rank.ARTICLE:
        return HeadingEnd(mark.end)
    if start >= end:
        return HeadingEnd(0)
    if mark.rank <= Rank.SECTION:
        return HeadingEnd(end if end - start <= _LINE else 0)
    whole = text[start:end]
    if below and apart and end - start <= _LINE and mark.rank != Rank.POINT and not _ENDS.search(whole):
        return HeadingEnd(end)
    runs = run_in(whole) if mark.rank in (Rank.FIRST, Rank.SECOND) else 0
    match = _FIRST_SENTENCE.match(text[start : min(end, start + 60)])
    if runs and (not match or runs + 3 < len(match[0])):
        return HeadingEnd(start + runs)
    if not match:
        return HeadingEnd(0)
    stop, shown = start + match.end(), match[0][:-1]
    rest = text[stop:end].strip()
    if match[0][-1] in "：:":
        if mark.rank == Rank.POINT or len(shown) > _COLON or _NO_LABEL.search(shown):
            return HeadingEnd(0)
        return HeadingEnd(stop if rest and not RULE_WORDS.search(shown) else 0)
    if not rest and not below:
        return HeadingEnd(0)
    if (mark.rank > Rank.SECOND and len(shown) > _POINT) or len(re.findall("[，,]", shown)) > 1:
        return HeadingEnd(0)
    if mark.rank < Rank.POINT and len(shown) > _NAME and not re.search("[，,、“]", shown):
        return HeadingEnd(0)
    if RULE_WORDS.search(shown) or shown.count("“") != shown.count("”"):
        return HeadingEnd(0)
    return HeadingEnd(stop, is_sentence=True)


_ENDS = re.compile(r"[。；;，,：:]$|[。；]")
