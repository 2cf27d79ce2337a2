"""Which table lives in which database."""


class KeyDatabase:
    """Subject keys live in `keys`, everything else in `default`."""
