"""Registrations in: an adviser's own spreadsheet read as data, coded, and doubted aloud.

`reading.read` makes a `Preview`; `decisions.rows_to_import` turns a preview and the adviser's
answers into cases. Nothing here computes a formula, follows a link or writes a file.
"""
