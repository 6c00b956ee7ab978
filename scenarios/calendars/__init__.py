"""Days that a regulation names: holidays and the weekends worked for them, and when a plate may not drive."""
