"""From positioned nodes to typed definitions: every name resolved, every expression typed, every finding with its place."""
