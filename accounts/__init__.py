"""Who: citizens and staff, how they sign in, what machines may do in their name."""
