"""How numbers are written, where Django’s formats of a language say nothing."""
