"""Names that an author gives: where each is set and used, and which have a meaning of their own."""
