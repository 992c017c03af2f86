"""Which cue goes with which marks."""
