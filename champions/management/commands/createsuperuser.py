"""Makes the first network administrator, instead of Django's command of this name,
which would ask for a password."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from champions.models import User
from champions.names import address_key


class Command(BaseCommand):
    help = "Make a network administrator, who signs in with numbers sent by e-mail."

    def add_arguments(self, parser):
        parser.add_argument("--email", help="an address that nobody else reads")
        parser.add_argument(
            "--first-name", default="", help="what colleagues call them"
        )
        parser.add_argument(
            "--noinput", "--no-input", action="store_true", help="ask nothing"
        )

    def handle(self, *args, **options):
        email = options["email"] or ""
        if not email and not options["noinput"]:
            email = input("E-mail address: ")
        email = address_key(email)
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError("Give an e-mail address with --email.") from None
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError("Somebody signs in with this address already.")
        User.objects.create_superuser(email, first_name=options["first_name"])
        self.stdout.write(f"Made. Sign in with {email} at /en/accounts/login/.")
