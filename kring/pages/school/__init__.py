"""The page of who leads a school: its circles and what they share. Nobody by name, no circle before another."""
