"""What citizens did: taken in at one gate, scored by the rule in force, explained to their reader."""
