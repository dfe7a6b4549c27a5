"""How near the facilitator stays, for the circle that decides it."""
