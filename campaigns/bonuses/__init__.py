"""What campaigns pay, from their own budgets, and take back with the act."""
