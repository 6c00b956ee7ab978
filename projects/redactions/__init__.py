"""What the desk takes out of public sight."""
