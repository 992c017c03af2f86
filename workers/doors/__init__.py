"""The ways in: submissions by stream, file and command line, and the answers to their producers."""
