"""From a recorded act to what it earns: the queue, the pure reckoning and its state, and the batch that does it."""
