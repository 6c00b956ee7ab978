"""Fen as people read them."""

from django import template

from merchants.fen import yuan

register = template.Library()
register.filter("yuan", yuan)
