"""Settings: words and colours, the practice, backup, keys, and what the program is made of."""
