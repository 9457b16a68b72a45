"""Text that BuildKit reads differently from what its author meant: comments after words, flag values after a blank."""
