"""Prepares lines for the parser, and leads from the parse back to the text.

frames        replaces each free-standing quotation of a line by a short stand-in: the parser attaches better;
              sets a headline In Title Case in sentence case, letter for letter
word_vectors  keeps what the parser computes of each word by itself, for the next time that the word is printed
neighbours    computes the rest of the parser's vectors, all lines of an article in one matrix
scenes        joins a frame and its parse: offsets in the article and quoted stretches for tokens
"""
