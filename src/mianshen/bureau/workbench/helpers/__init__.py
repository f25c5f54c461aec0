"""转村（社区）核实: visits and calls in the villages, on a phone."""
