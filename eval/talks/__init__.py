"""Talks: what the assistant understood of each message, against what a person who did not know it says it should."""
