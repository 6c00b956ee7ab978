"""What everybody sees of campaigns, and citizens of their own sign-ups."""
