"""The photo report (环保随手拍): a photo, its place and what it shows, looked at by the desk, paid when accepted."""
