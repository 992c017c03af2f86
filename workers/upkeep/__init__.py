"""Keeps the promises that queues cannot keep: sweeper, backfill, identities across articles, watchdog."""
