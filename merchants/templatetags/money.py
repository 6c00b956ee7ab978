"""Fen as people read them."""

from django import template

from merchants.fen import plain_yuan, yuan

register = template.Library()
register.filter("yuan", yuan)
register.filter("plain_yuan", plain_yuan)
