"""Names gathered by what they name: one thing each."""
