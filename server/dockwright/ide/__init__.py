"""Answers for an editor as plain values: snapshot and offset in, values out."""
