"""Decides what was said: the words that a cue governs, without its own, its speaker's and the reporter's.

governed    collects the words a cue governs, from their heads, and phrases that the parser hangs on the cue;
            removes the words of others: the next "he said", asides, comments of the reporter
heads       finds those heads: one rule for each construction, tried in order
objects     finds them where no clause is governed: "called it a mistake", "found no evidence"
strays      adds the parts of a content that the parser hangs on the cue behind it
insertions  takes the sentence around an inserted cue: "Talks, he said, go on."
records     heads and contents, each with the name of its rule
"""
