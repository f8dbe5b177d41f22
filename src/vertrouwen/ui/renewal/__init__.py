"""Another master key for the whole practice, step by step."""
