"""Scripts that measure, each run by itself: `make bench`. They use the site as its worker
does."""

import django

django.setup()
