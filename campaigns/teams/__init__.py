"""Teams by choice: joined by an invitation, left at any moment, ranked among those who joined and nobody else."""
