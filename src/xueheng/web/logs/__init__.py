"""The server's log: one line of JSON for each thing that happened, and nothing of anybody's data in it."""
