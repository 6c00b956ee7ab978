"""Low-carbon venues: malls, hotels, scenic spots and restaurants; their evaluations, plates and screens."""
