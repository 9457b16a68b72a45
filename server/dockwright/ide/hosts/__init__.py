"""Editor features in host files (Compose, Bake, devcontainer.json, workflows) for references to Dockerfiles."""
