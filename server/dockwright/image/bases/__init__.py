"""Facts about base images: their distribution, content, and the programs of packages."""
