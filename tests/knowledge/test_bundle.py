"""What an offline archive promises: each file with its checksum, and nothing that would not install."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.bundle import CHECKOUT, SUMS, BundleError, refuse_unfit, write_sums


def packed(folder: Path) -> Path:
    """A folder as an archive holds it, in miniature."""
    (folder / "wheels").mkdir()
    (folder / "wheels" / "a-1-py3-none-any.whl").write_bytes(b"a")
    (folder / "名 字.txt").write_text("b", encoding="utf-8")
    write_sums(folder)
    return folder


def verified(folder: Path) -> bool:
    """Whether `sha256sum` finds everything as it was written, as the install script asks it."""
    check = ["sha256sum", "--check", "--quiet", "--strict", SUMS]
    return subprocess.run(check, cwd=folder, capture_output=True).returncode == 0


def test_every_file_has_its_sum(tmp_path: Path) -> None:
    """All files stand in the list, the list itself does not; written twice it is the same."""
    folder = packed(tmp_path)
    first = (folder / SUMS).read_text(encoding="utf-8")
    assert [line.split("  ", 1)[1] for line in first.splitlines()] == ["wheels/a-1-py3-none-any.whl", "名 字.txt"]
    assert verified(folder)
    write_sums(folder)
    assert (folder / SUMS).read_text(encoding="utf-8") == first


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_damage_is_found(tmp_path: Path, damage: str) -> None:
    """One byte that differs or a file that is gone fails the check, and the install script goes no further."""
    folder = packed(tmp_path)
    file = folder / "wheels" / "a-1-py3-none-any.whl"
    if damage == "changed":
        file.write_bytes(b"b")
    else:
        file.unlink()
    assert not verified(folder)
    script = CHECKOUT / "deploy" / "install.sh"
    (folder / "install.sh").write_bytes(script.read_bytes())
    ended = subprocess.run(["sh", "install.sh", tmp_path / "target"], cwd=folder, capture_output=True, text=True)
    assert ended.returncode == 2
    assert "校验和不一致" in ended.stderr
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("jieba-0.42.1.tar.gz", "不是 wheel"),
        ("nvidia_cublas_cu12-1-py3-none-any.whl", "CUDA"),
        ("triton-3-cp311.whl", "CUDA"),
    ],
)
def test_unfit_files_are_refused(name: str, said: str) -> None:
    """What would have to be built, and what is for other processors, is named with the remedy."""
    with pytest.raises(BundleError, match=said):
        refuse_unfit(["torch-2.13.0+cpu-cp311-cp311-linux_x86_64.whl", name])


def test_script_asks_for_a_target() -> None:
    """Without a target folder it says how it is called."""
    ended = subprocess.run(["sh", CHECKOUT / "deploy" / "install.sh"], capture_output=True, text=True)
    assert ended.returncode == 2
    assert "用法" in ended.stderr
