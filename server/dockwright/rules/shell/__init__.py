"""Rules about the shell and its text in RUN."""
