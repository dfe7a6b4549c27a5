"""How near the facilitator stays: what a circle can do by itself, and the group that decides (lifecycle.md 7)."""
