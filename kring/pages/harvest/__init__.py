"""Reading the harvest together: what we agree, who does what, what we learnt."""
