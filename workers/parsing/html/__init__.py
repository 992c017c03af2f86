"""Pages: an HTML page's own fields and the lines of its article."""
