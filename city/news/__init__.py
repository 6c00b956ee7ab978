"""News and policies of the city: entered by one person, published by another, corrected in the open."""
