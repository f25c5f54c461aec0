"""The platform around the calculator: a Django project whose apps are the steps of the walk."""
