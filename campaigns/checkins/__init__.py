"""Who was there: by the code on the organiser's screen, or seen by staff."""
