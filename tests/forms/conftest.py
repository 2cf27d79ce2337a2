"""The ground of the permission matrix: two authorities, and a reader for each role of the first."""

from tests.permission_matrix.conftest import laid, where

__all__ = ["laid", "where"]
