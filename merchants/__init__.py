"""Where credits are spent: merchants and causes, their offers, redemptions and what is owed for them."""
