"""The practice kept as rows in the open, keyed database; does not know where it came from."""
