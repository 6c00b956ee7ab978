"""The staff desk at /admin/: its site, who passes, its dashboard, and the pages on which rules change."""
