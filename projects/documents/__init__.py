"""Documents of projects: taken in by what they are, kept with their hashes, shown to who may read them."""
