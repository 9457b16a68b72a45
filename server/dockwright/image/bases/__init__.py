"""Facts about base images: what they are made of, what they hold, what packages bring."""
