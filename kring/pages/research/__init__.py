"""What a researcher sees of circles that said yes, and takes along under other names."""
