"""Addresses that programs read: the directory interface (HSDS), the map of the site."""

from django.urls import path

from cms.views import hsds, site_map

_hsds = "api/hsds/"
urlpatterns = [
    path("robots.txt", site_map.robots, name="robots"),
    path("sitemap.xml", site_map.site_map, name="site_map"),
    path("api/hsds", hsds.about, name="hsds_bare"),
    path(_hsds, hsds.about, name="hsds"),
    path(f"{_hsds}services", hsds.services, name="hsds_services"),
    path(f"{_hsds}services/<str:pk>", hsds.one_service, name="hsds_service"),
    path(f"{_hsds}organizations", hsds.organizations, name="hsds_organizations"),
    path(
        f"{_hsds}organizations/<str:pk>",
        hsds.one_organization,
        name="hsds_organization",
    ),
    path(f"{_hsds}service_at_locations", hsds.at_locations, name="hsds_at_locations"),
    path(
        f"{_hsds}service_at_locations/<str:pk>",
        hsds.one_at_location,
        name="hsds_at_location",
    ),
    path(f"{_hsds}<path:path>", hsds.nothing, name="hsds_nothing"),
]
