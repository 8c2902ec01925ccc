"""Files made to harm: each is refused in one Chinese line, within bounds of time and memory, and nothing is left behind."""

from __future__ import annotations

import os
import socket
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import psutil
import pytest

from knowledge.errors import DocumentError
from knowledge.importing import limits, loaders, sandbox
from knowledge.importing.limits import check_kind, check_name, kind_by_content, leaves
from knowledge.importing.loaders import read_bytes, read_source
from knowledge.importing.sandbox import Allowance, Sandbox, shared
from tests.knowledge.importing.papers import (
    CONTENT_TYPES,
    one_page,
    package,
    printed,
    raw_pdf,
    replaced,
    saved,
    stream,
    unpacked,
    word_file,
)

MB = 1024 * 1024
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document>&c;</w:document>'
)
WORD = word_file("起付标准为500元。")


def book() -> bytes:
    """A small workbook."""
    from openpyxl import Workbook

    made = Workbook()
    made.active.append(["项目", "标准"])
    made.active.append(["住院", 500])
    return saved(made)


def refusal(path: Path) -> str:
    """The one line with which a file is refused, without its path."""
    with pytest.raises(DocumentError) as caught:
        read_source(path)
    message = str(caught.value)
    assert message.startswith(f"{limits.printable(path)}: ") and "\n" not in message and "请" in message, message
    return message.removeprefix(f"{limits.printable(path)}: ")


def put(folder: Path, name: str, data: bytes) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path) -> Iterator[None]:
    """No test of these leaves a file beside its own, a process besides the one that waits, or an open pipe."""
    before = set(tmp_path.rglob("*"))
    yield
    made = {p for p in tmp_path.rglob("*") if p.is_file()} - before
    assert not [p for p in made if p.suffix in (".tmp", "")]
    children = [c for c in psutil.Process().children(recursive=True) if "knowledge.importing.worker" in c.cmdline()]
    assert {c.pid for c in children} <= {shared().pid}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A child with little of everything, so that the limits are met soon."""
    own = Sandbox(Allowance(memory=160 * MB, cpu=4, wall=8.0))
    monkeypatch.setattr(loaders, "shared", lambda: own)
    yield own
    own.close()


# --- packages ----------------------------------------------------------------------------------------


def test_bomb_by_ratio(tmp_path: Path) -> None:
    """A megabyte that unpacks to a gigabyte is refused before it is unpacked."""
    parts = unpacked(WORD)
    parts["word/media/image1.bmp"] = bytes(100 * MB)
    assert "压缩炸弹" in refusal(put(tmp_path, "a.docx", package(parts)))


def test_bomb_by_entries(tmp_path: Path) -> None:
    """Thousands of parts are refused."""
    parts = unpacked(WORD) | {f"word/x{n}.xml": b"" for n in range(limits.MAX_ENTRIES)}
    assert "个部件" in refusal(put(tmp_path, "a.docx", package(parts)))


def test_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """A part that declares ten bytes and unpacks to many is cut off where it said, and refused."""
    data = package(unpacked(book()) | {"xl/sharedStrings.xml": b" " * (30 * MB)})
    data = data.replace(struct.pack("<I", 30 * MB), struct.pack("<I", 10))
    assert "已损坏" in refusal(put(tmp_path, "a.xlsx", data))


def test_overlapping_parts(tmp_path: Path) -> None:
    """A directory whose entries all point at one piece of data counts each of them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in unpacked(WORD).items():
            file.writestr(name, data)
        file.writestr("x0", bytes(20 * MB))
        first = file.filelist[-1]
        for n in range(1, 40):
            twin = zipfile.ZipInfo(f"x{n}")
            for key in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(twin, key, getattr(first, key))
            file.filelist.append(twin)
            file.NameToInfo[twin.filename] = twin
    assert "压缩炸弹" in refusal(put(tmp_path, "a.docx", out.getvalue()))


@pytest.mark.parametrize(
    "part", ["../../etc/passwd", "/etc/passwd", "C:\\x.xml", "word\\..\\..\\x", "a\x1b[2J.xml", "x/../../y.xml"]
)
def test_paths_inside(tmp_path: Path, part: str) -> None:
    """Parts whose names lead elsewhere are refused, though nothing is ever unpacked to disk."""
    assert "请" in refusal(put(tmp_path, "a.docx", package(unpacked(WORD) | {part: b"x"})))


def test_twice_the_same_part(tmp_path: Path) -> None:
    """Two parts of one name, of which two programs read different ones, are refused."""
    out = BytesIO(WORD)
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("word/document.xml", b"x")
    assert "重名" in refusal(put(tmp_path, "a.docx", out.getvalue()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_in_word(tmp_path: Path, encoding: str) -> None:
    """A billion laughs, a document type or an outside entity in any part is refused in every encoding."""
    data = package(unpacked(WORD) | {"word/document.xml": LAUGHS.decode().encode(encoding)})
    assert "DTD" in refusal(put(tmp_path, "a.docx", data))


def test_entity_that_reads_a_file(tmp_path: Path) -> None:
    """An entity that names a file of this machine is refused, in a style sheet of a workbook too."""
    outside = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><styleSheet>&e;</styleSheet>'
    )
    assert "DTD" in refusal(put(tmp_path, "a.xlsx", package(unpacked(book()) | {"xl/styles.xml": outside})))
    late = b'<?xml version="1.0"?><!--' + b"x" * (3 * MB) + b"-->" + outside.split(b"?>", 1)[1]
    assert "DTD" in refusal(put(tmp_path, "b.xlsx", package(unpacked(book()) | {"xl/styles.xml": late})))


def test_entity_hidden_by_its_encoding(tmp_path: Path) -> None:
    """An XML part in an encoding that no office writes is refused: a DTD could hide in it."""
    hidden = b'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE x+AD4-<w/>'
    assert "编码" in refusal(put(tmp_path, "a.docx", package(unpacked(WORD) | {"word/document.xml": hidden})))


def test_deep_xml(tmp_path: Path, small: Sandbox) -> None:
    """Elements a hundred thousand deep are refused."""
    deep = b"<w:p>" * 100_000 + b"</w:p>" * 100_000
    data = replaced(WORD, "word/document.xml", b"<w:body>", b"<w:body>" + deep)
    assert "打不开" in refusal(put(tmp_path, "a.docx", data))


def test_locked_office_files(tmp_path: Path) -> None:
    """A password on the file or on a part is named as what it is."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(99)
    assert "密码" in refusal(put(tmp_path, "a.docx", ole))
    flagged = bytearray(WORD)
    at = flagged.index(b"PK\x01\x02")
    flagged[at + 8] |= 1
    assert "密码" in refusal(put(tmp_path, "b.docx", bytes(flagged)))


def test_big_but_honest_table(tmp_path: Path) -> None:
    """Twenty thousand rows are read within the limits."""
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    sheet = made.create_sheet()
    for n in range(20_000):
        sheet.append(["名称", "等级"] if n == 0 else [f"第{n}卫生室", "一级"])
    assert len(read_source(put(tmp_path, "a.xlsx", saved(made))).rows) == 19_999


def test_table_that_fills_memory(tmp_path: Path, small: Sandbox) -> None:
    """Shared strings that need more memory than a child has end in a refusal, and the next file is read."""
    strings = b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>" + b"".join(
        b"<si><t>%d</t></si>" % n for n in range(2_000_000)
    )
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    parts = unpacked(replaced(book(), "[Content_Types].xml", b"</Types>", part))
    data = package(parts | {"xl/sharedStrings.xml": strings + b"</sst>"})
    assert refusal(put(tmp_path, "a.xlsx", data))
    assert read_source(put(tmp_path, "b.xlsx", book())).text


# --- PDF ---------------------------------------------------------------------------------------------

FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
HELLO = stream(b"BT /F1 12 Tf 50 500 Td (hello) Tj ET")


def test_endless_pdfs(tmp_path: Path, small: Sandbox) -> None:
    """Pages that hold themselves, forms that draw themselves and a page stream of a gigabyte are refused."""
    loop = raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000>>"])
    form = one_page([stream(b"/X Do " * 50), stream(b"/X Do /X Do /X Do", FORM)], b"/XObject<</X 5 0 R>>")
    packed = zlib.compress(b"BT /F1 12 Tf (AAAA) Tj ET\n" * 5_000_000, 9)
    endless = one_page([stream(packed, b"/Filter/FlateDecode")])
    many = one_page([HELLO], kids=b"3 0 R " * 5_000, count=5_000)
    for number, data in enumerate((loop, form, endless, many)):
        started = time.monotonic()
        assert refusal(put(tmp_path, f"{number}.pdf", data))
        assert time.monotonic() - started < 15
    assert "5000 页" in refusal(tmp_path / "3.pdf")


def test_pdf_that_lies(tmp_path: Path) -> None:
    """A count of two thousand million pages and arrays nested without end cost nothing."""
    claims = one_page([HELLO], count=2_000_000_000)
    deep = one_page([HELLO]) + b"\n9 0 obj\n" + b"[" * 300_000 + b"\nendobj"
    for number, data in enumerate((claims, deep)):
        assert read_source(put(tmp_path, f"{number}.pdf", data)).text == "hello"


def test_broken_pdfs(tmp_path: Path) -> None:
    """A PDF that is cut off or filled with noise is refused."""
    good = printed("起付标准为500元。")
    for number, data in enumerate((good[: len(good) // 3], b"%PDF-1.4\n" + bytes(range(256)) * 50, b"%PDF-")):
        assert refusal(put(tmp_path, f"{number}.pdf", data))


# --- content and suffix ------------------------------------------------------------------------------

PAGE = b"<!DOCTYPE html><html><body><p>x</p></body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", PAGE, ".html"), ("a.txt", PAGE, ".html"), ("a.pdf", b"just words", "却不是"),
        ("a.txt", b"%PDF-1.7\nx", ".pdf"), ("a.docx", b"%PDF-1.7\nx", ".pdf"), ("a.html", b"PK\x03\x04" + bytes(99), "压缩"),
        ("a.pdf", WORD, "正确的后缀"), ("a.xlsx", WORD, ".docx"), ("a.docx", book(), ".xlsx"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), ".doc"), ("a.xlsx", OLE + "Workbook".encode("utf-16-le"), ".xls"),
        ("a.docx", package({"OFD.xml": b"<x/>"}), "OFD"), ("a.docx", package({"readme.txt": b"x"}), "压缩包"),
        ("a.docx", package(unpacked(WORD) | {"word/vbaProject.bin": b"x"}), "宏"),
        ("a.xlsx", package({"mimetype": b"application/vnd.oasis.opendocument.text"}), "ODF"),
        ("a.docx", package({"ppt/presentation.xml": b"<x/>", "[Content_Types].xml": CONTENT_TYPES}), "幻灯片"),
        ("a.md", b"\x7fELF" + bytes(99), "程序"), ("a.txt", b"MZ" + bytes(99), "程序"), ("a.txt", b"\xff\xd8\xff\xe0" + bytes(99), "图片"),
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(99), "图片"), ("a.txt", b"{\\rtf1 x}", "RTF"), ("a.txt", b"\x1f\x8b\x08" + bytes(9), "压缩包"),
        ("a.txt", "起付\0标准".encode(), "NUL"), ("a.html", "<p>起付\0标准</p>".encode(), "NUL"), ("a.docx", bytes(500), "却不是"),
        ("a.pdf", b"", "空"), ("a.docx", b"\n \n", "空"), ("a.xlsx", WORD[:100], "已损坏"),
    ],
)  # fmt: skip
def test_content_that_is_not_what_the_suffix_says(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """Every file is what its suffix says, or it is refused with the suffix or the format that would do."""
    assert said in refusal(put(tmp_path, name, data))


def test_words_that_look_like_magic() -> None:
    """Text that begins like a format, or quotes one, is text."""
    for text in ("MZ县医院等级", "BM医院", "<p>文件头为 %PDF- 的材料</p>", "II级医院"):
        assert kind_by_content(text.encode()) == "text"
        check_kind(text.encode(), ".txt", "a.txt")


def test_entities_in_a_page(tmp_path: Path) -> None:
    """A page that declares entities of its own is refused; the usual document types are not."""
    page = '<!DOCTYPE html [<!ENTITY a "医保">]><html><body>&a;&a;</body></html>'
    assert "DTD" in refusal(put(tmp_path, "a.html", page.encode()))
    usual = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/x.dtd"><html><body>医保政策</body></html>'
    assert read_source(put(tmp_path, "b.html", usual.encode())).text == "医保政策"


def test_page_that_fills_memory(tmp_path: Path, small: Sandbox) -> None:
    """Millions of tags are more than a child may hold: refused, and this process stays small."""
    before = psutil.Process().memory_info().rss
    assert refusal(put(tmp_path, "a.html", b"<b>x" * 1_000_000))
    assert psutil.Process().memory_info().rss - before < 150 * MB


# --- size --------------------------------------------------------------------------------------------


def test_huge_text(tmp_path: Path) -> None:
    """Two hundred megabytes of text are refused without being held."""
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        for _ in range(200):
            file.write("医保".encode() * (MB // 6))
    before = psutil.Process().memory_info().rss
    assert "超过 20 MB" in refusal(path)
    assert psutil.Process().memory_info().rss - before < 60 * MB


def test_sparse_file(tmp_path: Path) -> None:
    """A file that is a terabyte of nothing is refused as too large."""
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    assert "超过 64 MB" in refusal(path)


def test_too_many_characters(tmp_path: Path) -> None:
    """A text longer than any policy is refused, even where the file is small enough."""
    assert "万字" in refusal(put(tmp_path, "a.txt", "医保".encode() * 1_600_000))
    long = "".join(f"<p>{'医保' * 500}</p>" for _ in range(3_100))
    assert "万字" in refusal(put(tmp_path, "a.html", long.encode()))


# --- paths -------------------------------------------------------------------------------------------


def test_pipe_device_socket_folder(tmp_path: Path) -> None:
    """What is no regular file is refused at once: nobody waits at a pipe or reads an endless device."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    door = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    try:
        os.chdir(tmp_path)  # the name of a socket must be short
        door.bind("door.txt")
    finally:
        os.chdir(here)
        door.close()
    started = time.monotonic()
    for name in ("pipe.txt", "zero.txt", "door.txt"):
        assert "普通文件" in refusal(tmp_path / name)
    for name in ("folder.txt", "dead.txt", "ring.txt"):
        assert refusal(tmp_path / name)
    assert time.monotonic() - started < 2


def test_link_out_of_the_folder(tmp_path: Path) -> None:
    """A link inside an imported folder that leads out of it is refused; one that stays inside is read."""
    folder = tmp_path / "in"
    folder.mkdir()
    put(tmp_path, "secret.txt", b"secret")
    put(folder, "real.txt", "医保".encode())
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "inside.txt").symlink_to(folder / "real.txt")
    assert read_bytes(folder / "inside.txt", folder) == "医保".encode()
    for name in ("out.txt", "up/secret.txt"):
        with pytest.raises(DocumentError, match="之外的链接"):
            read_bytes(folder / name, folder)
    assert leaves(folder / "none.txt", folder)


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/passwd", "a/b.txt", "a\\b.txt", "C:a.txt", "..", "", ".", "a\n.txt", "a\x1b[31m.txt", "政\u202etxt.exe", "a\0.txt", "a\ud800.txt"]
)  # fmt: skip
def test_names(name: str) -> None:
    """Names that are paths, or that hold what nobody sees, are refused; the refusal shows them harmless."""
    with pytest.raises(DocumentError, match="文件名") as caught:
        check_name(name)
    assert str(caught.value).isprintable()


def test_ordinary_names() -> None:
    """Names as offices give them are taken."""
    for name in ("关于调整待遇的通知（2023年）.docx", "a..b.txt", "附件1：标准 表.xlsx", ".hidden.txt"):
        check_name(name)


def test_control_characters_in_a_real_name(tmp_path: Path) -> None:
    """A file whose name would turn the terminal red is refused, and the message shows nothing of it."""
    message = refusal(put(tmp_path, "a\x1b[31m\n.txt", "医保".encode()))
    assert "控制字符" in message and "\x1b" not in message


def test_shared_child_is_one() -> None:
    """All imports of a process share one child."""
    assert shared() is sandbox.shared()
