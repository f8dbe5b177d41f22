"""The reports: which are issued, and one being made."""
