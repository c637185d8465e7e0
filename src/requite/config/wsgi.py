"""The WSGI entrance, for granian."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
application = get_wsgi_application()

# A page makes tens of thousands of small objects, nearly all of them freed by their reference counts. With the usual
# thresholds the collector walks the whole program several times for each page: nearly half of a page's time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 50, 100)
