"""The pages as a WSGI application, for the web process that `mianshen up` starts."""

from multiprocessing import parent_process

from django.core.wsgi import get_wsgi_application

from mianshen.bureau.database.migrating import prepare
from mianshen.run.processes import end_with_the_parent

if parent_process() is not None:
    end_with_the_parent()
prepare()
application = get_wsgi_application()
