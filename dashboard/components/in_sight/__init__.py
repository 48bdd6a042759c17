"""What a control has changed, brought into sight."""
