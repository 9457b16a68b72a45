"""Rules about what a container runs: CMD, ENTRYPOINT, HEALTHCHECK, EXPOSE, STOPSIGNAL."""
