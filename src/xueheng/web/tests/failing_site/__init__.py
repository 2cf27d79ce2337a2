"""The server with two pages that fail with what they were given in the message."""
