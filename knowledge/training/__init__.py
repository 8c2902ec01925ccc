"""How the shipped embedding model is made: `python -m knowledge.training`."""
