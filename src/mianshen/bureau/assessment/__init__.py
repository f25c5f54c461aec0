"""What everyone is entitled to: facts as known go to the calculator, its answers are kept."""
