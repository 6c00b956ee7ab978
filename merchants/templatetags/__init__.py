"""What other apps' pages show of merchants."""
