"""Word documents (.docx): paragraphs with the numbers that Word shows before them, headings, tables, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document as open_document
from docx.opc.exceptions import OpcError
from lxml import etree

from knowledge.errors import DocumentError
from knowledge.importing.docx_numbers import Numbering, StyleSheet, qn
from knowledge.importing.limits import check_package
from knowledge.importing.marks import Marker
from knowledge.importing.source import Draft, SourceText
from knowledge.importing.tables import Cell, table_lines

_DEPTH = 40
_TAKEN_OUT = frozenset(
    qn(n)
    for n in (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "rPr",
        "pPr",
        "sdtPr",
        "rt",
        "fldChar",
        "delInstrText",
        "txbxContent",
    )
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_CJK_END = re.compile(r"[\u3000-\u303f\uff00-\uffef.)\]]$")

Element = Any  # lxml's elements have no types of their own


def read_docx(data: bytes, name: str) -> SourceText:
    """The text of a Word document in reading order."""
    check_package(data, ".docx", name)
    try:
        document = open_document(BytesIO(data))
    except (KeyError, ValueError, OpcError, etree.XMLSyntaxError) as error:
        raise DocumentError(
            "打不开这个 Word 文件（可能已损坏，或存成了“严格”格式）；请用 Word 或 WPS 打开后另存为 .docx", name
        ) from error
    return _Reader(document, name).read()


class _Reader:
    def __init__(self, document: Any, name: str) -> None:
        self._body = document.element.body
        styles = document.part._styles_part.element
        self._styles = StyleSheet(styles)
        self._numbering = Numbering(_related(document.part, "numbering"), self._styles)
        notes = _related(document.part, "footnotes")
        self._notes = {} if notes is None else {n.get(qn("id")): n for n in notes.findall(qn("footnote"))}
        self._draft = Draft(name)
        self._paragraphs: list[tuple[str, int, bool]] = []  # text, level of the heading (0 none), row of a table
        self._pictures = 0
        self._open_notes: list[str] = []
        self._title: list[str] = []

    def read(self) -> SourceText:
        """Everything in the body."""
        self._blocks(self._body, 0)
        draft = self._draft
        self._heading_as_title()
        if self._title:
            draft.hints["title"] = "".join(self._title)
        if self._pictures:
            draft.warnings.append(f"文中有 {self._pictures} 张图片，图片里的文字没有导入；如有政策内容请补成文字")
        hashes = self._wants_hashes()
        for text, level, row in self._paragraphs:
            draft.add(f"{'#' * level} {text}" if level and hashes else text, row)
        return draft.source()

    def _heading_as_title(self) -> None:
        """A document that opens with its only outermost heading has that as its title."""
        if self._title or not self._paragraphs:
            return
        text, level, _ = self._paragraphs[0]
        outer = [text for text, other, _ in self._paragraphs if 0 < other <= level]
        if level and len(outer) == 1 and not Marker().marks(text, 0, len(text)):
            self._title.append(text)
            self._draft.add(text)
            del self._paragraphs[0]

    def _wants_hashes(self) -> bool:
        """Whether headings need a mark of their own: where some carry no number by which they are known."""
        headings = [text for text, level, _ in self._paragraphs if level]
        return any(not (marks := Marker().marks(text, 0, len(text))) or marks[0].start for text in headings)

    # --- blocks ------------------------------------------------------------------------------------

    def _blocks(self, parent: Element, depth: int) -> None:
        if depth > _DEPTH:
            return
        for child in parent:
            if child.tag == qn("p"):
                self._paragraph(child)
            elif child.tag == qn("tbl"):
                self._table(child)
            elif child.tag == qn("sdt"):
                if not self._is_contents(child):
                    self._blocks(
                        child.find(qn("sdtContent")) if child.find(qn("sdtContent")) is not None else [], depth + 1
                    )
            elif child.tag in (qn("ins"), qn("moveTo"), qn("smartTag"), qn("customXml"), qn("sdtContent")):
                self._blocks(child, depth + 1)

    def _is_contents(self, sdt: Element) -> bool:
        """A table of contents."""
        gallery = sdt.find(f"{qn('sdtPr')}/{qn('docPartObj')}/{qn('docPartGallery')}")
        return gallery is not None and gallery.get(qn("val")) == "Table of Contents"

    def _paragraph(self, paragraph: Element) -> None:
        style = self._styles.of(paragraph)
        if style.contents:
            return
        number = self._numbering.next(paragraph)
        for box in _boxes(paragraph):
            self._blocks(box, 1)
        self._pictures += _pictures(paragraph)
        text = self._words(paragraph).strip()
        if style.level:
            text = " ".join(text.split())
        if text:
            if number:
                text = number + ("" if _CJK_END.search(number) or number[-1] in "①②③④⑤⑥⑦⑧⑨⑩" else " ") + text
            if style.title and not self._paragraphs and len(self._title) < 4:
                self._title.append(text)
                self._draft.add(text)
            else:
                self._paragraphs.append((text, style.level if len(text) <= 80 else 0, False))
        notes, self._open_notes = self._open_notes, []
        self._paragraphs += [(f"注：{note}", 0, False) for note in notes]

    def _words(self, parent: Element, depth: int = 0) -> str:
        return "".join(self._runs(parent, depth))

    def _runs(self, parent: Element, depth: int) -> Iterator[str]:
        """What a reader sees of a paragraph's runs: insertions, links and fields' results; nothing deleted or hidden."""
        if depth > _DEPTH:
            return
        for child in parent:
            tag = child.tag
            if tag == qn("t"):
                yield child.text or ""
            elif tag in (qn("tab"), qn("ptab")):
                yield " "
            elif tag in (qn("br"), qn("cr")):
                yield "\n"
            elif tag == qn("noBreakHyphen"):
                yield "-"
            elif tag == qn("footnoteReference"):
                note = self._notes.pop(child.get(qn("id")), None)
                if note is not None:
                    said = "".join(self._words(p, depth + 1) for p in note.iter(qn("p"))).strip()
                    if said:
                        self._open_notes.append(said)
            elif tag == qn("r"):
                if not _is_hidden(child):
                    yield from self._runs(child, depth + 1)
            elif (
                tag in _TAKEN_OUT or tag == _FALLBACK or not isinstance(tag, str) or tag in (qn("drawing"), qn("pict"))
            ):
                continue
            else:
                yield from self._runs(child, depth + 1)

    # --- tables ------------------------------------------------------------------------------------

    def _table(self, table: Element) -> None:
        rows = list(_below(table, "tr"))
        cells = [list(_below(row, "tc")) for row in rows]
        if sum(len(row) > 1 for row in cells) < 1 or (len(rows) < 2 and len(cells[0]) < 2):
            for row in cells:  # a frame around text
                for cell in row:
                    self._blocks(cell, 1)
            return
        self._paragraphs += [(text, 0, row) for text, row in table_lines(self._cells(rows, cells))]
        notes, self._open_notes = self._open_notes, []
        self._paragraphs += [(f"注：{note}", 0, False) for note in notes]

    def _cells(self, rows: list[Element], cells: list[list[Element]]) -> list[list[Cell]]:
        """The cells with their spans; Word marks each further row of a merged cell with an empty one."""
        grid: list[list[tuple[Cell, int, str]]] = []
        for row, members in zip(rows, cells, strict=True):
            header = row.find(f"{qn('trPr')}/{qn('tblHeader')}") is not None
            before = row.find(f"{qn('trPr')}/{qn('gridBefore')}")
            at = _int(before, 0)
            line: list[tuple[Cell, int, str]] = [(Cell("", at), 0, "")] if at else []
            for member in members:
                wide = _int(member.find(f"{qn('tcPr')}/{qn('gridSpan')}"), 1)
                merge = member.find(f"{qn('tcPr')}/{qn('vMerge')}")
                kind = "" if merge is None else merge.get(qn("val")) or "continue"
                text = "" if kind == "continue" else self._cell_text(member)
                line.append((Cell(text, wide, 1, header), at, kind))
                at += wide
            grid.append(line)
        found = []
        for number, line in enumerate(grid):
            out = []
            for cell, at, kind in line:
                if kind == "continue" and number:
                    continue
                high = 1
                if kind == "restart":
                    while number + high < len(grid) and any(
                        a == at and k == "continue" for _, a, k in grid[number + high]
                    ):
                        high += 1
                out.append(Cell(cell.text, cell.columns, high, cell.header))
            found.append(out)
        return found

    def _cell_text(self, cell: Element) -> str:
        found = []
        for paragraph in cell.iter(qn("p")):  # a table in the cell as well
            number = self._numbering.next(paragraph)
            text = " ".join(self._words(paragraph).split())
            if text:
                found.append(number + text)
        self._pictures += _pictures(cell)
        return " ".join(found)


def _related(part: Any, kind: str) -> Element | None:
    """The root of a part that the document names, or None."""
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/" + kind):
            target = relation.target_part
            element = getattr(target, "element", None)
            if element is not None:
                return element
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(target.blob, parser)
    return None


def _below(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table, the cells of a row, also where they stand in a content control or an insertion."""
    for child in parent:
        if child.tag == qn(name):
            if child.find(f"{qn('trPr')}/{qn('del')}") is None:
                yield child
        elif child.tag in (qn("sdt"), qn("sdtContent"), qn("ins"), qn("customXml"), qn("smartTag")):
            yield from _below(child, name)


def _boxes(paragraph: Element) -> Iterator[Element]:
    """Text boxes anchored in a paragraph, without the copy for older programs."""
    for box in paragraph.iter(qn("txbxContent")):
        if not any(a.tag == _FALLBACK or a.tag == qn("txbxContent") for a in box.iterancestors()):
            yield box


def _pictures(parent: Element) -> int:
    """How many pictures there are, without the copies for older programs."""
    found = [p for tag in _PICTURES for p in parent.iter(tag)]
    return sum(not any(a.tag == _FALLBACK for a in p.iterancestors()) for p in found)


def _is_hidden(run: Element) -> bool:
    hidden = run.find(f"{qn('rPr')}/{qn('vanish')}")
    return hidden is not None and hidden.get(qn("val")) not in ("0", "false", "off")


def _int(element: Element | None, otherwise: int) -> int:
    value = "" if element is None else str(element.get(qn("val"), ""))
    return min(int(value), 256) if re.fullmatch(r"\d{1,5}", value) else otherwise
