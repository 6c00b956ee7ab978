"""The city's yearly report of green development: six parts, each in editions; a version of the whole stays readable."""
