"""Word documents: numbers that Word counts, headings, tables, and what a reader does not see."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.errors import DocumentError
from knowledge.importing.docx_numbers import spelled
from knowledge.importing.loaders import SourceText, read_source
from knowledge.importing.structure import parts_of
from tests.knowledge.importing.papers import add_list, numbered, replaced, saved, unpacked, word_file

OFFICIAL = [("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")]


def load(folder: Path, data: bytes) -> SourceText:
    """Write and read a Word file."""
    path = folder / "a.docx"
    path.write_bytes(data)
    return read_source(path)


def lines(folder: Path, data: bytes) -> list[str]:
    """The lines of a Word file."""
    return load(folder, data).text.split("\n")


def test_counted_numbers(tmp_path: Path) -> None:
    """Numbers that Word counts stand in the text as Word shows them, and an outer one begins the inner anew."""
    document = Document()
    add_list(document, 90, OFFICIAL)
    for level, text in ((0, "住院"), (1, "起付标准"), (2, "三级"), (2, "二级"), (1, "比例"), (0, "门诊"), (1, "限额")):
        numbered(document, text, 90, level)
    assert lines(tmp_path, saved(document)) == [
        "一、住院", "（一）起付标准", "1.三级", "2.二级", "（二）比例", "二、门诊", "（一）限额",
    ]  # fmt: skip


def test_numbers_of_a_style_and_of_articles(tmp_path: Path) -> None:
    """A style may carry the list; 第一条 is parted from its text by a blank."""
    document = Document()
    add_list(document, 91, [("chineseCountingThousand", "第%1条")])
    style = document.styles["List Number"].element
    style.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 91
    for n in range(12):
        document.add_paragraph(f"参保人员应当履行义务{n}。", style="List Number")
    found = lines(tmp_path, saved(document))
    assert (found[0], found[11]) == ("第一条 参保人员应当履行义务0。", "第十二条 参保人员应当履行义务11。")


def test_second_list_begins_again(tmp_path: Path) -> None:
    """A list that says where it begins counts from there; one that does not goes on."""
    document = Document()
    add_list(document, 92, [("decimal", "%1.")])
    numbering = document.part.numbering_part.element
    for list_id, override in ((93, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'), (94, "")):
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="92"/>{override}</w:num>')
        )
    for list_id in (92, 92, 93, 93, 94):
        numbered(document, "身份证", list_id, 0)
    assert [line[0] for line in lines(tmp_path, saved(document))] == ["1", "2", "1", "2", "3"]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCounting", "一百零五"), (110, "chineseCounting", "一百一十"), (3, "decimalEnclosedCircle", "③"),
        (20, "ideographDigital", "二〇"), (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"), (7, "decimalZero", "07"),
        (5, "unheard", "5"),
    ],
)  # fmt: skip
def test_forms_of_numbers(number: int, form: str, shown: str) -> None:
    """Each form in which Word writes a number."""
    assert spelled(number, form) == shown


def test_headings_without_numbers_become_headings(tmp_path: Path) -> None:
    """Headings known only by their style head the clauses below them, whatever their length."""
    document = Document()
    document.add_paragraph("某某县参保指南", style="Title")
    document.add_paragraph("参保登记", style="Heading 1")
    document.add_paragraph("需要准备哪些材料", style="Heading 2")
    document.add_paragraph("身份证。")
    document.add_paragraph("缴费", style="Heading 1")
    document.add_paragraph("每年缴费。")
    source = load(tmp_path, saved(document))
    assert source.hints["title"] == "某某县参保指南"
    found = {part.text: part.headings for part in parts_of(source.text)}
    assert found["身份证。"] == ("参保登记", "需要准备哪些材料")
    assert found["每年缴费。"] == ("缴费",)


def test_headings_with_numbers_stay_plain(tmp_path: Path) -> None:
    """Where every heading carries a number, the number says enough and the text stays as it is."""
    document = Document()
    document.add_paragraph("一、参保登记", style="Heading 1")
    document.add_paragraph("身份证。")
    assert lines(tmp_path, saved(document)) == ["一、参保登记", "身份证。"]


def test_only_outermost_heading_first_is_the_title(tmp_path: Path) -> None:
    """A document that opens with one Heading 1 and goes on with Heading 2 has its title there."""
    document = Document()
    document.add_paragraph("某某县关于门诊待遇的通知", style="Heading 1")
    document.add_paragraph("一、范围", style="Heading 2")
    document.add_paragraph("适用于参保人员。")
    source = load(tmp_path, saved(document))
    assert source.hints["title"] == "某某县关于门诊待遇的通知" and "#" not in source.text


def test_table_row_by_row(tmp_path: Path) -> None:
    """Each row says its header words; merged cells count for every row and column that they cover."""
    document = Document()
    document.add_paragraph("待遇标准如下。")
    table = document.add_table(rows=5, cols=4)
    for r, row in enumerate(
        [["人群", "级别", "支付比例", ""], ["", "", "在职", "退休"], ["职工", "三级", "85%", "90%"],
         ["", "二级", "88%", "92%"], ["居民", "三级", "60%", ""]]
    ):  # fmt: skip
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 2).merge(table.cell(0, 3))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(4, 2).merge(table.cell(4, 3))
    source = load(tmp_path, saved(document))
    assert source.text.split("\n") == [
        "待遇标准如下。",
        "人群：职工；级别：三级；支付比例（在职）：85%；支付比例（退休）：90%。",
        "人群：职工；级别：二级；支付比例（在职）：88%；支付比例（退休）：92%。",
        "人群：居民；级别：三级；支付比例（在职、退休）：60%。",
    ]
    assert [source.text[a:b] for a, b in source.rows] == source.text.split("\n")[1:]


def test_form_and_frame(tmp_path: Path) -> None:
    """A two-column form gives label and value; a table of one cell is a frame around text."""
    document = Document()
    form = document.add_table(rows=2, cols=2)
    for r, row in enumerate([["联系电话", "0816-1234567"], ["地址", "政务服务中心二楼"]]):
        for c, text in enumerate(row):
            form.cell(r, c).text = text
    document.add_table(rows=1, cols=1).cell(0, 0).text = "框里的文字。"
    assert lines(tmp_path, saved(document)) == [
        "联系电话：0816-1234567。", "地址：政务服务中心二楼。", "框里的文字。",
    ]  # fmt: skip


SEEN = f"""<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<w:r><w:t>起付标准为</w:t></w:r><w:del w:id="1"><w:r><w:delText>300</w:delText></w:r></w:del>
<w:ins w:id="2"><w:r><w:t>500</w:t></w:r></w:ins><w:smartTag><w:r><w:t>元</w:t></w:r></w:smartTag>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>
<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>，见附件</w:t></w:r></w:hyperlink>
<w:sdt><w:sdtContent><w:r><w:t>一</w:t></w:r></w:sdtContent></w:sdt>
<mc:AlternateContent><mc:Choice Requires="wps"><w:r><w:txbxContent><w:p><w:r><w:t>文本框里</w:t></w:r></w:p></w:txbxContent></w:r></mc:Choice>
<mc:Fallback><w:r><w:txbxContent><w:p><w:r><w:t>文本框里</w:t></w:r></w:p></w:txbxContent></w:r></mc:Fallback></mc:AlternateContent></w:p>"""


def test_what_a_reader_sees(tmp_path: Path) -> None:
    """Insertions, links, controls and text boxes count once; deletions, hidden text, fields' orders and contents do not."""
    document = Document()
    document.element.body.insert(0, parse_xml(SEEN))
    document.styles.add_style("TOC 1", 1)
    document.add_paragraph("一、总则……1", style="TOC 1")
    document.sections[0].header.paragraphs[0].text = "页眉"
    found = [line.replace(" ", "") for line in lines(tmp_path, saved(document))]
    assert found == ["文本框里", "起付标准为500元，见附件一"]


def test_picture_is_said(tmp_path: Path) -> None:
    """A picture, whose words nobody read, is a warning."""
    data = replaced(
        word_file("正文在这里。"), "word/document.xml", "正文在这里。</w:t>".encode(),
        "正文在这里。</w:t><w:pict><v:imagedata xmlns:v='urn:schemas-microsoft-com:vml'/></w:pict>".encode(),
    )  # fmt: skip
    assert "1 张图片" in load(tmp_path, data).warnings[0]


def test_strict_and_broken_packages(tmp_path: Path) -> None:
    """A package whose main part is missing, broken or in another namespace is refused in one line."""
    good = word_file("正文在这里。")
    for bad in (
        good[: len(good) // 2],
        replaced(good, "word/document.xml", b"</w:body>", b""),
        replaced(good, "[Content_Types].xml", b"wordprocessingml.document.main+xml", b"nothing+xml"),
        replaced(good, "_rels/.rels", b"relationships/officeDocument", b"relationships/elsewhere"),
    ):
        with pytest.raises(DocumentError, match="请") as caught:
            load(tmp_path, bad)
        assert "\n" not in str(caught.value) and "Error" not in str(caught.value)[:40]
    assert "word/document.xml" in unpacked(good)
