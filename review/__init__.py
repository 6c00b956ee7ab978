"""Where people decide: one desk for all that waits for a person, and what citizens answer to it."""
