"""PDF files with text: lines joined to paragraphs, ruled tables row by row, headers, footers and page numbers left out.

PDFium gives characters with their boxes and the lines that are drawn; here they become text. A scan has
pictures in place of characters and is refused.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.errors import DocumentError
from knowledge.importing.pdf_grid import Box, Grid, Line, grids_of
from knowledge.importing.source import MAX_CHARS, Draft, SourceText, too_long
from knowledge.importing.tables import Cell, read_table

MAX_PAGES = 1_000
_MAX_PAGE_CHARS, _MAX_PATHS, _MAX_SEGMENTS = 200_000, 20_000, 60_000
_EDGE = 0.11  # of the page's height, above and below: where headers and footers stand
_PAGE_NUMBER = re.compile(
    r"[-—–－―─·•\s]*(?:第\s*)?(?:\d{1,4}|[ivxlcIVXLC]{1,6})(?:\s*页)?(?:\s*[/／,，共]\s*(?:共|第)?\s*\d{1,4}\s*页?)?[-—–－―─·•\s]*|第[一二三四五六七八九十百]{1,5}页"
)
_FURNITURE_DATE = re.compile(r"(?:file|https?)://\S+|\d{4}/\d{1,2}/\d{1,2}[,，]?\s+\d{1,2}:\d{2}.*")
_MARK = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,5}[编章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}\s*[.．、](?!\d)|[①-⑳]|附件|问[:：]|答[:：]|【"
)
_GARBLED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


@dataclass(slots=True)
class Char:
    """A character and its box, y growing downwards from the top of the page as it is seen."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class TextLine:
    """Characters side by side."""

    chars: list[Char] = field(default_factory=list)
    page: int = 0

    @property
    def box(self) -> Box:
        """The box around all."""
        return (
            min(c.x0 for c in self.chars), min(c.y0 for c in self.chars),
            max(c.x1 for c in self.chars), max(c.y1 for c in self.chars),
        )  # fmt: skip

    @property
    def size(self) -> float:
        """The usual height of its characters."""
        return median(c.y1 - c.y0 for c in self.chars)

    def text(self) -> str:
        """The characters in order, with a blank where there is a gap."""
        found: list[str] = []
        last: Char | None = None
        for char in sorted(self.chars, key=lambda c: c.x0):
            if last is not None:
                if char.text == last.text and abs(char.x0 - last.x0) < 0.2 * (last.x1 - last.x0):
                    continue  # bold made by printing twice
                gap = char.x0 - last.x1
                narrow = _is_wordlike(char.text) and _is_wordlike(last.text)
                if gap > (0.18 if narrow else 0.8) * max(last.y1 - last.y0, 1) and char.text != " " != last.text:
                    found.append(" ")
            found.append(char.text)
            last = char
        return "".join(found).strip()


@dataclass(slots=True)
class Page:
    """What one page shows."""

    width: float
    height: float
    lines: list[TextLine]
    grids: list[Grid]
    picture: bool
    chars: int


def read_pdf(data: bytes, name: str) -> SourceText:
    """The text of a PDF; raises DocumentError for a scan, a locked or a broken file."""
    document = _open(data, name)
    try:
        if len(document) > MAX_PAGES:
            raise DocumentError(f"有 {len(document)} 页，超过 {MAX_PAGES} 页；请拆分，或只保留正文后再导入", name)
        pages = []
        total = 0
        for number in range(len(document)):
            page = _page(document, number)
            total += page.chars
            if total > MAX_CHARS:
                raise too_long(name)
            pages.append(page)
    except pdfium.PdfiumError as error:
        raise DocumentError("PDF 有损坏的页；请用阅读器打开后重新导出（打印为 PDF）再导入", name) from error
    finally:
        document.close()
    _check_readable(pages, name)
    draft = Draft(name)
    unread = [i + 1 for i, page in enumerate(pages) if page.picture and not page.chars]
    if unread:
        shown = "、".join(map(str, unread[:10])) + ("等" if len(unread) > 10 else "")
        draft.warnings.append(f"第 {shown} 页是图片，没有文字层，没有导入；如有政策内容请补成文字")
    _drop_furniture(pages)
    _Flow(draft).add(pages)
    return draft.source()


def _open(data: bytes, name: str) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise DocumentError("PDF 加了密码；请用阅读器打开，去掉密码后另存再导入", name) from error
        if getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY:
            raise DocumentError("PDF 用了不支持的加密方式；请用阅读器打开，去掉加密后另存再导入", name) from error
        raise DocumentError(
            "打不开这个 PDF，文件可能已损坏；请用阅读器打开后重新导出（打印为 PDF）再导入", name
        ) from error


def _check_readable(pages: Sequence[Page], name: str) -> None:
    total = sum(page.chars for page in pages)
    pictures = sum(page.picture for page in pages)
    if pictures and total < 20 * len(pages):
        raise DocumentError("是扫描件，没有文字层；请先做文字识别（OCR）并核对，存为 .docx 或 .txt 后再导入", name)
    if not total:
        raise DocumentError(
            "PDF 里没有文字（可能把文字转成了图形）；请先做文字识别（OCR）并核对，或换用 .docx 后再导入", name
        )
    garbled = sum(bool(_GARBLED.match(c.text)) for page in pages for line in page.lines for c in line.chars)
    if garbled > total * 0.2:
        raise DocumentError(
            "PDF 的文字层是乱码（字体没有附带文字对照）；请换用 .docx，或做文字识别（OCR）后再导入", name
        )


# --- one page ----------------------------------------------------------------------------------------


def _page(document: Any, number: int) -> Page:
    page = document[number]
    try:
        frame = _Frame(page)
        textpage = page.get_textpage()
        try:
            chars = _chars(textpage, frame)
        finally:
            textpage.close()
        drawn, picture = _drawn(page, frame)
    finally:
        page.close()
    grids = grids_of(drawn)
    left = []
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, char.middle
        cell = next((c for grid in grids if (c := grid.at(x, y)) is not None), None)
        if cell is None:
            left.append(char)
        else:
            cell.content.append(char)
    return Page(
        frame.width, frame.height, _lines(left, number), grids, picture, sum(not c.text.isspace() for c in chars)
    )


class _Frame:
    """Turns a point of the page's own space into one of the page as it is seen."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_bbox()
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        self.rotation = page.get_rotation() % 360
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if self.rotation in (90, 270) else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Seen from the upper left corner."""
        if self.rotation == 90:
            return y - self._bottom, x - self._left
        if self.rotation == 180:
            return self._right - x, y - self._bottom
        if self.rotation == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box between two points."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)


def _chars(textpage: Any, frame: _Frame) -> list[Char]:
    count = textpage.count_chars()
    if count > _MAX_PAGE_CHARS:
        raise too_long("")
    found: list[Char] = []
    handle = textpage.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = raw.FS_RECTF()
    turn = frame.rotation
    high = ""
    for at in range(count):
        code = raw.FPDFText_GetUnicode(handle, at)
        if raw.FPDFText_IsGenerated(handle, at) == 1 or code in (0, 0xFFFE, 0xFFFF, 10, 13):
            continue
        text = chr(code) if code < 0x110000 else "\ufffd"
        if 0xD800 <= code < 0xDC00:
            high = text
            continue
        if 0xDC00 <= code < 0xE000:
            text = (high + text).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if high else "\ufffd"
        high = ""
        if not raw.FPDFText_GetLooseCharBox(handle, at, loose):
            continue
        angle = raw.FPDFText_GetCharAngle(handle, at) * 57.29578
        if angle >= 0 and min((angle - turn) % 90, (turn - angle) % 90) > 3:
            continue  # a watermark across the page
        x0, y0, x1, y1 = frame.box(loose.left, loose.bottom, loose.right, loose.top)
        if x1 - x0 <= 0 or y1 - y0 <= 0:
            if not raw.FPDFText_GetCharBox(handle, at, left, right, bottom, top):
                continue
            x0, y0, x1, y1 = frame.box(left.value, bottom.value, right.value, top.value)
        if x1 < -1 or y1 < -1 or x0 > frame.width + 1 or y0 > frame.height + 1:
            continue  # outside of what is seen
        found.append(Char(" " if text.isspace() else text, x0, y0, x1, y1))
    return found


def _drawn(page: Any, frame: _Frame) -> tuple[list[Line], bool]:
    """The straight lines that are drawn, and whether pictures cover much of the page."""
    lines: list[Line] = []
    covered = 0.0
    paths = 0
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            bounds = item.get_bounds()
            covered += abs((bounds[2] - bounds[0]) * (bounds[3] - bounds[1]))
            continue
        paths += 1
        if paths <= _MAX_PATHS and len(lines) <= _MAX_SEGMENTS:
            lines += _segments(item, frame)
    return lines, covered > 0.3 * frame.width * frame.height


def _segments(item: Any, frame: _Frame) -> list[Line]:
    """The level and upright edges of a path; a thin bar counts as the line that it looks like."""
    count = raw.FPDFPath_CountSegments(item.raw)
    if not 2 <= count <= 4_000:
        return []
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[int, float, float]] = []
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(item.raw, at)
        if not segment or not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        points.append((raw.FPDFPathSegment_GetType(segment), *frame.point(*matrix.on_point(x.value, y.value))))
    boxes: list[list[tuple[float, float]]] = []
    for kind, px, py in points:
        if kind == raw.FPDF_SEGMENT_MOVETO or not boxes:
            boxes.append([])
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return []
        boxes[-1].append((px, py))
    found: list[Line] = []
    for box in boxes:
        if len(box) < 2:
            continue
        xs, ys = [p[0] for p in box], [p[1] for p in box]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= 3 and len(box) >= 4:
            if wide > high:
                found.append((min(xs), sum(ys) / len(ys), max(xs), sum(ys) / len(ys)))
            else:
                found.append((sum(xs) / len(xs), min(ys), sum(xs) / len(xs), max(ys)))
            continue
        if len(box) >= 4 and box[0] != box[-1]:
            box = [*box, box[0]]
        for (ax, ay), (bx, by) in pairwise(box):
            if abs(ay - by) < 1 < abs(ax - bx):
                found.append((min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2))
            elif abs(ax - bx) < 1 < abs(ay - by):
                found.append(((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by)))
    return found


def _lines(chars: Sequence[Char], page: int) -> list[TextLine]:
    """Characters to lines from top to bottom; a page set in columns keeps the order in which it was written."""
    found: list[TextLine] = []
    for char in chars:
        if not found or not _joins(found[-1].chars[-1], char):
            found.append(TextLine([], page))
        found[-1].chars.append(char)
    found = [line for line in found if any(not c.text.isspace() for c in line.chars)]
    if _in_columns(found):
        return found
    found.sort(key=lambda line: (line.chars[0].middle, line.box[0]))
    merged: list[TextLine] = []
    for line in found:
        last = merged[-1] if merged else None
        if last is not None and abs(last.chars[0].middle - line.chars[0].middle) < 0.4 * min(last.size, line.size):
            last.chars += line.chars
        else:
            merged.append(line)
    return merged


def _joins(last: Char, char: Char) -> bool:
    """Whether a character goes on in the line of the one before."""
    high = max(last.y1 - last.y0, char.y1 - char.y0, 1)
    return abs(last.middle - char.middle) < 0.45 * high and -0.6 * high < char.x0 - last.x1 < 3 * high


def _in_columns(lines: Sequence[TextLine]) -> bool:
    """Whether long lines stand side by side all over the page."""
    boxes = [line.box for line in lines if len(line.chars) >= 8]
    if len(boxes) < 12:
        return False
    beside = 0
    boxes.sort(key=lambda b: b[1])
    for at, box in enumerate(boxes):
        for other in boxes[at + 1 : at + 8]:
            overlap = min(box[3], other[3]) - max(box[1], other[1])
            if overlap > 0.5 * (box[3] - box[1]) and (other[0] > box[2] + 4 or other[2] < box[0] - 4):
                beside += 1
                break
    return beside > len(boxes) * 0.3


# --- all pages ---------------------------------------------------------------------------------------


def _drop_furniture(pages: Sequence[Page]) -> None:
    """Take page numbers out, and lines at the upper and lower edge that come again on other pages."""
    seen: Counter[str] = Counter()
    edges: list[list[tuple[TextLine, str]]] = []
    for page in pages:
        found = []
        for line in page.lines:
            _, top, _, bottom = line.box
            if bottom < page.height * _EDGE or top > page.height * (1 - _EDGE):
                found.append((line, re.sub(r"[\d\s]+", "#", line.text())))
        edges.append(found)
        seen.update({key for _, key in found})
    often = max(2, len(pages) // 3)
    for page, found in zip(pages, edges, strict=True):
        gone = {
            id(line)
            for line, key in found
            if _PAGE_NUMBER.fullmatch(line.text())
            or _FURNITURE_DATE.fullmatch(line.text())
            or (len(pages) > 1 and seen[key] >= often)
        }
        page.lines = [line for line in page.lines if id(line) not in gone]


class _Flow:
    """Lines and tables of all pages in order, lines joined to paragraphs."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._words: list[str] = []  # header words of the table that may go on
        self._edges: tuple[float, ...] = ()
        self._open: list[TextLine] = []
        self._left = self._right = 0.0
        self._gap = 0.0

    def add(self, pages: Sequence[Page]) -> None:
        """All pages."""
        lines = [line for page in pages for line in page.lines]
        long = [line for line in lines if len(line.chars) >= 10] or lines
        overall = _margins(long)
        self._gap = _usual_gap(pages)
        for page in pages:
            own = [line for line in page.lines if len(line.chars) >= 10]
            self._left, self._right = _margins(own) if len(own) >= 8 else overall
            items: list[tuple[float, TextLine | Grid]] = [(line.box[1], line) for line in page.lines]
            order = {id(line): at for at, line in enumerate(page.lines)}
            for grid in page.grids:
                before = [at for at, line in enumerate(page.lines) if line.box[3] <= grid.box[1] + 2]
                items.append((grid.box[1], grid))
                order[id(grid)] = max(before, default=-1)
            items.sort(key=lambda item: (order[id(item[1])], isinstance(item[1], Grid)))
            for _, item in items:
                if isinstance(item, Grid):
                    self._table(item)
                else:
                    self._line(item)
        self._flush()

    def _line(self, line: TextLine) -> None:
        if self._open and not self._goes_on(self._open[-1], line):
            self._flush()
        if not self._open:
            self._edges = ()
        self._open.append(line)

    def _goes_on(self, last: TextLine, line: TextLine) -> bool:
        """Whether a line continues the paragraph of the one before."""
        em = max(last.size, 1)
        (x0, y0, x1, _), (nx0, ny0, _, _) = last.box, line.box
        if abs(line.size - last.size) > 0.15 * em:
            return False
        right, left = self._right, self._left
        text = line.text()
        if line.page == last.page:
            gap = ny0 - y0
            if gap < 0.5 * em:  # the next column
                return x1 >= right - 2 * em and not _MARK.match(text)
            if self._gap and gap > 1.45 * max(self._gap, 1.1 * em):
                return False
        # Where no sentence ends, what may not begin a line (》）。) took up to three characters along.
        if x1 < right - (2.2 if _ends(last) else 4.2) * em:
            return False
        if nx0 > left + 1.2 * em and nx0 > x0 - 0.5 * em and len(self._open) > 1:
            return False  # indented: a new paragraph
        if nx0 > left + 1.2 * em and not abs(nx0 - x0) < 0.5 * em:
            return False
        if abs(nx0 - x0) < 0.5 * em and nx0 > left + 1.2 * em and (_ends(last) or _MARK.match(text)):
            return False
        return not (_MARK.match(text) and _ends(last))

    def _flush(self) -> None:
        found = ""
        for line in self._open:
            text = line.text()
            if found and re.search(r"[A-Za-z,;]$", found) and re.match(r"[A-Za-z]", text):
                found = found[:-1] + text if re.search(r"[A-Za-z]-$", found) else f"{found} {text}"
            else:
                found += text
        self._open = []
        self._draft.add(found)

    def _table(self, grid: Grid) -> None:
        self._flush()
        rows = [[Cell(_cell_text(c.content), c.columns, c.rows) for c in row] for row in grid.rows()]
        goes_on = len(self._edges) == len(grid.xs) and all(
            abs(a - b) < 4 for a, b in zip(self._edges, grid.xs, strict=True)
        )
        lines, words = read_table(rows, self._words if goes_on else ())
        self._draft.add_rows(lines)
        self._edges, self._words = tuple(grid.xs), words


def _is_wordlike(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _ends(line: TextLine) -> bool:
    return bool(re.search(r"[。！!？?；;：:][”’」』）)】]?$", line.text()))


def _cell_text(chars: Sequence[Any]) -> str:
    found = ""
    for line in _lines(chars, 0):
        text = line.text()
        found += (" " if re.search(r"[A-Za-z]$", found) and re.match(r"[A-Za-z]", text) else "") + text
    return found


def _margins(lines: Sequence[TextLine]) -> tuple[float, float]:
    """Where lines begin and end: the left edge of most, the right edge of the long ones."""
    if not lines:
        return 0.0, 0.0
    boxes = [line.box for line in lines]
    rights = sorted(b[2] for b in boxes)
    lefts = Counter(round(b[0] / 4) for b in boxes)
    most = max(lefts.values())
    left = min(key for key, count in lefts.items() if count >= max(1, most * 0.25)) * 4.0
    return left, rights[int(len(rights) * 0.85)] if len(rights) > 3 else rights[-1]


def _usual_gap(pages: Sequence[Page]) -> float:
    gaps = []
    for page in pages:
        for last, line in pairwise(page.lines):
            gap = line.box[1] - last.box[1]
            if 0.8 * last.size < gap < 4 * last.size:
                gaps.append(gap)
    return median(gaps) if gaps else 0.0
