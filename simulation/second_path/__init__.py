"""The second path in a simulated city: organisations apply, and projects go from a draft to used-up units."""
