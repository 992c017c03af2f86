"""What was said: the words that a cue governs."""
