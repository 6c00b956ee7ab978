"""Alipay, a provider of our own: allauth has none."""
