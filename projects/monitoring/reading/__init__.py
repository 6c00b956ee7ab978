"""Reads tables of lines out of CSV and XLSX files: pure but for the library that unpacks."""
