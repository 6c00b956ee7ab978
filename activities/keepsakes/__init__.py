"""What citizens take away of a month or year: a picture that they show, and a certificate."""
