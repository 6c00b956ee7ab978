"""What the city accounts for itself: credits, budgets, refusals, appeals, delays, freezes and changes of rules."""
