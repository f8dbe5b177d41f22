"""The manual, as the program shows it."""
