"""What staff do with campaigns: write, open, announce, cancel, report."""
