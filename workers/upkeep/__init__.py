"""What keeps the promises: the sweeper, the backfill, the identities across articles, the watchdog."""
