"""What a run asks: a generation of a home in this process, or a server by its address."""

from __future__ import annotations

from pathlib import Path

from eval.evidence import Evidence
from eval.runner import Runner
from knowledge.settings import Settings


def local_runner(settings: Settings, generation: int, sources: Path) -> Runner:
    """A runner over one generation of a home; retrieval, quotes and the time of each step are measured."""
    # imported here: `hotline` gathers every command at each start, and most need no index
    from assistant.wiring import open_assistant
    from eval.local import InProcess

    asked = InProcess(open_assistant(settings, generation=generation))
    return Runner(asked, asked, Evidence.shipped(sources=sources))


def remote_runner(url: str, sources: Path) -> Runner:
    """A runner over a server; it sees the replies alone."""
    from eval.remote import RemoteAnswerer

    return Runner(RemoteAnswerer(url), None, Evidence.shipped(sources=sources))
