"""Habits: what people do whose acts an app or an operator sends a week at a time. One habit, one small file."""
