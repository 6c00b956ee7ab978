"""The catalogue of everything that the portal publishes as data: files, their description, and their editions."""
