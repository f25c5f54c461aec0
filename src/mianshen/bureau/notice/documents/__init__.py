"""Numbered documents (文书): what is printed, sealed and served on paper."""
