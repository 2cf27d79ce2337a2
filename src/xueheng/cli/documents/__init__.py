"""The documents that people read: a workbook of results, and pages that take every number apart."""
