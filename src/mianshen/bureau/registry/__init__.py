"""Who is who, what each person is recognised as and when, who answers for them and who is paid."""
