"""Tags and filters that every template of the workbench has without loading them."""
