"""Tables that a bureau hands in, the close of its months, and the figures it is measured by."""
