"""Rules about what an install needs: a package manager, lists, servers, certificates, answers."""
