"""Changes for the worse, made to a copy of the program, to see whether the suite notices: a test of the suite."""
