"""Words of files in both languages: a file is read whatever the language in which it was begun."""

from methodologies.base import Text

STARTS: Text = {"zh-hans": "起始日期", "en": "First day"}
ENDS: Text = {"zh-hans": "截止日期", "en": "Last day"}
NOTES: Text = {"zh-hans": "填写说明", "en": "How to fill it in"}
EXAMPLE: Text = {"zh-hans": "示例", "en": "Example"}
"""A line whose source is called so is passed over."""
