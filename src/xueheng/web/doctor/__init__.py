"""What is wrong with an installation, and what to do: everything looked at, nothing changed."""
