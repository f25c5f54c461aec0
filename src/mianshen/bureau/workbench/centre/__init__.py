"""The district centre: second review, clearing, month close."""
