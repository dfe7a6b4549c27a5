"""What a researcher may see of circles that said yes (roles.md 3, 4 and 6)."""
