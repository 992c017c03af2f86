"""Lines made ready for the parser, and the way back to the text."""
