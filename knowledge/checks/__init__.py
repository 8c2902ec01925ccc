"""What must hold of the knowledge: one file for each sort of thing that can be wrong."""
