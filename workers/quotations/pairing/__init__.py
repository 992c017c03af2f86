"""Decides which cue goes with which quoted stretch, and makes the findings of a line.

fit       scores each pair of a cue and a quoted stretch: "pairing." rules
reported  makes one finding of each cue: its free-standing quotations, the words it governs, fragments
"""
