"""Which files of the npm packages are served: of fifty megabytes for charts and codes, the pages need two files."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalStaticFiles(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "echarts.js*",
        "echarts.[!s]*",
        "echarts.simple.js*",
        "extension",
        "zxing-browser.js*",
        "zxing-browser.min.js.*",
    ]
