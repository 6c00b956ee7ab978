"""`/api/v1`: a citizen's cars, pledges and meters for programs."""
