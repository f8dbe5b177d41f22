"""Vertrouwen: the confidential adviser's practice on the adviser's own machine."""
