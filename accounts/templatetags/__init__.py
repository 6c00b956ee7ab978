"""What every page shows of its citizen's account."""
