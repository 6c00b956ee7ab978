"""A citizen's month and year: what it came to, beside one's own year before, and what one may show and prove of it."""
