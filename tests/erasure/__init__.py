"""One pupil is erased, and every file that the server keeps is searched for her."""
