"""The schema's history: one migration a file, run by `shared.store.migrate`."""
