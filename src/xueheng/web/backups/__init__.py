"""Backups: a copy of the record and its files at one moment, another of the keys apart from it, and the way back."""
