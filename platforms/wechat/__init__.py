"""WeChat: a QR code on a desktop, and a tap inside WeChat."""
