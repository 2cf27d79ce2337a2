"""Identity: what the other rooms may use."""

from xueheng.identity.scopes import ScopedManager, ScopedQuerySet, ScopeMissing

__all__ = ["ScopeMissing", "ScopedManager", "ScopedQuerySet"]
