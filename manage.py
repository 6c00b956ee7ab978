#!/usr/bin/env python3
"""Django's command line; `bin/manage` runs it with the database and the broker up."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")
    execute_from_command_line(sys.argv)
