"""The bulletin of offers and deals: what holders offer, who takes it up, and what is delivered for which money."""
