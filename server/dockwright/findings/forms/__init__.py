"""Other ways to write an instruction that mean the same; fixes and refactorings share them."""
