"""Files that citizens upload: taken in, read in the background a piece at a time, told of row by row."""
