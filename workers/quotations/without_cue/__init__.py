"""Decides who speaks words that no cue announces.

carry_over     walks the lines: the rest of a split quotation, a speaker who goes on, two who talk in turn, or one
               of the evidences below
labels         reads a name alone beside a quotation: "Walz: '...'", '"..." — Jane Roe, Ohio'
blocks         reads the sentence before a colon, "The mayor's response: ...", and lines without marks below it
verdicts       reads the owner of what a copula calls his: '"...," was Roe's verdict'
transcripts    reads turns: "WALLACE: ...", "Q: ..."
headlines      reads quotations in a headline: "Kyiv: talks are on", "Talks are on, Kyiv says"
"""
