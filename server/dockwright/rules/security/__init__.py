"""Rules about disabled checks, excessive permissions and passwords."""
