"""PDF files: paragraphs, tables, furniture of pages, scans and locks."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from knowledge.errors import DocumentError
from knowledge.importing.loaders import SourceText, read_source
from knowledge.importing.pdf_grid import grids_of
from knowledge.importing.source import tidy
from tests.knowledge.importing.papers import FONT, one_page, printed, stream

LONG = "参保人员在定点医疗机构发生的政策范围内住院医疗费用，起付标准以上、最高支付限额以下的部分，由统筹基金按照2023年规定的比例支付。"


def load(folder: Path, data: bytes) -> SourceText:
    """Write and read a PDF."""
    path = folder / "a.pdf"
    path.write_bytes(data)
    return read_source(path)


def test_paragraphs_across_lines_and_pages(tmp_path: Path) -> None:
    """Lines join to the paragraphs they were, across pages too; headers, footers and page numbers are gone."""
    paragraphs = [f"{n}、{LONG * 3}" for n in "一二三四五六七八九十"]
    source = load(tmp_path, printed("# 关于调整待遇的通知", *paragraphs, header="某某县人民政府公报2023年第1期"))
    assert source.text.split("\n") == ["关于调整待遇的通知", *paragraphs]


def test_short_paragraphs_stay_apart(tmp_path: Path) -> None:
    """A heading, a short line and a full one that ends with its sentence begin a new line each."""
    given = ["一、起付标准", "三级800元。", LONG, "（一）支付比例", "比例为60%。", "某某县医疗保障局", "2023年1月5日"]
    assert load(tmp_path, printed(*given)).text.split("\n") == given


def test_ruled_table(tmp_path: Path) -> None:
    """A ruled table comes row by row with its header words, merged cells and all, between the text around it."""
    table = [["级别", "支付比例", ""], ["", "在职", "退休"], ["三级", "85%", "90%"], ["二级", "88%", "92%"]]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0))]
    source = load(tmp_path, printed("标准如下：", table, "本通知自发布之日起施行。", spans=spans))
    assert source.text.split("\n") == [
        "标准如下：",
        "级别：三级；支付比例（在职）：85%；支付比例（退休）：90%。",
        "级别：二级；支付比例（在职）：88%；支付比例（退休）：92%。",
        "本通知自发布之日起施行。",
    ]
    assert len(source.rows) == 2


def test_table_over_two_pages(tmp_path: Path) -> None:
    """Rows on the next page keep the header words of the first."""
    rows = [["序号", "医院名称", "等级"], *([str(n), f"第{n}人民医院", "二级"] for n in range(1, 61))]
    source = load(tmp_path, printed("名单如下：", rows))
    assert len(source.rows) == 60
    assert source.text.split("\n")[-1] == "序号：60；医院名称：第60人民医院；等级：二级。"


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_turned_pages(tmp_path: Path, turned: int) -> None:
    """A page that only the viewer would turn is read as it was written, or as it is seen; no word is lost."""
    found = load(tmp_path, printed("一、起付标准", "比例为60%。", turned=turned, footer=False)).text
    assert "".join(sorted(found.replace("\n", ""))) == "".join(sorted("一、起付标准比例为60%。"))


def canvas_of(draw: object = None, **options: object) -> tuple[Canvas, BytesIO]:
    """An empty PDF to draw on."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    return Canvas(out, pagesize=(600, 800), **options), out


def picture() -> ImageReader:
    """A grey square, as a scan of a page."""
    from PIL import Image

    return ImageReader(Image.new("L", (300, 400), 200))


def test_scan_is_refused(tmp_path: Path) -> None:
    """Pages that are pictures are refused with what to do."""
    canvas, out = canvas_of()
    for _ in range(3):
        canvas.drawImage(picture(), 0, 0, 600, 800)
        canvas.showPage()
    canvas.save()
    with pytest.raises(DocumentError, match=r"扫描件.*OCR"):
        load(tmp_path, out.getvalue())


def test_one_scanned_page_is_said(tmp_path: Path) -> None:
    """A scanned page among others is a warning that names it."""
    canvas, out = canvas_of()
    for n in range(3):
        canvas.setFont(FONT, 14)
        for line in range(10):
            canvas.drawString(80, 700 - 24 * line, LONG[:30])
        canvas.showPage()
        if n == 1:
            canvas.drawImage(picture(), 0, 0, 600, 800)
            canvas.showPage()
    canvas.save()
    source = load(tmp_path, out.getvalue())
    assert source.warnings[0].startswith("第 3 页是图片")


def test_empty_pages_and_drawn_letters(tmp_path: Path) -> None:
    """A PDF without any character is refused."""
    with pytest.raises(DocumentError, match="没有文字"):
        load(tmp_path, one_page([stream(b"10 10 m 100 100 l S")]))


def test_watermark_is_left_out(tmp_path: Path) -> None:
    """Slanted words across the page are no text."""
    canvas, out = canvas_of()
    canvas.setFont(FONT, 14)
    canvas.drawString(80, 700, "起付标准为500元。")
    canvas.saveState()
    canvas.translate(300, 400)
    canvas.rotate(45)
    canvas.drawString(0, 0, "内部资料")
    canvas.restoreState()
    canvas.save()
    assert load(tmp_path, out.getvalue()).text == "起付标准为500元。"


def test_printed_twice_is_read_once(tmp_path: Path) -> None:
    """Bold made by printing twice with a small shift does not double the characters."""
    canvas, out = canvas_of()
    canvas.setFont(FONT, 14)
    for shift in (0, 0.4):
        canvas.drawString(80 + shift, 700, "起付标准")
    canvas.save()
    assert load(tmp_path, out.getvalue()).text == "起付标准"


def test_locked(tmp_path: Path) -> None:
    """A PDF with a password to open is refused; one that only forbids copying is read."""
    for user, opens in (("secret", False), ("", True)):
        lock = pdfencrypt.StandardEncryption(user, ownerPassword="owner", canCopy=0, strength=128)
        canvas, out = canvas_of(encrypt=lock)
        canvas.setFont(FONT, 14)
        canvas.drawString(80, 700, "起付标准为500元。")
        canvas.save()
        if opens:
            assert load(tmp_path, out.getvalue()).text == "起付标准为500元。"
        else:
            with pytest.raises(DocumentError, match="密码"):
                load(tmp_path, out.getvalue())


def test_radicals_become_characters() -> None:
    """Radicals that fonts put in the place of characters are the characters; what nobody sees goes."""
    assert tidy("⼈⼝⽣育\u200b津贴⻔诊\x01 a  b") == "人口生育津贴门诊 a b"


def test_frame_is_no_table() -> None:
    """A box around text and a single rule make no table; a grid of four cells does."""
    box = [(0.0, 0.0, 100.0, 0.0), (0.0, 50.0, 100.0, 50.0), (0.0, 0.0, 0.0, 50.0), (100.0, 0.0, 100.0, 50.0)]
    assert grids_of(box) == [] and grids_of(box[:1]) == []
    cross = [*box, (0.0, 25.0, 100.0, 25.0), (50.0, 0.0, 50.0, 50.0)]
    assert grids_of(cross)[0].count == 4
