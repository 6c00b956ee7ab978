"""Accounts of other platforms with which a citizen signs in: WeChat, Weibo, Alipay, Douyin."""
