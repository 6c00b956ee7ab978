"""What people type, paste, scan and export, read by one grammar, whichever door it comes through."""
