"""Pictures in the sizes that pages show; originals and papers have no address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.static import serve

from champions.permissions import Who, access


@access(Who.PUBLIC, twin="none: pictures of public pages")
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A rendition; its name holds a hash of what it shows, so it may be kept long."""
    # "images/../original_images/" would be read as the folder it leads to.
    if not path.startswith("images/") or ".." in path.split("/"):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = "public, max-age=2592000, immutable"
    return response
