"""The read API of the city's data: public series, indicators and cases for programs, without a token."""
