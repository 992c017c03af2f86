"""Holds the history of the schema: one migration in each file, for `shared.store.migrate` to run."""
