"""Somebody's part in a circle ends without them stepping out: a decision of the group, or for safety at once."""
