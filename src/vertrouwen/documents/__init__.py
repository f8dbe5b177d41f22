"""Papers that leave the practice: made from released figures and fixed words, never from rows.

A paper is bytes; where they go is decided by the use case. Libraries are imported when a paper is
made, not before: the first window does not need them.
"""
