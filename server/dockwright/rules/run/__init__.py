"""Rules about the commands of RUN."""
