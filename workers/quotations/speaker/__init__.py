"""Decides whose words a cue introduces: the speaker's phrase in the text. Who is meant is coreference's question.

owners        finds the head: the subject of a verb or of a clause behind a noun, the agent of a passive, a noun's owner
tangles       recognises subjects that the parser mixed up in a long sentence
phrases       takes the phrase around the head, and the single speakers of "X, Y and Z"
subjects      tells which noun phrases can speak, and the subject of a sentence
"""
