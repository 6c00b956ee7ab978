"""Pictures that somebody sends: only what their pixels say is kept, and a decoder never runs in the web process."""
