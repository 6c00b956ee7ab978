"""What each published method asks for, when it applies and how it counts: pure, without clock, database or chance."""
