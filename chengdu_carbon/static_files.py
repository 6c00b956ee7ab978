"""Which files of the npm packages are served: of fifty megabytes for charts, maps and codes the pages need a few."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalStaticFiles(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "echarts.js*",
        "echarts.[!s]*",
        "echarts.simple.js*",
        "extension",
        "leaflet-src*",
        "gcoord.[!g]*",
        "gcoord.global.js",
        "zxing-browser.js*",
        "zxing-browser.min.js.*",
    ]
