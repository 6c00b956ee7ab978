"""Mini-programs of platforms: their login code is exchanged for whose account it is (docs/adr/0101)."""
