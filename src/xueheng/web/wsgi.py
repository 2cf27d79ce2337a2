"""The server's application, for waitress or another WSGI server."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
