"""What goes into the log: errors, by the shape of an address, never by the address."""

import logging

from django.http import HttpRequest


class WithoutAddress(logging.Filter):
    """An address can open an invitation; the log shows `en/i/<token>/` instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            said = record.getMessage()
            for address in (request.get_full_path(), request.path):
                said = said.replace(address, shape_of(request))
            record.msg, record.args = said, ()
        return True


def shape_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match else "an address that leads nowhere"
