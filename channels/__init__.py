"""Ways in: how an act comes to the core. Each is an app of its own, and none knows another."""
