"""Finds the names in an article and decides their kinds: the model's guesses, mended by pure steps in order.

recognition   runs the model over the article's own words
steps         the steps in order, each with its reason
cleaning      marks, noise, shouting; one label per name
splits, widening, boundaries   where a name begins and ends
titles                         titles in front of names; what an office is for
kinds                          the kind of a name, from the words around it and inside it
datelines     the places of a dateline
acronyms      the acronyms that an article defines
namesakes     firms, ships and storms that bear people's names; teams that bear places'
results       the sides in lines of results and standings
propagation   names found once are found again, in headlines, too
"""
