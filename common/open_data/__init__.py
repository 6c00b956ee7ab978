"""Open data: tables that are CSV, JSON and a description for programs at once, at addresses that stay."""
