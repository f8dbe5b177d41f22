"""A disk that tells what is asked of it, and fails where a proof wants it to (Linux)."""
