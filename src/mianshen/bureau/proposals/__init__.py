"""What one member of staff proposes and another has to agree to before it is done."""
