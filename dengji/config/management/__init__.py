"""Commands that belong to no room: the server and the generated documents."""
