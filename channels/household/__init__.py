"""A household's counters: cars with their odometers, meters with their readings, and the acts that they prove.

One package, because all of them work alike: bound by a citizen, read more than once, and what lies between two
readings is an act. Plates, meter numbers and readings are personal values: they stay here, may be erased whole, and
neither acts nor the audit trail know of them.
"""
