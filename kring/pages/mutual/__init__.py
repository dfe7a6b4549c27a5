"""Thanking somebody of the circle, and asking the circle for help."""
