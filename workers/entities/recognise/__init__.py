"""Finds the names in an article and decides their kinds: the model's guesses, mended by pure steps in order.

recognition   runs the model over the article's own words
steps         the steps in order, each with its reason
cleaning      marks, noise, shouting; one label per name
splits, widening, boundaries   where a name begins and ends
titles, offices                titles in front of names; what an office is for
kinds, evidence                the kind of a name, from the words around it and inside it
acronyms, firms, teams, vessels   kinds of names that bear other things' names
propagation   names found once are found again, in headlines, too
"""
