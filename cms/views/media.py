"""Pictures in the sizes that pages show; originals and papers have no address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.static import serve
from wagtail.images import get_image_model

from champions.permissions import Who, access
from cms import fence
from cms.services.pictures import in_public


@access(Who.PUBLIC, twin="none: pictures of public pages")
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A size of a picture that is in public now, or that staff see in the admin. It may
    be kept, but is asked for anew each time: it can be taken down at any moment."""
    sizes = get_image_model().get_rendition_model().objects.select_related("image")
    size = sizes.filter(file=path).first()
    if size is None or not _may_see(request, size.image):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _may_see(request: HttpRequest, image) -> bool:
    if in_public(image):
        return True
    user = request.user
    return user.is_authenticated and fence.images(user).filter(pk=image.pk).exists()
