"""Today: what needs the adviser, and what waits for the reporter."""
