"""What the adviser does: one use case, one function."""
