"""What a team would write first on the same server: a view with one INSERT, a DRF viewset, a page from a template.

The portal's own settings, middleware and process; `benchmarks.plain.settings` adds this app and its addresses.
"""
