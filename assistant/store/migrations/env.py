"""Run by Alembic: the migrations go over the connection that `upgrade` hands in, in its transaction."""

from __future__ import annotations

from alembic import context

from assistant.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
