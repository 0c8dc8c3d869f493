"""What the yardsticks of the public pages are made of, as an app of a site that Wagtail's
own `wagtail start` has made: a list of pages with pictures after its tutorial and its
hints on speed, a plain list of Django's, and a constant page."""
