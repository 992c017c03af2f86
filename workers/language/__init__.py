"""What all stages know of English and of text.

lexicon        the one reader of the word lists in words/
folding, keys  spelling set aside; what all names of one body, place or vessel share
person_names   the parts of a person's name; when two names can be one person's
titles         which words are titles, and what they say
gender         a person's gender, from titles, names, nouns, pronouns
nouns          what kind of speaker a common noun makes
cues           the words that introduce speech
works, naming, citations   titles of works, names that are given and words spoken of, references between marks
marks          quotation marks and the stretches between them
sentences, segments   where sentences begin; which segments are read
tags           part-of-speech tags, dependency labels, nouns of time
"""
