"""What mail servers write when they cannot deliver, in the manner of several of them."""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.cedar.example (Mail Delivery System)
To: reports@cedar.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.cedar.example
Arrival-Date: Mon, 23 Nov 2026 09:00:00 -0500 (EST)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected

--B1
Content-Type: message/rfc822

From: Cedar Lake <hello@cedar.example>
To: {to}
Message-ID: {message_id}
Subject: Come and meet your neighbours

Hello
--B1--
"""
# The headers alone come back, folded, and the answer code is that of a lost battle.
EXCHANGE = """\
From: postmaster@example.org
To: reports@cedar.example
Content-Type: multipart/report; report-type="delivery-status"; boundary="B2"
MIME-Version: 1.0

--B2
Content-Type: text/html; charset="us-ascii"

<p>Your message to {to} could not be delivered.</p>
--B2
Content-Type: message/delivery-status

Reporting-MTA: dns;srv.example.org
Final-Recipient: rfc822;{to}
Action: failed
Status: {status}

--B2
Content-Type: text/rfc822-headers

Received: from mx.cedar.example
Subject: Come and meet
 your neighbours
Message-ID:
 {message_id}
To: {to}

--B2--
"""
EXIM = """\
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: reports@cedar.example
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {to}
    SMTP error from remote mail server after RCPT TO:<{to}>:
    550 {status} no such user

------ This is a copy of the message, including all the headers. ------

Message-ID: {message_id}
To: {to}

Hello
"""
QMAIL = """\
From: MAILER-DAEMON@mx.example.org
To: reports@cedar.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Sorry, no mailbox here by that name. (#{status})

--- Below this line is a copy of the message.

Return-Path: <reports@cedar.example>
Message-ID: {message_id}
To: {to}

Hello
"""
OUT_OF_OFFICE = """\
From: {to}
To: reports@cedar.example
Auto-Submitted: auto-replied
In-Reply-To: {message_id}
Subject: Out of office

I am away until Monday. 5.1.1 is my locker. Call 550 1234.
"""
REPLY = """\
From: {to}
To: reports@cedar.example
In-Reply-To: {message_id}
References: {message_id}
Subject: Re: Come and meet your neighbours

I would love to come!

> Message-ID: {message_id}
"""


def report_on(message, kind=POSTFIX, *, to="", status="5.1.1", action="failed"):
    """The bytes of such a mail about one of ours."""
    words = {
        "to": to or message.to_address,
        "status": status,
        "action": action,
        "message_id": message.message_id,
    }
    return kind.format(**words).replace("\n", "\r\n").encode()
