"""Xueheng 学衡: from what people did to how well it goes, and back."""

__version__ = "0.1.0"
