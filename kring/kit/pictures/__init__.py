"""Small pictures that are read without colour: pure functions that give a `Picture`."""
