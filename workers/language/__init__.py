"""What all stages know of English and of text: word lists, names, marks, sentences, cues."""
