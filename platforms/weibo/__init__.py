"""Weibo, by allauth's provider."""
