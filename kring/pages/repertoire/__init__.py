"""What a circle makes: adding something useful, and saying that you used it."""
