"""Low-carbon cases of the city: what public sources name, and what enterprises and the desk add."""
