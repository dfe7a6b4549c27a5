"""Belonging to a circle: who takes part, how near to the core, another role, inviting, leaving."""
