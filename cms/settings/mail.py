"""Mail: by which server it leaves, in whose name, and where what comes back is read."""

from cms.settings import environment

# smtp://user:password@host:587?tls=1, or a provider: postmark://KEY@ ; empty: files in
# var/mail/.
EMAIL_URL = environment.text("EMAIL_URL")
# Everything goes through the outbox; it knows EMAIL_URL.
EMAIL_BACKEND = "champions.messages.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = environment.text(
    "FROM_EMAIL", "Health Champions <hello@localhost>"
)
# Where mail servers report what they could not deliver; empty: that of FROM_EMAIL.
BOUNCE_ADDRESS = environment.text("BOUNCE_ADDRESS")
# imaps://user:password@host/INBOX ; empty: nobody reads what comes back.
BOUNCES_URL = environment.text("BOUNCES_URL")
# name:password, which the provider says when it reports on a mail; empty: nobody listens.
ANYMAIL_WEBHOOK_SECRET = environment.text("ANYMAIL_WEBHOOK_SECRET")
# By the centre's wall clock; nothing but what somebody waits for leaves then.
QUIET_HOURS = environment.text("QUIET_HOURS", "20:00-08:00")
# For each centre: a provider allows so many, and no centre waits for another's mailing.
MAILS_A_MINUTE = int(environment.text("MAILS_A_MINUTE", "120"))
