"""What messages of each route sound like."""
