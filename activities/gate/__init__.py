"""What the gate (`activities.intake`) is made of: the draft that comes, what the rules say of it, how it is written."""
