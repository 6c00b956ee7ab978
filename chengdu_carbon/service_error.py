"""The error of everything that runs servers and processes."""


class ServiceError(Exception):
    """What kept a server from running, said in one line."""
