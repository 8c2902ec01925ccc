"""What a file may be: its name, its kind by its first bytes, its size, and what is packed inside it.

Everything here refuses with a DocumentError of one Chinese line; nothing is unpacked further than the limits say.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
from io import BytesIO
from pathlib import Path

from knowledge.errors import DocumentError

MB = 1024 * 1024
MAX_PACKED_BYTES = 64 * MB  # .docx .xlsx .pdf: pictures count
MAX_ENTRIES = 4_000
MAX_UNPACKED = 256 * MB
MAX_RATIO = 100  # of the whole, from _RATIO_FROM on: spreadsheets pack 20:1, a bomb 1000:1
_RATIO_FROM = 16 * MB
_CHUNK = 1 * MB

ADVICE = {
    ".doc": "不支持旧版 Word（.doc）；请用 Word 或 WPS 打开，另存为 .docx 后再导入",
    ".wps": "不支持 WPS 文字（.wps）；请用 WPS 打开，另存为 .docx 后再导入",
    ".dot": "不支持 Word 模板（.dot）；请用 Word 或 WPS 打开，另存为 .docx 后再导入",
    ".docm": "不支持带宏的 Word（.docm）；请另存为不带宏的 .docx 后再导入",
    ".rtf": "不支持 RTF；请用 Word 或 WPS 打开，另存为 .docx 后再导入",
    ".odt": "不支持 ODF（.odt）；请用 Word、WPS 或 LibreOffice 打开，另存为 .docx 后再导入",
    ".ofd": "不支持 OFD；请用 OFD 阅读器导出为带文字的 PDF，或向发文单位索取 .docx 后再导入",
    ".xls": "不支持旧版 Excel（.xls）；请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入",
    ".et": "不支持 WPS 表格（.et）；请用 WPS 打开，另存为 .xlsx 后再导入",
    ".xlsm": "不支持带宏的 Excel（.xlsm）；请另存为不带宏的 .xlsx 后再导入",
    ".xlsb": "不支持二进制 Excel（.xlsb）；请另存为 .xlsx 后再导入",
    ".ods": "不支持 ODF（.ods）；请另存为 .xlsx 后再导入",
    ".ppt": "不支持幻灯片；请把文字复制到 .docx 或 .txt 文件后再导入",
    ".mht": "不支持网页归档（.mht）；请在浏览器中另存为“仅 HTML”后再导入",
    ".caj": "不支持 CAJ；请导出为带文字的 PDF 后再导入",
    ".zip": "不支持压缩包；请先解压，再导入其中的文件",
    ".exe": "这是程序，不是文件材料；请换成文字材料后再导入",
    ".jpg": "不支持图片；请先做文字识别（OCR），核对后存为 .docx 或 .txt 再导入",
}
_SAME_ADVICE = {
    ".ppt": (".pptx", ".pps", ".ppsx", ".dps", ".pptm", ".odp"),
    ".jpg": (".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg"),
    ".zip": (".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz"),
    ".dot": (".dotx",),
    ".wps": (".wpt",),
    ".mht": (".mhtml",),
    ".exe": (".dll", ".msi", ".bat", ".com", ".so"),
}
for _one, _others in _SAME_ADVICE.items():
    ADVICE.update(dict.fromkeys(_others, ADVICE[_one]))
# Papers that people do keep their policies in: worth a line each where a folder holds them; pictures and programs are not.
PAPERS = frozenset(
    [".doc", ".wps", ".docm", ".rtf", ".odt", ".ofd", ".xls", ".et", ".xlsm", ".xlsb", ".ods", ".ppt", ".pptx", ".dps"]
)

_MAGIC = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rtf", ".rtf"),
    (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".jpg"), (b"GIF8", ".jpg"), (b"II*\0", ".jpg"), (b"MM\0*", ".jpg"),
    (b"\x1f\x8b", ".zip"), (b"Rar!\x1a", ".zip"), (b"7z\xbc\xaf\x27\x1c", ".zip"), (b"BZh", ".zip"),
    (b"\xfd7zXZ\0", ".zip"), (b"\x7fELF", ".exe"), (b"\xca\xfe\xba\xbe", ".exe"),
)  # fmt: skip
_OLE_KINDS = (("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls"), ("PowerPoint Document", ".ppt"))
_PACKED = {".docx": "zip", ".xlsx": "zip", ".pdf": "pdf"}
_PARTS = {
    "word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx", "OFD.xml": ".ofd",
    "xl/workbook.bin": ".xlsb",
}  # fmt: skip
_ODF = {"text": ".odt", "spreadsheet": ".ods", "presentation": ".odp"}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_ENTITY = re.compile(r"<!(?:ENTITY|DOCTYPE[^>]{0,400}\[)", re.IGNORECASE)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_XML_ENCODINGS = frozenset([b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"gb18030", b"gbk", b"gb2312"])
_TYPE_MARKS = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)


def printable(path: Path | str) -> str:
    """A path for a message: without anything that moves the cursor or turns the reading direction."""
    return _UNSEEN.sub("?", str(path))


def check_name(name: str) -> None:
    """Refuse a file name (of a file, or one that came with an upload) that is a path or plays tricks."""
    shown = printable(name)[:120]
    if _UNSEEN.search(name):
        raise DocumentError("文件名含有控制字符或不可见字符；请改名后再导入", shown)
    if not name.strip(". ") or "/" in name or "\\" in name or re.match(r"^[A-Za-z]:", name):
        raise DocumentError("文件名不能是路径（不能含 / \\ 或 ..）；请改名后再导入", shown)


def leaves(path: Path, folder: Path) -> bool:
    """Whether a member of a folder lies, links followed, outside the folder."""
    try:
        return not path.resolve(strict=True).is_relative_to(folder.resolve(strict=True))
    except (OSError, RuntimeError):  # a link to nothing, a circle of links
        return True


def read_regular(path: Path, most: int) -> bytes:
    """At most `most` + 1 bytes of a regular file; raises DocumentError for a device, pipe, folder or nothing.

    A pipe is opened without waiting for its other end; what it is is asked again once open.
    """
    shown = printable(path)
    try:
        if not path.exists():
            if path.is_symlink():
                raise DocumentError("是指向不存在文件的链接；请检查路径", shown)
            raise DocumentError("没有这个文件；请检查路径", shown)
        if path.is_dir():
            raise DocumentError("没有这个文件（这是文件夹）；请检查路径", shown)
        if not path.is_file():
            raise DocumentError("是设备、管道或套接字，不是普通文件；请检查路径", shown)
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:  # noqa: PTH123 (an open handle)
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise DocumentError("是设备、管道或套接字，不是普通文件；请检查路径", shown)
            return file.read(most + 1)
    except OSError as error:
        raise DocumentError(f"读不了这个文件（{os.strerror(error.errno or 0)}）；请检查权限", shown) from error
    except ValueError as error:  # a NUL in the path
        raise DocumentError("路径含有 NUL 字节；请改名后再导入", shown) from error


def check_kind(data: bytes, suffix: str, name: str) -> None:
    """Refuse content that is not what the suffix says."""
    kind = kind_by_content(data)
    wanted = _PACKED.get(suffix, "text")
    if kind == wanted:
        if suffix in (".txt", ".md", ".markdown") and _HTML.match(data[:4096]):
            raise DocumentError(f"后缀是 {suffix}，内容却是网页；请把后缀改为 .html 后再导入", name)
        return
    if kind == "encrypted":
        raise DocumentError("文件加了密码；请用办公软件打开，去掉密码后另存再导入", name)
    if wanted != "text" and kind == "text":
        if _HTML.match(data[:4096]):
            raise DocumentError(f"后缀是 {suffix}，内容却是网页；请把后缀改为 .html 后再导入", name)
        raise DocumentError(f"后缀是 {suffix}，内容却不是；文件可能已损坏，请用办公软件打开后另存再导入", name)
    if kind == "pdf":
        raise DocumentError(f"后缀是 {suffix}，内容却是 PDF；请把后缀改为 .pdf 后再导入", name)
    if kind == "zip":
        raise DocumentError(
            f"后缀是 {suffix}，内容却是压缩格式（.docx、.xlsx 或 .zip）；请改成正确的后缀后再导入", name
        )
    advice = ADVICE.get(kind, "请用办公软件打开，另存为 .docx 或 .xlsx 后再导入")
    raise DocumentError(f"后缀是 {suffix}，内容却是另一种格式：{advice}", name)


def kind_by_content(data: bytes) -> str:
    """`zip`, `pdf`, `text`, `encrypted`, `ole`, or the suffix of a format that is refused."""
    head = data[:1024]
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if found == "ole":
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "encrypted"
        return next((kind for word, kind in _OLE_KINDS if word.encode("utf-16-le") in data), "ole")
    if found:
        return found
    if b"%PDF-" in head and b"<" not in head[: head.index(b"%PDF-")]:
        return "pdf"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return ".jpg"
    if head.startswith(b"MZ") and b"\0" in head:
        return ".exe"
    return "text"


def check_markup(text: str, name: str) -> None:
    """Refuse a page that declares entities of its own: no office does."""
    if _ENTITY.search(text):
        raise DocumentError("网页里有自定义实体（DTD），可能是恶意文件；请用浏览器打开后另存再导入", name)


def check_package(data: bytes, suffix: str, name: str) -> None:
    """Refuse a .docx or .xlsx that is another kind of package, encrypted, a bomb, or holds DTDs and odd names."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            _check_entries(entries, len(data), name)
            _check_parts(package, entries, suffix, name)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # a broken package raises a dozen kinds; zlib.error has no base of its own
        raise DocumentError("文件已损坏（压缩结构不完整）；请用办公软件打开后另存再导入", name) from error


def _check_entries(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    if len(entries) > MAX_ENTRIES:
        raise DocumentError(
            f"压缩包里有 {len(entries)} 个部件，超过 {MAX_ENTRIES}，可能是压缩炸弹；请用办公软件打开后另存再导入", name
        )
    total = sum(e.file_size for e in entries)
    if total > MAX_UNPACKED or (total > _RATIO_FROM and total > size * MAX_RATIO):
        raise DocumentError(
            f"解压后有 {total // MB} MB，可能是压缩炸弹；请拆分文件，或用办公软件打开后另存再导入", name
        )
    seen = set()
    for entry in entries:
        part = entry.orig_filename
        if entry.flag_bits & 0x1:
            raise DocumentError("文件加了密码；请用办公软件打开，去掉密码后另存再导入", name)
        if (
            part.startswith(("/", "\\"))
            or ".." in re.split(r"[/\\]", part)
            or _UNSEEN.search(part)
            or re.match(r"^[A-Za-z]:", part)
        ):
            raise DocumentError("压缩包里有指向外部的路径，可能是恶意文件；请用办公软件打开后另存再导入", name)
        if part in seen or stat.S_ISLNK(entry.external_attr >> 16):
            raise DocumentError("压缩包里有重名或链接的部件，可能是恶意文件；请用办公软件打开后另存再导入", name)
        seen.add(part)


def _check_parts(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], suffix: str, name: str) -> None:
    names = {e.filename for e in entries}
    kind = next((kind for part, kind in _PARTS.items() if part in names), None)
    if kind is None and "mimetype" in names:
        with package.open("mimetype") as part:
            words = part.read(200).decode("ascii", "replace")
        kind = next((kind for word, kind in _ODF.items() if words.endswith(word)), None)
    if kind in (".docx", ".xlsx") and any(n.endswith("vbaProject.bin") for n in names):
        kind = kind[:-1] + "m"
    if kind != suffix:
        if kind in ADVICE:
            raise DocumentError(ADVICE[kind], name)
        if kind:
            raise DocumentError(f"后缀是 {suffix}，内容却是 {kind}；请改成正确的后缀后再导入", name)
        raise DocumentError(f"后缀是 {suffix}，内容却是别的压缩包；请解压后导入其中的文件", name)
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            _check_xml(package, entry, name)


def _check_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Read a part through once: no DTD, no entity, no encoding in which one could hide."""
    tail, first = b"", True
    with package.open(entry) as part:
        while chunk := part.read(_CHUNK):
            if first:
                declared = _DECLARED.match(chunk.removeprefix(b"\xef\xbb\xbf"))
                if chunk.startswith((b"\0\0", b"\xff\xfe\0\0")) or (
                    declared and declared[1].lower() not in _XML_ENCODINGS
                ):
                    raise DocumentError(
                        "文件内部的 XML 用了少见的编码，可能是恶意文件；请用办公软件打开后另存再导入", name
                    )
                first = False
            seen = tail + chunk
            if any(mark in seen for mark in _TYPE_MARKS):
                raise DocumentError(
                    "文件内部的 XML 带有 DTD 或自定义实体，可能是恶意文件；请用办公软件打开后另存再导入", name
                )
            tail = chunk[-32:]
