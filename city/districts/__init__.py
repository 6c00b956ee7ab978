"""A page for each of the city's 23 districts: what is known of it, from the census to its venues."""
