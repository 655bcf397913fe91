"""Serves moto on a free loopback port, one request at a time, and says where.

moto holds no locks, and its own command serves many requests at once: what AWS does in one step it does in several then.
"""

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple

run_simple(
    "127.0.0.1",
    0,
    DomainDispatcherApplication(create_backend_app),
    threaded=False,
    request_handler=MotoRequestHandler,
)
