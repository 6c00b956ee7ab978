"""Pooling: acts of citizens who agree are gathered by month into a project's monitoring report, each once."""
