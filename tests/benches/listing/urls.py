from django.urls import path
from listing import views
from stock.urls import urlpatterns as stock

urlpatterns = [
    path("constant/", views.constant),
    path("plain/", views.plain),
    *stock,
]
