"""Alembic's migrations, shipped with the package; `assistant.store.migrate` runs them."""
