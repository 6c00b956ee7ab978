"""Forms of a design: its pages, the parameters and lines of its method, and what is said of it."""
