"""`/api/v1`: what joins several apps for a citizen's programs, as the pages beside it do."""
