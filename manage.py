#!/usr/bin/env python3
"""Django's command line; `bin/manage` runs it with the database and the broker up."""

import os
import sys

from common import commands

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")
    commands.run(sys.argv)
