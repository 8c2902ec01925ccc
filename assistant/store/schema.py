"""The tables of conversations, and the metadata that every table of the product belongs to.

To add tables: put them in a file of their own in this package (`users.py`), made with `metadata` from here; write
`migrations/versions/000N_what.py` by hand with the last file's `revision` as its `down_revision` (`op.create_table`
with the same columns and names); read and write them in functions over a `Database` (`with db.writing() as at: …`).
A test compares what the migrations make with what the files here say, on both databases.

Moments are text, `2023-06-01T08:00:00+08:00`: always China's time with seconds, so that they sort as they stand.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),  # grows with every turn; who writes names the one that was read
    Column("region", Text),  # the place that its first message was asked for
    Column("created_at", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Index("ix_conversation_updated_at", "updated_at"),
)

turn = Table(
    "turn",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),  # 1 is the first of its conversation
    Column("request", Text),
    Column("asked_at", Text, nullable=False),
    Column("message", Text, nullable=False),  # masked
    Column("reply", Text, nullable=False),  # the Reply as JSON
    Column("kind", Text),  # null where an older product wrote the turn and it cannot be told
    Column("generation", Integer),
    Column("verdict", Text),  # of verify: passed, or dropped where a draft did not hold
    Column("timings", Text, nullable=False),  # step → milliseconds, JSON
    Column("trace", Text, nullable=False),  # what the answer depended on, JSON
    UniqueConstraint("request"),
    UniqueConstraint("conversation_id", "position"),
    Index("ix_turn_generation", "generation"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("turn_id", Text, ForeignKey("turn.id", ondelete="CASCADE"), nullable=False),
    Column("given_at", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("comment", Text),  # masked
    Column("clause_id", Text),
    Column("rating", Integer),
    Index("ix_feedback_turn_id", "turn_id"),
)

gap = Table(
    "gap",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region", Text, nullable=False),  # code; empty where no place was known
    Column("key", Text, nullable=False),  # digest of what makes two asks the same gap
    Column("words", Text, nullable=False),  # the words that carry the ask, without any person's own
    Column("ask", Text, nullable=False),  # as it was last said, masked
    Column("first_seen", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("state", Text, nullable=False),  # open, answered, dismissed
    UniqueConstraint("region", "key"),
)

sighting = Table(
    "sighting",
    metadata,
    Column("gap_id", Integer, ForeignKey("gap.id", ondelete="CASCADE"), primary_key=True),
    Column("turn_id", Text, ForeignKey("turn.id", ondelete="CASCADE"), primary_key=True),
    Column("ask", Text, nullable=False),  # masked
    Index("ix_sighting_turn_id", "turn_id"),
)
