"""Finding something again in what a circle took along."""
