"""Grams as people speak of them, in templates."""

from django import template

from city.dashboard import measures

register = template.Library()
register.filter("grams_in_words", measures.grams_in_words)
