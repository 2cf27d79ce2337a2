"""The engine of SQLite's files for Django, which finds it by the name of this folder."""
