"""Made-up papers: a Word document with numbered lists, PDFs, packages with any content."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

FONT = "STSong-Light"
CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def saved(document: Any) -> bytes:
    """The bytes of a Word document or workbook."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def add_list(document: Any, list_id: int, levels: Sequence[tuple[str, str]]) -> None:
    """Define a list: the form and the text of each level's number."""
    numbering = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{inner}</w:abstractNum>'))
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>')
    )


def numbered(document: Any, text: str, list_id: int, level: int, style: str | None = None) -> None:
    """A paragraph whose number Word counts."""
    paragraph = document.add_paragraph(text, style=style)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')
    )


def word_file(*paragraphs: str) -> bytes:
    """A plain Word document."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def printed(
    *items: str | list[list[str]], header: str = "", footer: bool = True, spans: Sequence[Any] = (), turned: int = 0
) -> bytes:
    """A PDF with paragraphs (indented by two characters) and ruled tables, its font not embedded."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle("body", fontName=FONT, fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK")
    title = ParagraphStyle("title", fontName=FONT, fontSize=20, leading=30, alignment=1, wordWrap="CJK")
    flow: list[Any] = []
    for item in items:
        if isinstance(item, str):
            flow.append(Paragraph(item.removeprefix("# "), title if item.startswith("# ") else body))
        else:
            style = [("FONT", (0, 0), (-1, -1), FONT, 12), ("GRID", (0, 0), (-1, -1), 0.5, colors.black), *spans]
            flow.append(Table(item, style=style))

    def furnish(canvas: Any, page: Any) -> None:
        canvas.setPageRotation(turned)
        canvas.setFont(FONT, 10)
        canvas.drawString(90, 805, header)
        if footer:
            canvas.drawCentredString(297, 35, f"— {page.page} —")

    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(flow, onFirstPage=furnish, onLaterPages=furnish)
    return out.getvalue()


def package(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a zip file."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A package with one part changed."""
    parts = unpacked(data)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    return package(parts)


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(out),
    )  # fmt: skip


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), more, data)


def one_page(contents: Sequence[bytes], resources: bytes = b"", kids: bytes = b"3 0 R", count: int = 1) -> bytes:
    """A PDF of one page; the first of `contents` is object 4, what the page shows."""
    font = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<%s%s>>/Contents 4 0 R>>" % (font, resources),
            *contents,
        ]
    )
