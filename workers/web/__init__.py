"""Pages for people, as a server or as a folder: articles with their quotations in place, people, publishers, search."""
