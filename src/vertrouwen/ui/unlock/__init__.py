"""Getting in: the unlock window and coming back from a backup."""
