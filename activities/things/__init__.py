"""What acts count of the world: a car's kilometres and hours, a meter's days, a device's record. Each counts once.

For everybody and for all time: the tables here are narrow, hold no personal value and outlive what was erased of a
household. A thing is known by a keyed digest; what an act counts of it is a stretch between two whole numbers.
"""
