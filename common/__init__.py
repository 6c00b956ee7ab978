"""What more than one app needs and none owns: errors, HTTP, city time, public ids. No models."""
