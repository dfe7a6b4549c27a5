"""Who meets whom, and when (section 4.1 to 4.12): pure, and the same on every phone."""
