"""English as read in Chengdu."""
