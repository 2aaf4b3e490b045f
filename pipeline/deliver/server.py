"""One conversation with a mail server: verified TLS, and for every mail a verdict that is certain or says it is not."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import parseaddr

from pipeline.deliver.record import Event
from pipeline.deliver.settings import Settings

CLOSING = 421
OK, LAST_OK, PERMANENT = 200, 299, 500


class ServerError(RuntimeError):
    """The server cannot be used: not reached, not trusted, or it refuses to talk."""


class Server:
    """A connection that is opened when needed and after a drop."""

    def __init__(self, settings: Settings) -> None:
        """Keep how to connect."""
        self.settings = settings
        self._smtp: smtplib.SMTP | None = None

    def connect(self) -> None:
        """Open the connection if there is none; ServerError says why it cannot be."""
        if self._smtp is not None and self._is_alive(self._smtp):
            return
        self.close()
        try:
            self._smtp = _connected(self.settings)
        except (OSError, smtplib.SMTPException) as cause:
            raise ServerError(_told(cause)) from cause

    def send(self, mail: EmailMessage) -> tuple[Event, str]:
        """Hand over one mail: sent, deferred (4xx, or lost before any of it was handed over), refused, or unknown."""
        smtp = self._smtp
        if smtp is None:
            raise ServerError("not connected")
        handed_over = False
        try:
            for answer in (smtp.mail(parseaddr(mail["From"])[1]), smtp.rcpt(parseaddr(mail["To"])[1])):
                if not OK <= answer[0] <= LAST_OK:
                    return self._verdict(*answer)
            handed_over = True
            return self._verdict(*smtp.data(mail.as_bytes()))
        except smtplib.SMTPDataError as answer:
            return self._verdict(answer.smtp_code, answer.smtp_error)
        except (OSError, smtplib.SMTPException) as cause:
            self.close()
            return (Event.UNKNOWN if handed_over else Event.DEFERRED), _told(cause)

    def close(self) -> None:
        """End the conversation."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
            self._smtp = None

    def _verdict(self, code: int, text: bytes | str) -> tuple[Event, str]:
        told = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
        if code == CLOSING:
            self.close()
        if OK <= code <= LAST_OK:
            return Event.SENT, told
        return (Event.REFUSED if code >= PERMANENT else Event.DEFERRED), told

    def _is_alive(self, smtp: smtplib.SMTP) -> bool:
        """Whether the server still answers; this also ends what an earlier mail left half said."""
        try:
            return OK <= smtp.rset()[0] <= LAST_OK
        except (OSError, smtplib.SMTPException):
            return False


def _connected(settings: Settings) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=settings.ca_file or None)
    where = (settings.host, settings.port)
    if settings.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=settings.timeout, context=context)
    else:
        smtp = smtplib.SMTP(*where, timeout=settings.timeout)
    try:
        _introduced(smtp, settings, context)
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


def _introduced(smtp: smtplib.SMTP, settings: Settings, context: ssl.SSLContext) -> None:
    if settings.security == "starttls":
        smtp.starttls(context=context)
    smtp.ehlo_or_helo_if_needed()
    if settings.user:
        smtp.login(settings.user, settings.password)


def _told(cause: BaseException) -> str:
    return f"{type(cause).__name__}: {cause}"
