"""Decides which words of a line announce that somebody said something, and what was done by saying it.

find        finds the cues: verbs, nouns, "according to", "made clear"; each with the head of its subject
silence     finds refusals to answer: "declined to comment", "could not be reached"
belief      discards cues that report nobody's words: "might say", "nobody said", "did not say"
acts        names the act: statement, denial, question, demand, promise, thought, no comment; and whom it addresses
"""
