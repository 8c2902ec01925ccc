"""The child process of sandbox.py: limits itself, then reads one file after another from its standard input.

A request is a line of JSON (`kind`, `name`, `size`) and so many bytes; an answer is eight bytes of length and JSON.
Run as `python -m knowledge.importing.worker MEMORY CPU IDLE`.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import resource
import select
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.errors import HotlineError
from knowledge.importing.source import SourceText

_BROKEN = "解析不了（{}），文件可能已损坏或不合规范；请用办公软件打开后另存再导入"
_TOO_BIG = "解析所需内存超过上限，已中止；请拆成几个文件，或把正文另存为 .txt 后再导入"
# Libraries that others would load if they found them; nothing here needs them.
_NOT_NEEDED = ("numpy", "pandas", "PIL")


def limit(memory: int) -> None:
    """Bound this process: memory, no files written, no core, no further process; what a system does not know is left."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def limit_cpu(seconds: int) -> None:
    """Grant the next file so many seconds of CPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, hard))


def serve(into: BinaryIO, out: BinaryIO, cpu: int, idle: float, memory: int) -> None:
    """Answer requests until the input ends, nothing comes for `idle` seconds, or much memory was used."""
    while select.select([into], [], [], idle)[0]:
        head = into.readline(100_000)
        if not head:
            return
        request = json.loads(head)
        data = into.read(request["size"])
        limit_cpu(cpu)
        answer, tired = answer_to(request["kind"], data, request["name"])
        del data
        body = json.dumps(answer).encode("ascii")
        out.write(len(body).to_bytes(8, "big") + body)
        out.flush()
        if tired or _held() > memory // 3:
            return


def _held() -> int:
    """Bytes of address space that this process holds now; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0


def answer_to(kind: str, data: bytes, name: str) -> tuple[dict[str, Any], bool]:
    """The answer for one file, and whether this process had better end."""
    try:
        return _READERS[kind](data, name), False
    except HotlineError as error:
        return {"error": str(error).removeprefix(f"{name}: ")}, False
    except MemoryError:
        return {"error": _TOO_BIG}, True
    except Exception as error:  # a reader that stumbles over one file is no reason to stop
        return {"error": _BROKEN.format(type(error).__name__)}, True


def _docx(data: bytes, name: str) -> dict[str, Any]:
    from knowledge.importing.docx import read_docx

    return _told(read_docx(data, name))


def _pdf(data: bytes, name: str) -> dict[str, Any]:
    from knowledge.importing.pdf import read_pdf

    return _told(read_pdf(data, name))


def _xlsx(data: bytes, name: str) -> dict[str, Any]:
    from knowledge.importing.xlsx import read_xlsx

    return _told(read_xlsx(data, name))


def _sheets(data: bytes, name: str) -> dict[str, Any]:
    from knowledge.importing.xlsx import read_sheets

    return {"sheets": read_sheets(data, name)}


def _html(data: bytes, name: str) -> dict[str, Any]:
    from knowledge.importing.html import read_page

    return _told(read_page(data.decode("utf-8"), name))


_READERS: dict[str, Callable[[bytes, str], dict[str, Any]]] = {
    "docx": _docx,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "sheets": _sheets,
    "html": _html,
}


def _told(source: SourceText) -> dict[str, Any]:
    return {"text": source.text, "hints": source.hints, "rows": source.rows, "warnings": source.warnings}


def main() -> None:
    """Take the pipes, keep everything else of this process quiet, serve."""
    memory, cpu, idle = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    limit(memory)
    # Libraries may print: the answers go where nobody else writes.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    into = os.fdopen(0, "rb", closefd=False)
    sys.modules.update(dict.fromkeys(_NOT_NEEDED))  # type: ignore[arg-type]
    warnings.simplefilter("ignore")
    # The parent is gone, and with it all interest.
    with contextlib.suppress(BrokenPipeError):
        serve(into, out, cpu, idle, memory)
    os._exit(0)


if __name__ == "__main__":
    main()
