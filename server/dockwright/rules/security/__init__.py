"""Rules about checks that are switched off, rights that are given away, and passwords."""
