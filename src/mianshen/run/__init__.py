"""The main job on files: read, assess, write, summarise, explain."""
