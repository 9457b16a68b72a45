"""Rules about files: COPY, ADD, WORKDIR and the build context."""
