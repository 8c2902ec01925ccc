"""Cuts a long passage into pieces that can be understood: at sentence ends, a rule never from its condition."""

from __future__ import annotations

import re

LONG = 350  # characters from which a passage is cut
SHORT = 60  # characters below which a piece joins its neighbour
HARD = 600  # no piece is longer, whatever it costs

Piece = tuple[int, int]

_END = re.compile(r"[。！？!?…]+[”’」』）)】]*|\n")
_WEAK = re.compile(r"[；;]+[”’」』）)】]*")
# Where a list without sentences can be cut: before 12.某医院, between columns, after a comma.
_ENTRY = re.compile(
    r"(?=(?<![\d.．])\d{1,3}[.．、](?!\d))|(?<=[\u4e00-\u9fff）)])(?=[（(]\d{1,3}[）)])|[ \u3000]{2,}|[|｜]"
)
_WEAKER = re.compile(r"[，,：:]|(?<![一二三四五六七八九十])、|[ \u3000|｜]")
_OPEN, _CLOSE = "“（(《「『【〔[", "”）)》」』】〕]"
_QUOTED_AT_MOST = 300
# What follows limits or completes what stands before.
_CLINGS = re.compile(
    r"\s*(?:但|其中|另外|同时|此外|除外|不过|然而|否则|如果?(?!下)|若|逾期|超过|未|因此|所以|原因在于|即|具体|上述|前款|该|由此|其他|其余|也可|并|且|再|"
    r"具体可|咨询|所需(?:费用|经费|资金|时间)|(?:符合|依照|按照|违反|对|除)前[款条项]|剩余|支付时|提醒)"
)
_TOPIC = re.compile(
    r"\s*(?:(?:第[一二三四五六七八九十]|首先|其次|再次|最后)[，,])?[^，,；;：:0-9０-９%％]{4,22}[。]\s*$"
)


def sentences(text: str, start: int, end: int) -> list[Piece]:
    """The sentences of [start, end), blanks kept with the one before; quotes and brackets are not torn."""
    found: list[Piece] = []
    at = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if match[0] != "\n" and stop - at < _QUOTED_AT_MOST and _open(text, at, stop):
            continue
        if text[at:stop].strip():
            found.append((at, stop))
            at = stop
    if text[at:end].strip():
        found.append((at, end))
    return found


def _open(text: str, start: int, end: int) -> bool:
    """Whether a quote or bracket opened in [start, end) is still open at its end."""
    part = text[start:end]
    return any(part.count(o) > part.count(c) for o, c in zip(_OPEN, _CLOSE, strict=True))


def cut(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of one passage, without surrounding blanks."""
    if length(text, start, end) <= LONG:
        return [strip(text, start, end)]
    groups = _groups(text, [piece for s, e in sentences(text, start, end) for piece in _split_hard(text, s, e)])
    return [strip(text, s, e) for s, e in groups]


def join_short(text: str, pieces: list[Piece]) -> list[Piece]:
    """Neighbouring pieces joined where one is too short to stand alone."""
    found: list[Piece] = []
    for piece in pieces:
        if found and not text[found[-1][1] : piece[0]].strip():  # else something was left out between them
            last = found[-1]
            whole = length(text, last[0], piece[1])
            small = min(length(text, *last), length(text, *piece))
            if (whole <= LONG and (small < SHORT or text[last[1] - 1] in "：:")) or (
                small < SHORT // 2 and whole <= LONG + 150
            ):
                found[-1] = (last[0], piece[1])
                continue
        found.append(piece)
    return found


def _groups(text: str, parts: list[Piece]) -> list[Piece]:
    total = sum(e - s for s, e in parts)
    share = total / max(1, -(-total // LONG))
    limit = max(150, min(LONG, share * 1.2))
    found: list[Piece] = []
    for number, (s, e) in enumerate(parts):
        if not found:
            found.append((s, e))
            continue
        first, last = found[-1]
        have, more = last - first, e - s
        clings = bool(_CLINGS.match(text, s, e)) and more <= 120 and have + more <= LONG + 150
        topic = bool(_TOPIC.match(text, s, e)) and number + 1 < len(parts) and have >= SHORT
        if clings or (have < SHORT and have + more <= LONG + 100) or (not topic and have + more <= limit):
            found[-1] = (first, e)
        else:
            found.append((s, e))
    if len(found) > 1 and found[-1][1] - found[-1][0] < SHORT and found[-1][1] - found[-2][0] <= LONG + 150:
        found[-2:] = [(found[-2][0], found[-1][1])]
    return found


def _split_hard(text: str, start: int, end: int) -> list[Piece]:
    """A sentence that is too long for one clause, cut at semicolons, else at commas, else where it must be."""
    if end - start <= HARD:
        return [(start, end)]
    pieces = _at(text, start, end, _WEAK, LONG)
    found = []
    for s, e in pieces:
        for s2, e2 in [(s, e)] if e - s <= HARD else _at(text, s, e, _ENTRY, LONG):
            found += [(s2, e2)] if e2 - s2 <= HARD else _at(text, s2, e2, _WEAKER, LONG)
    return [(a, min(a + HARD, e)) for s, e in found for a in range(s, e, HARD)]


def _at(text: str, start: int, end: int, pattern: re.Pattern[str], most: int) -> list[Piece]:
    found: list[Piece] = []
    at = last = start
    for match in pattern.finditer(text, start, end):
        if match.end() <= at:
            continue
        if match.end() - at > most and last > at:
            found.append((at, last))
            at = last
        last = match.end()
    if end - at > most and at < last < end:
        found.append((at, last))
        at = last
    return [*found, (at, end)] if at < end else found


def length(text: str, start: int, end: int) -> int:
    """Characters, every run of blanks counted as one."""
    return len(" ".join(text[start:end].split()))


def strip(text: str, start: int, end: int) -> Piece:
    """The piece without surrounding blanks."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
