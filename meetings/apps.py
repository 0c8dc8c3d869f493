"""Gatherings: invitations to them, replies, attendance, rhythm."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
