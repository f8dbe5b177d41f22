"""The first start: recovery code on paper, the adviser's own name, the first client."""
