"""The pages as a WSGI application, for the web process that `mianshen up` starts."""

import gc
from importlib import import_module
from multiprocessing import parent_process

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from mianshen.bureau.database.migrating import prepare
from mianshen.run.collecting import collect_seldom
from mianshen.run.processes import end_with_the_parent

if parent_process() is not None:
    end_with_the_parent()
prepare()
application = get_wsgi_application()
# Every page is read in now, not by whoever comes first.
import_module(settings.ROOT_URLCONF)
# What stays as long as the process need not be walked through again between two pages; lists that
# are kept for a while, seldom.
gc.collect()
gc.freeze()
collect_seldom()
