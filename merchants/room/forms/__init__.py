"""What a merchant's owner and managers write. Names are Chinese; English ones may be left out."""
