"""What people say in other characters, dialects, letters or languages, as plain simplified Mandarin."""
