"""The example region: plainly synthetic workbooks of schools that do not exist, for trying things out."""
