"""Class sheets (快记): one observation about a whole class."""
