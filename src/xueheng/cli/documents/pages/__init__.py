"""Pages of plain HTML: an index of the evaluation, and one page a subject."""
