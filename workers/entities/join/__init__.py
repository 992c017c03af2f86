"""Decides which of an article's names mean one person, body or place, from the names and the words around them.

joining         one article's names to its things, kind by kind; the best-formed name of each
people          full names first; then surnames, given names, initials and titles that stand for a full name
gathering       the people found so far, and the words by which a name finds them again
holders         who can be meant by "President Roe"
organizations   legal forms, short forms and acronyms of one body
places          the names of one place
"""
