"""The mall, for citizens: offers on show, redeeming, vouchers, and causes to give to. Knows no other reader's pages."""
