"""A PostgreSQL server of the tests' own: a free port, a temporary folder, started and stopped by its pid."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

_VERSIONS = Path("/usr/lib/postgresql")
_PATIENCE = 30


class Postgres:
    """One server; `stop` and `start` may be called as often as one likes."""

    def __init__(self) -> None:
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._programs = _programs()
        # PostgreSQL refuses to run as root; Debian's package brings a user for it.
        self._as = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="hotline-postgres-"))
        if self._as:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "--auth=trust", "--username=hotline", "--encoding=UTF8", "--no-sync", "--no-instructions")

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://hotline@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = subprocess.Popen(
            [self._programs / "postgres", "-D", self.folder, "-p", str(self.port)]
            + [f"-c{setting}" for setting in ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")],
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as,
        )
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        """Break all connections off and stop it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_PATIENCE)
            self._process = None

    def create(self, database: str) -> str:
        """Make an empty database and return its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as at:
            at.execute(f'create database "{database}"')
        return self.url(database)

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._programs / program, "-D", self.folder, *arguments]
        subprocess.run(command, cwd="/", check=True, capture_output=True, **self._as)


def _programs() -> Path:
    """The folder of the newest version's programs."""
    found = sorted(_VERSIONS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise FileNotFoundError("no PostgreSQL below /usr/lib/postgresql; run tools/system-packages postgresql")
    return found[-1].parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
