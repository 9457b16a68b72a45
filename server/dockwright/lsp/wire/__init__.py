"""Between the client's bytes and our requests: cutting messages, reading and writing them, asking and being asked."""
