"""Pages: the layout they share, the start page, and the page that says whether all is well."""
