"""The double-entry ledger: who holds what, moved by whom, when. Knows holders, never activities or merchants."""
