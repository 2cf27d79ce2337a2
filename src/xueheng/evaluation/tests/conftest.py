"""The two authorities of the identity room, and records made there."""

from xueheng.identity.tests.conftest import elsewhere, place, two_authorities

__all__ = ["elsewhere", "place", "two_authorities"]
