"""Running calls, so that every worker hears what is said in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "running_call",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("heard_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_running_call"),
    )
    op.create_index("ix_running_call_heard_at", "running_call", ["heard_at"])
    op.create_table(
        "utterance",
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("final", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("call_id", "position", name="pk_utterance"),
        sa.ForeignKeyConstraint(["call_id"], ["running_call.id"], name="fk_utterance_call_id", ondelete="CASCADE"),
    )
