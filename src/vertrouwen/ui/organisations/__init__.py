"""The client organisations: profile, units, headcounts, reports."""
