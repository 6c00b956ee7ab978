"""What the page of signing in shows of platforms."""
