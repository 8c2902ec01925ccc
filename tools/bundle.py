"""`make bundle`: one archive that installs on a machine without any network.

    policy-hotline-<version>-<python>/
        install.sh       checks everything, makes a virtual environment, puts the knowledge in place
        wheels/          the product and all that it needs
        constraints.txt  the versions that were tested together
        home/            the built knowledge index
        SHA256SUMS       of every file above

The wheels are those of this machine's system and Python. pip takes them from wherever it is configured to; torch has
to come as its build without CUDA, which is a tenth of the other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from knowledge.files import file_digest, files_below

CHECKOUT = Path(__file__).resolve().parent.parent
SUMS = "SHA256SUMS"
_CUDA = ("nvidia_", "cuda_", "triton")


class BundleError(Exception):
    """The archive cannot be made; the text says why and what to do."""


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of every file below a folder, as `sha256sum --check` reads it."""
    names = [path.relative_to(folder).as_posix() for path in files_below(folder) if path.name != SUMS]
    lines = (f"{file_digest(folder / name)}  {name}\n" for name in names)
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def refuse_unfit(wheels: Iterable[str]) -> None:
    """Raise BundleError for what would not install without a network, or is made for other processors."""
    for name in sorted(wheels):
        if not name.endswith(".whl"):
            raise BundleError(f"{name} 不是 wheel，离线时装不上；请先为它构建 wheel")
        if name.lower().startswith(_CUDA):
            raise BundleError(
                f"{name} 是显卡用的；请让 pip 取得不带 CUDA 的 torch（PIP_EXTRA_INDEX_URL 或 PIP_FIND_LINKS）"
            )


def fill(folder: Path) -> None:
    """Put everything into the archive's folder."""
    wheels = folder / "wheels"
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", wheels, "--find-links", wheels]
    pip += ["--constraint", CHECKOUT / "constraints.txt"]
    # torch comes first and by its exact version, as in the Makefile.
    for wanted in ("torch", CHECKOUT):
        subprocess.run([*pip, wanted], check=True, stderr=subprocess.DEVNULL)
    refuse_unfit(path.name for path in wheels.iterdir())
    shutil.copy(CHECKOUT / "constraints.txt", folder)
    shutil.copy(CHECKOUT / "deploy" / "install.sh", folder)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    hotline = Path(sys.executable).with_name("hotline")
    subprocess.run(
        [hotline, "knowledge", "build"],
        check=True,
        env={**environment, "HOTLINE_HOME": str(folder / "home")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    shutil.rmtree(folder / "home" / "serving", ignore_errors=True)
    write_sums(folder)


def main() -> None:
    """Make the archive in `dist/` and print its path."""
    name = f"policy-hotline-{version('policy-hotline')}-cp{sys.version_info.major}{sys.version_info.minor}"
    target = CHECKOUT / "dist" / f"{name}.tar"
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / name
        folder.mkdir()
        try:
            fill(folder)
        except BundleError as error:
            sys.exit(str(error))
        with tarfile.open(target, "w") as archive:  # wheels are compressed already
            archive.add(folder, name)
    print(target)


if __name__ == "__main__":
    main()
