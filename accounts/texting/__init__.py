"""Text messages by gateways that are paid for: what each asks for and answers, and how one stands in for another.

What the consoles of both ask for, and the settings: docs/texting.md.
"""
