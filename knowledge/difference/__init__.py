"""What changes between two states of the knowledge, clause by clause, before it is published.

`difference` compares two `Contents`, plain values without an index or a file; `lines` shows the outcome
to an editor in a terminal, `Difference.as_json` to a program.
"""

from knowledge.difference.compare import Contents, difference
from knowledge.difference.lines import lines
from knowledge.difference.result import Difference

__all__ = ["Contents", "Difference", "difference", "lines"]
