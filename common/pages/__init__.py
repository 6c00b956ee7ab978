"""How a page is made, whichever app's it is: how it looks on this device, what is kept of it, what it carries back."""
