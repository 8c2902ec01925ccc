"""What every sentence is checked against before a person reads it, whoever wrote it."""
