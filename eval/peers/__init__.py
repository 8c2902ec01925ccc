"""What others would build of stock parts, asked the same questions and graded by the same judge."""
