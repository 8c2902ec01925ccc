"""Conversations, turns, feedback and gaps; what a home kept before there were migrations is taken over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BEFORE = ("turn", "conversation", "gap")

# Only SQLite files are as old as that. What an old turn's JSON does not say stays null.
_TAKEN_OVER = (
    """
    insert into conversation (id, state, version, region, created_at, updated_at)
    select id, state, max(1, (select count(*) from old_turn where conversation_id = c.id)),
        (select case when json_valid(trace) then json_extract(trace, '$.given.region') end
            from old_turn where conversation_id = c.id order by asked_at, rowid limit 1),
        coalesce((select min(asked_at) from old_turn where conversation_id = c.id), :now),
        coalesce((select max(asked_at) from old_turn where conversation_id = c.id), :now)
    from old_conversation c
    """,
    """
    insert into turn (id, conversation_id, position, request, asked_at, message, reply, kind, generation, verdict,
        timings, trace)
    select id, conversation_id, row_number() over (partition by conversation_id order by asked_at, rowid),
        request, asked_at, message, reply,
        case when json_valid(reply) then json_extract(reply, '$.kind') end,
        case when json_valid(reply) then json_extract(reply, '$.generation') end,
        case when json_valid(trace) and json_type(trace, '$.dropped') = 'array'
            then iif(json_array_length(trace, '$.dropped') = 0, 'passed', 'dropped') end,
        case when json_valid(trace) and json_type(trace, '$.timings') = 'object'
            then json_extract(trace, '$.timings') else '{}' end,
        trace
    from old_turn
    """,
    """
    insert into gap (region, key, words, ask, first_seen, last_seen, count, state)
    select coalesce(region, ''), 'ask:' || ask, ask, ask, first_seen, last_seen, count, 'open' from old_gap
    """,
)


def upgrade() -> None:
    """Make the tables; fill them from those of before where there are any."""
    at = op.get_bind()
    before = sa.inspect(at).has_table("turn")
    if before:
        for name in _BEFORE:
            op.rename_table(name, f"old_{name}")
    _make()
    if before:
        for statement in _TAKEN_OVER:
            values = {"now": _now(at)} if ":now" in statement else {}
            at.execute(sa.text(statement), values)
        for name in _BEFORE:
            op.drop_table(f"old_{name}")


def _now(at: sa.Connection) -> str:
    return str(at.exec_driver_sql("select strftime('%Y-%m-%dT%H:%M:%S+08:00', 'now', '+8 hours')").scalar_one())


def _make() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("region", sa.Text),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("updated_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
    )
    op.create_index("ix_conversation_updated_at", "conversation", ["updated_at"])
    op.create_table(
        "turn",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("request", sa.Text),
        sa.Column("asked_at", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("generation", sa.Integer),
        sa.Column("verdict", sa.Text),
        sa.Column("timings", sa.Text, nullable=False),
        sa.Column("trace", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name="fk_turn_conversation_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("request", name="uq_turn_request"),
        sa.UniqueConstraint("conversation_id", "position", name="uq_turn_conversation_id"),
    )
    op.create_index("ix_turn_generation", "turn", ["generation"])
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("turn_id", sa.Text, nullable=False),
        sa.Column("given_at", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("comment", sa.Text),
        sa.Column("clause_id", sa.Text),
        sa.Column("rating", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_feedback_turn_id", ondelete="CASCADE"),
    )
    op.create_index("ix_feedback_turn_id", "feedback", ["turn_id"])
    op.create_table(
        "gap",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("ask", sa.Text, nullable=False),
        sa.Column("first_seen", sa.Text, nullable=False),
        sa.Column("last_seen", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gap"),
        sa.UniqueConstraint("region", "key", name="uq_gap_region"),
    )
    op.create_table(
        "sighting",
        sa.Column("gap_id", sa.Integer, nullable=False),
        sa.Column("turn_id", sa.Text, nullable=False),
        sa.Column("ask", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("gap_id", "turn_id", name="pk_sighting"),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name="fk_sighting_gap_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_sighting_turn_id", ondelete="CASCADE"),
    )
    op.create_index("ix_sighting_turn_id", "sighting", ["turn_id"])
