"""What the portal tells each citizen: `telling` writes it, `words` say it, `reading` is for whom it was told."""
