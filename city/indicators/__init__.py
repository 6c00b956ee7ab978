"""The city's indicators: series of figures, each figure with its source; what no source gives is not there."""
