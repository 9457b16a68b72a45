"""Host files (Compose, Bake, devcontainer.json, workflows) in the editor, where they name something of a Dockerfile."""
