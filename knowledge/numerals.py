"""Chinese numerals: what each sign is worth, and numbers below 万 as official texts write them."""

from __future__ import annotations

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    **dict.fromkeys("〇○ＯO0", 0),
    "两": 2,
    "俩": 2,
}
"""The signs of one digit; the circles and letters that stand for 〇 in scanned years count as it."""
UNITS = {"十": 10, "百": 100, "千": 1000}


def below_wan(text: str) -> int:
    """`二十三` → 23, `一百零二` → 102; a sign of another kind counts as zero."""
    total, digit = 0, 0
    for sign in text:
        if sign in UNITS:
            total, digit = total + (digit or 1) * UNITS[sign], 0
        else:
            digit = DIGITS.get(sign, 0)
    return total + digit
