"""Snapshots: the record as it stands at one moment, in typed files that an evaluation reads."""
