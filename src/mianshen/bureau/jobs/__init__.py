"""What the platform does by itself: as each district's rhythm says, and safe to do again."""
