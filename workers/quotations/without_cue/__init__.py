"""Words that no cue announces: continuation, dialogue, blocks, labels, signatures, transcripts, headlines."""
