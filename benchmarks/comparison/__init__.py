"""What Dockwright and other tools for Dockerfiles do with the same small inputs: the facts of the README's table."""
