"""The `hotline` script: gathers every package's commands and turns every error into one clear line."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from knowledge.errors import HotlineError
from knowledge.plugins import gathering

INTERNAL = 70
"""Exit code of a fault of our own (EX_SOFTWARE of sysexits.h)."""


def gather(first: str | None = None) -> click.Group:
    """The root command with the commands that the packages bring by entry points.

    `first` is the first word of the command line: once its command is there nothing else is loaded, so that a publish
    need not wait for what answers questions, nor a question for what reads documents.
    """
    root = click.Group(
        "hotline",
        help="12345 热线医保政策助手。",
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
    )
    for commands in gathering("hotline.commands", first):
        for command in commands:
            root.add_command(command)
        if first in root.commands:
            break
    return root


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code: 0 done, 1 a check failed, 2 bad input, 70 a fault of our own."""
    try:
        words = sys.argv[1:] if arguments is None else list(arguments)
        gather(words[0] if words else None).main(words, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.Abort:
        _complain("已中止")
        return 130
    except click.UsageError as error:
        _complain(_usage(error))
        return 2
    except HotlineError as error:
        _complain(str(error))
        return error.exit_code
    except OSError as error:
        _complain(f"{error.filename or '系统'}：{_reason(error)}；请检查路径、权限和磁盘空间")
        return 2
    except Exception as error:
        _complain(f"程序出错（{type(error).__name__}），这不是您的问题；详情已写入 {_keep_trace()}，请交给维护人员")
        return INTERNAL
    return 0


def _keep_trace() -> Path:
    """Write the traceback of the error being handled where a maintainer finds it: no person has to read it."""
    error = sys.exc_info()[1]
    frames = traceback.format_tb(error.__traceback__) if error else []
    # Frames only, in a file of its own that only this user reads: an error's text may quote what a person wrote.
    handle, name = tempfile.mkstemp(prefix="hotline-error-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{type(error).__name__}\n{''.join(frames)}")
    return Path(name)


def main() -> None:
    """The console script."""
    sys.exit(run())


def _complain(text: str) -> None:
    # Imported here: what is quoted may be a person's words, and most commands never complain.
    from assistant.understanding.privacy import mask

    click.echo(mask(" ".join(text.splitlines()))[0], err=True)


def _reason(error: OSError) -> str:
    """What the system says, in Chinese where it is common."""
    match error:
        case FileNotFoundError():
            return "没有这个文件或文件夹"
        case IsADirectoryError():
            return "这是文件夹，不是文件"
        case PermissionError():
            return "没有读写权限"
        case OSError(errno=errno.ENOSPC | errno.EDQUOT | errno.EFBIG):
            return "写不下了"
        case _:
            return error.strerror or str(error)


def _usage(error: click.UsageError) -> str:
    """click's complaints about the command line, in Chinese."""
    command = error.ctx.command_path if error.ctx else "hotline"
    more = f"；用法见 {command} --help"
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}{more}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"缺少参数 {name}{more}"
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"参数 {name} 不能用：{_expected(error)}{more}"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有命令 {error.command_name}{more}"
    if "extra argument" in error.message:
        return f"参数太多；有空格的内容请用引号括起来{more}"
    return f"{error.format_message()}{more}"


def _expected(error: click.BadParameter) -> str:
    """What the parameter may be, where its type says so."""
    match error.param.type if error.param else None:
        case click.Choice(choices=choices):
            return f"只能是 {'、'.join(map(str, choices))}"
        case click.IntRange(min=int(least), max=None):
            return f"须是不小于 {least} 的整数"
        case click.IntRange(min=int(least), max=int(most)):
            return f"须是 {least} 到 {most} 的整数"
        case _:
            return error.message
