"""Photos that prove an act: judged by what they hold, stripped of what they say, kept where only few may look."""
