"""What hadolint sees in the same text, for its profile: words and options, whatever the programs make of them."""
