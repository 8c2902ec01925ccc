"""Figures worked out of those that stand in clauses: what is asked for, of which operands, by which operation."""
