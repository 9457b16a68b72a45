"""What `dockwright check` does with many files: in several processes, with what is known from before."""
