"""From positioned nodes to typed definitions: names resolved, expressions typed, every finding with its place."""
