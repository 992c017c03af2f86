"""Decides who speaks words that no cue announces.

carry_over     walks the lines: the rest of a split quotation, a speaker who goes on, two who talk in turn, or one
               of the evidences below
introductions  reads the sentence before a colon: "The mayor's response: ..."
labels         reads a name alone beside a quotation: "Walz: '...'", '"..." — Jane Roe, Ohio'
blocks         reads lines without marks below a colon as somebody's words
transcripts    reads turns: "WALLACE: ...", "Q: ..."
headlines      reads quotations in a headline: "Kyiv: talks are on", "Talks are on, Kyiv says"
"""
