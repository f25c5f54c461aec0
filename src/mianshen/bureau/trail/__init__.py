"""What happened and who looked: a record that is only ever added to."""
