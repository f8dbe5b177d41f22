"""The locked box: keys, slots, files, checks and backups; no idea what a case is."""
