"""Pages of the bulletin: for everybody, and in the room of an organisation."""
