"""“演示平台”: the four platforms, played on this machine as each of them documents itself.

The demonstration offers it with DEBUG on loopback, and the tests run it (`tests/platforms/loopback/`). It knows nothing
of the portal's own code, so that both sides are written from the documentation.
"""
