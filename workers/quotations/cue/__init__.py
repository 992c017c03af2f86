"""Which words announce what somebody said, and what they do with it."""
