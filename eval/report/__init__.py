"""A run as one HTML page that needs nothing but itself."""

from eval.report.page import page

__all__ = ["page"]
