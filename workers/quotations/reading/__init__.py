"""Prepares lines for the parser, and leads from the parse back to the text.

frames        replaces each free-standing quotation of a line by a short stand-in: the parser attaches better;
              sets a headline In Title Case in sentence case, letter for letter
word_vectors  keeps what the parser computes of each word by itself, for the next time that the word is printed
scenes        joins a frame and its parse: offsets in the article and quoted stretches for tokens
"""
