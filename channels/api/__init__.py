"""What a program sends: up to a thousand acts a request, each answered on its own."""
