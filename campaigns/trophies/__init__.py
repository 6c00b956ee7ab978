"""Trophies as data: earned by acts that count, gone with them, and shown as Open Badges where their owner likes."""
