"""Chinese as written in Chengdu."""
