"""How well the retriever alone finds the clause that answers, and how fast."""
