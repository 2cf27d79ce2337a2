"""An author's own words inside a message: short enough to read and without invisible characters."""

LONGEST = 40


def excerpt(text: str, longest: int = LONGEST) -> str:
    r"""`text` on one line, control characters written as escapes, cut with … after `longest` characters.

    >>> excerpt("a\nb")
    'a\\nb'
    >>> excerpt("9" * 5000, 6)
    '999999…'
    """
    cut = text[:longest]
    visible = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
    return visible + ("…" if len(text) > longest else "")
