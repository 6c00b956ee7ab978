"""The room of a merchant: what its owner and managers look after. Knows the mall, neither the till nor the desk."""
