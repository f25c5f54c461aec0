"""The workbench: pages for staff, one folder for each family of screens, and the frame they share.

How a page is made: docs/workbench.md.
"""
