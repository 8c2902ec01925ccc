"""The values of fields in the words that an editor reads: 510704 as 四川省绵阳市游仙区, employee as 职工医保."""

from __future__ import annotations

from knowledge.difference.change import Value
from knowledge.region import places

_WORDS = {
    "wording": {"original": "原文", "digest": "编写要点"},
    "kind": {"policy": "政策文件", "notice": "通知", "interview": "访谈", "news": "新闻", "report": "报告"},
    "nature": {"norm": "规定", "fact": "事实"},
    "states": {
        "amount": "金额",
        "ratio": "比例",
        "deadline": "期限",
        "list": "清单",
        "steps": "步骤",
        "phone": "电话",
        "condition": "条件",
    },
    "facets.insured": {"employee": "职工医保", "resident": "居民医保"},
    "facets.status": {"active": "在职", "retired": "退休"},
    "facets.care": {"outpatient": "普通门诊", "inpatient": "住院", "chronic": "门诊慢特病", "maternity": "生育"},
    "facets.tier": {"tertiary": "三级", "secondary": "二级", "primary": "一级及以下", "pharmacy": "药店"},
    "facets.setting": {"local": "本地", "away": "异地"},
    "period": {"calendar_year": "自然年度", "visit": "每次就医"},
}


def spoken(field: str, value: Value) -> str:
    """A field's value on one line; `无` for none."""
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field == "region" and isinstance(value, str):
        return f"{places().full_name(value)}（{value}）" if value in places() else value
    words = _WORDS.get(field, {})
    mark = " › " if field == "headings" else "、"
    return mark.join(words.get(v, v) for v in (value if isinstance(value, tuple) else (value,)))
