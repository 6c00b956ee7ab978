"""What staff did that changes no row of a table with a trail: looked at personal values, took a list away …"""
