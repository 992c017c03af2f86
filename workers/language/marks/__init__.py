"""Which stretches of a text stand between quotation marks; the one answer for all stages.

lines    the stretches within which marks are paired: one for each segment
ticks    each mark with its family and the side it stands on; single marks told apart from apostrophes
pairs    marks that belong together; quoted stretches, those that run over paragraphs included
"""

from workers.language.marks.lines import MAX_LINE, Line, begins_with_mark, cut_lines, lines_of_article
from workers.language.marks.pairs import Quoted, find_quoted

__all__ = ["MAX_LINE", "Line", "Quoted", "begins_with_mark", "cut_lines", "find_quoted", "lines_of_article"]
