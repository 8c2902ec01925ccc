"""Lines of a web page that are not the text: search boxes, counters, share buttons, lists of other articles.

Recognised by the words such lines are made of, so that another site's page is cleaned as well.
"""

from __future__ import annotations

import re

from knowledge.importing.lines import Line

# Labels that a page prints around its text; with or without a value they are no policy.
_LABEL = (
    r"(?:发布|发文|成文|印发|生成|更新|公开|访谈|录制|直播)?(?:日期|时间)|(?:信息|文章|稿件|内容|文件)?来源|(?:信息)?索引号?|索取号|主题分类|"
    r"发布(?:机构|单位|人)|发文(?:机关|单位|字号)|(?:文件)?文号|主办单位|承办单位|责任(?:编辑|部门|处室)|编\s*辑|作\s*者|摄\s*影|审\s*核|供稿(?:单位)?|"
    r"(?:浏览|阅读|点击|访问)(?:次数|量|数)?|字\s*[号体](?:大小)?|有效性|公开(?:方式|程序|属性)|关键词|访谈(?:嘉宾|主持|地点)|主持人|嘉宾|视力保护色"
)
_FIELDS = re.compile(
    rf"^(?:[\[【(（]?\s*(?:{_LABEL})\s*[\]】]?\s*[:：]\s*(?:\[[^\]]*\]|[^\s:：。，,；;]{{0,24}}(?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?)?[\])）】]?"
    rf"[\s|　]*)+(?:次|人次)?(?:[\s|\[【]*(?:大|中|小|默认|打印|关闭|收藏|分享)[\]】]?)*$"
)
_WORDS = re.compile(
    r"^(?:热门搜[索尋]|热搜词?|站内搜索|搜索|请输入关键[字词]|当前位置|您?(?:现在)?(?:所在)?的?位置|首页|网站首页|设为首页|加入收藏|收藏本站|"
    r"分享(?:到|至)?|扫一扫[^。]{0,30}|打印(?:本页|文章)?|关闭(?:本页|窗口)?|返回(?:顶部|首页|列表)|字[号體体][大中小\s\[\]【】:：|]*|[大中小\s|]+|"
    r"网站地图|联系我们|无障碍(?:浏览|阅读)?|关怀版|长者模式|简体|繁体|English|登录|注册|手机版|微信|微博|朋友圈|QQ空间?|"
    r"下载(?:附件)?|附件下载|点击(?:此处)?下载[^。]{0,14}|纠错|我要纠错|责任编辑|浏览|阅读全文|更多>*|[>》»]+)(?=\s*(?:$|[:：>|»›/]))",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"produced\s+by|powered\s+by|copyright|©|版权所有|[京津冀沪渝蜀川鲁湘甘陕晋豫鄂粤桂琼闽浙苏皖赣黔滇藏青宁新蒙辽吉黑]ICP备|"
    r"公网安备|网站标识码|技术支持[:：]|建议使用.{0,20}浏览器|(?:浏览|阅读|点击)(?:次数|量)?[:：]\s*(?:\d*\s*次?|$)",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r"^[^。，；]{0,40}?(?:首页|网站首页)\s*[>›»/＞-]")
_OTHER_ARTICLES = re.compile(
    r"^(?:相[关關](?:文章|链接|連結|阅读|新闻|稿件|推荐|信息|解读|政策)|上一[篇条]|下一[篇条]|推荐阅读|热点新闻|友情链接)\s*(?:[:：].*)?$"
)
_CLOSING = re.compile(
    r"(?:更多(?:信息|内容|资讯|详情)?请?(?:关注|扫描|扫码|点击)[^。！？]{0,40}|扫描?二维码[^。！？]{0,40}|公开程序\s*[:：][^。]{0,24}责任部门\s*[:：][^。]{0,30})$"
)


def is_furniture(line: str) -> bool:
    """Whether a line (stripped) is page furniture by its own words."""
    if len(line) > 160:
        return False
    if _OTHER_ARTICLES.match(line) or _FIELDS.match(line) or _CRUMBS.match(line):
        return True
    line, short = line.strip("【】[]〖〗 "), len(line) <= 40
    # 【打印】【关闭】 side by side are each a button.
    if short and all(_WORDS.match(word) for word in re.split(r"[】\]][\s|]*[【\[]", line)):
        return True
    return bool(_ANYWHERE.search(line) and not re.search(r"[。；]", line))


def furniture(lines: list[Line]) -> frozenset[int]:
    """Numbers of the lines that are furniture, among them the list of other articles at the end."""
    found = set()
    others = False
    for number, line in enumerate(lines):
        text = line.text
        if _OTHER_ARTICLES.match(text) and number > len(lines) // 3:
            others = True
        elif others and (len(text) > 60 or re.search(r"[。；：:]$", text)):
            others = False
        if others or is_furniture(text):
            found.add(number)
    return frozenset(found)


def without_closing(text: str) -> int:
    """The length of a paragraph without an advertisement that a page glued to its end."""
    match = _CLOSING.search(text, max(0, len(text) - 60))
    return match.start() if match else len(text)


_CONTENTS = re.compile(r"目\s*录\s*(?=第一[章编])")
_CHAPTER = re.compile(r"第[一二三四五六七八九十]{1,3}[章编节]")


def repeated(text: str, head_end: int) -> tuple[int, int] | None:
    """The second copy where a page gives its whole text twice (once for the screen, once for the printer)."""
    body = head_end + len(text[head_end:]) - len(text[head_end:].lstrip())
    start = text[body : body + 60]
    if len(start) < 60:
        return None
    again = text.find(start, body + 60)
    if again < 0:
        return None
    length = len(text) - again
    first = "".join(text[body:again].split())
    second = "".join(text[again:].split())
    same = first.startswith(second) or (len(second) > 200 and second.startswith(first))
    return (again, len(text)) if same and length * 3 >= again - body else None


def table_of_contents(text: str) -> list[tuple[int, int]]:
    """目录第一章……第九章附则 before the first chapter itself: a list of headings that stand below once more."""
    match = _CONTENTS.search(text, 0, 6000)
    if not match:
        return []
    first = _CHAPTER.match(text, match.end())
    again = text.find(first[0], first.end()) if first else -1
    if again < 0 or again - match.start() > 3000 or re.search("[。；]", text[match.start() : again]):
        return []
    return [(match.start(), again)]


_LINK = re.compile(
    r"(?:政策|相关|文件|图文)解读\s*[:：]\s*《[^》]{4,90}》?\s*$|(?<=[。；）)日])\s*(?:相关链接[:：]?)?\s*(?:关于)?《[^》]{4,90}》(?:的)?[^。；《》，]{0,20}(?:解读|图解)\s*(?=(?:更多信息[^。]{0,40})?\s*$)"
)


def closing_links(text: str) -> list[tuple[int, int]]:
    """The link to an explanation that a page glued to the end of its text: ……落实。《……》政策解读."""
    start = max(0, len(text) - 260)
    match = _LINK.search(text, start)
    return [(match.start(), match.end())] if match else []
