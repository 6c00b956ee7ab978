"""How fast the portal is, beside what a team would pick instead; `bin/bench` runs it (docs/performance.md)."""
