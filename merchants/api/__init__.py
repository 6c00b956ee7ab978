"""`/api/v1`: offers for everyone, redemptions for a citizen's programs, captures for a till's."""
