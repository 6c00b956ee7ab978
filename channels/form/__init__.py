"""What a citizen types: a form for each scenario, made from its claim."""
