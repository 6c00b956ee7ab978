"""Thousands apart, as everywhere on the pages: Django’s Chinese formats leave digits together."""

NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = ","
