"""`bin/faults`: parts of a running portal are restarted, killed, frozen and cut off, and what was promised is counted.

Knows the portal by its doors: processes, HTTP, and plain SQL for the counting, which shares no code with the audit.
"""
