"""The portal's public doors as the city uses them, one subject a file: where a door moves, a line changes here.

Each takes `now` and answers what its use case does; what a door refuses it raises as the `DomainError` that it is.
"""
