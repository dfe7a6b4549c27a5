"""What makes a circle last: for the circle itself, and for who gives it hours and a role."""
