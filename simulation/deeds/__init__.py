"""Deeds: what people do by their own hand, each through a door of its own. One deed, one small file.

A module plans the day of somebody by `plan(city, person, day)`; its name in people.yaml is its `NAME`.
"""
