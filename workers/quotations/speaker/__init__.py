"""Whose phrase it is: the words of the speaker, read off the parse."""
