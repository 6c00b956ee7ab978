"""The registry as open data: the same rows as CSV and JSON at addresses that stay, and what each field means."""
