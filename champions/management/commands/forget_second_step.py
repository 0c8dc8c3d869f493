"""For staff who lost their phone and their spare numbers: somebody at the server, who
knows who is asking, lets them set up a new second step."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from champions.history import record
from champions.models import User
from champions.names import address_key


class Command(BaseCommand):
    help = "Forget the app, passkeys and spare numbers of one user."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address they sign in with")

    @transaction.atomic
    def handle(self, *args, **options):
        user = User.objects.filter(email__iexact=address_key(options["email"])).first()
        if user is None:
            raise CommandError("Nobody signs in with this address.")
        count, _kinds = Authenticator.objects.filter(user=user).delete()
        record(user, "champions.forget_second_step", by=None, count=count)
        self.stdout.write("Forgotten. They set up a new one when they sign in.")
