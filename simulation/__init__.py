"""A seeded city that behaves: people with habits, merchants, staff and cheats, and days that pass.

It drives the portal through its public doors alone (`simulation/doors/`), with `now` as an argument, so that the books
are what they would be. Equal seed, equal books (docs/simulation.md).
"""
