"""Rules about ARG and ENV."""
