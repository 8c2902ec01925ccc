"""Files to plain text: encodings, formats, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import DocumentError
from knowledge.importing import loaders
from knowledge.importing.loaders import SourceText, read_source

TEXT = "第一条 参保职工住院起付标准为500元。\n第二条 本办法自2023年1月1日起施行。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """Each encoding in which Chinese offices save gives the same text."""
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_source(path) == SourceText(TEXT, "a.txt")


def test_line_ends(tmp_path: Path) -> None:
    """Line ends of every system become one newline."""
    path = tmp_path / "a.txt"
    path.write_bytes("甲办法\r\n乙办法\r丙办法\x0b丁办法".encode())
    assert read_source(path).text == "甲办法\n乙办法\n丙办法\n丁办法"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("nul.txt", "医保\0政策".encode(), "NUL"),
        ("bin.txt", bytes(range(1, 256)) * 20, "编码"),
        ("ctl.txt", b"\x01\x02\x03\x04 abc" * 50, "二进制"),
        ("empty.txt", b"", "空"),
        ("blank.txt", b" \n\t\n", "空"),
        ("marks.txt", "。。。---".encode(), "没有可读"),
        ("a.exe", b"MZ", "格式"),
        ("noname", b"abc", "格式"),
        ("big5.txt", "醫療保險報銷比例規定辦法".encode("big5") * 30, "编码"),
        ("cut.txt", b"\xff\xfe\x41", "损坏"),
    ],
)
def test_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """What is no text is refused in one Chinese line that names the file and says what to do."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        read_source(path)
    message = str(caught.value)
    assert said in message and message.startswith(str(path)) and "请" in message and "\n" not in message
    assert message.count(f"{name}: ") == 1


def test_missing_and_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not there, a folder and a file over the limit are refused."""
    monkeypatch.setattr(loaders, "MAX_BYTES", 1024 * 1024)
    (tmp_path / "large.txt").write_bytes("医".encode() * 400_000)
    (tmp_path / "folder.txt").mkdir()
    for name, said in (("none.txt", "没有这个文件"), ("folder.txt", "没有这个文件"), ("large.txt", "超过 1 MB")):
        with pytest.raises(DocumentError, match=said):
            read_source(tmp_path / name)


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>关于调整门诊待遇的通知_某县人民政府</title>
<meta name="PubDate" content="2022-03-04 10:00"><style>p{color:red}</style><script>var a="脚本";</script></head>
<body><div class="nav"><a>首页</a><a>政务公开</a></div><div id="breadcrumb">当前位置：首页 &gt; 通知</div>
<div class="content"><h1>关于调整门诊待遇的通知</h1><p>各乡镇：</p><p>现将<b>有关事项</b>通知如下：</p>
<p>一、起付标准为<span>200</span>元。<br>二、支付比例为60%。</p>
<table><tr><th>级别</th><th>比例</th></tr><tr><td>三级</td><td>50%</td></tr></table><!-- 注释 --></div>
<div class="share">分享到：微信</div><div style="display: none">隐藏</div><footer>版权所有 ICP备</footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_page(tmp_path: Path, encoding: str) -> None:
    """A web page gives its article, one block a line, without menus, scripts, hidden text and footer."""
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.encode(encoding))
    source = read_source(path)
    assert source.text.split("\n") == [
        "关于调整门诊待遇的通知", "各乡镇：", "现将有关事项通知如下：", "一、起付标准为200元。", "二、支付比例为60%。",
        "级别：三级；比例：50%。",
    ]  # fmt: skip
    assert [source.text[a:b] for a, b in source.rows] == ["级别：三级；比例：50%。"]
    assert source.hints["published"].startswith("2022-03-04")


TABLES = """<h1>标准</h1><table width="100%"><tr><td><table><tr><th rowspan="2">级别</th><th colspan="2">支付比例</th></tr>
<tr><th>在职</th><th>退休</th></tr><tr><td rowspan=2>三级</td><td>85%</td><td>90%<br>起</td></tr><tr><td>86%</td><td>-</td></tr>
<tr><td colspan=3>注：学生除外。</td></tr></table></td></tr></table><table><tr><td>版面左边的长文字</td></tr></table>"""


def test_tables_of_a_page(tmp_path: Path) -> None:
    """Tables of data come row by row with header words, merged cells included; tables that lay a page out are text."""
    path = tmp_path / "a.html"
    path.write_text(TABLES, encoding="utf-8")
    source = read_source(path)
    assert source.text.split("\n") == [
        "标准", "级别：三级；支付比例（在职）：85%；支付比例（退休）：90% 起。",
        "级别：三级；支付比例（在职）：86%；支付比例（退休）：-。", "注：学生除外。", "版面左边的长文字",
    ]  # fmt: skip
    assert len(source.rows) == 2


@pytest.mark.parametrize(
    ("suffix", "advice"),
    [
        (".doc", ".docx"), (".wps", ".docx"), (".ofd", "PDF"), (".xls", ".xlsx"), (".ppt", ".docx"), (".pptx", ".docx"),
        (".et", ".xlsx"), (".rtf", ".docx"), (".jpg", "OCR"), (".PNG", "OCR"), (".zip", "解压"), (".docm", ".docx"),
        (".xlsm", ".xlsx"), (".odt", ".docx"), (".caj", "PDF"), (".dps", ".docx"),
    ],
)  # fmt: skip
def test_formats_that_are_not_read(tmp_path: Path, suffix: str, advice: str) -> None:
    """Each format that people keep papers in and that is not read is refused with what to do instead."""
    path = tmp_path / f"通知{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(DocumentError) as caught:
        read_source(path)
    message = str(caught.value)
    assert "不支持" in message and "请" in message and advice in message.split("请", 1)[1] and "\n" not in message


def test_suffixes_that_a_folder_reports() -> None:
    """A folder's import names old papers that it cannot read, and keeps quiet about pictures and programs."""
    found = loaders.reported_suffixes()
    assert {".txt", ".docx", ".doc", ".wps", ".ofd", ".xls"} <= found and not {".jpg", ".exe", ""} & found


def test_deep_page(tmp_path: Path) -> None:
    """A page that nests thousands of elements is read without a recursion error."""
    path = tmp_path / "a.html"
    path.write_text("<div>" * 3000 + "正文在这里" + "</div>" * 3000, encoding="utf-8")
    assert "正文在这里" in read_source(path).text


def test_a_later_format_joins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new format needs one registered function and nothing else."""
    monkeypatch.setattr(loaders, "_LOADERS", dict(loaders._LOADERS))
    loaders.register(".rst")(lambda data, name: SourceText(data.decode().upper(), name))
    (tmp_path / "a.rst").write_bytes(b"abc")
    assert read_source(tmp_path / "a.rst").text == "ABC"
