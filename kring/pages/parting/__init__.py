"""Somebody's part in a circle ends without them stepping out."""
