"""The processes of a running installation: pages, jobs, and the one that watches over both."""
