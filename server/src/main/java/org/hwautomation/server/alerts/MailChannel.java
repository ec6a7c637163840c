package org.hwautomation.server.alerts;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.hwautomation.provisioning.configuration.AlertSettings.Login;
import org.hwautomation.provisioning.configuration.AlertSettings.Mail;
import org.hwautomation.provisioning.configuration.AlertSettings.MailTls;

/**
 * Sends alerts as plain-text mail. TLS is required unless the configuration says none, and the
 * server's certificate and name are verified. A login that was refused is not tried again until
 * somebody sends a test or the service is started again, so that no account is locked. Thread-safe.
 */
final class MailChannel implements AlertChannel {
  private final Mail mail;
  private final Optional<SSLContext> trust;
  private volatile boolean refused;

  MailChannel(Mail mail, Optional<SSLContext> trust) {
    this.mail = mail;
    this.trust = trust;
  }

  @Override
  public Mail receiver() {
    return mail;
  }

  @Override
  public void tryAgain() {
    refused = false;
  }

  @Override
  public Result send(AlertMessage message) {
    if (refused) {
      return Result.not(
          "the login was refused before and is not tried again; correct it and start the service again, or send a test");
    }
    var session = Session.getInstance(properties());
    try (var transport = session.getTransport("smtp")) {
      connect(transport);
      var mime = mime(session, message);
      transport.sendMessage(mime, mime.getAllRecipients());
      return Result.taken("taken by " + mail.host());
    } catch (AuthenticationFailedException e) {
      refused = true;
      return Result.not("the login was refused: " + said(e));
    } catch (SendFailedException e) {
      var valid = e.getValidSentAddresses();
      return valid != null && valid.length > 0
          ? Result.taken(
              "taken for %d of %d; refused for the others: %s"
                  .formatted(valid.length, mail.to().size(), said(e)))
          : Result.not("no recipient was taken: " + said(e));
    } catch (MessagingException e) {
      return Result.not(said(e));
    }
  }

  private void connect(Transport transport) throws MessagingException {
    var problem =
        mail.login()
            .flatMap(
                login ->
                    login
                        .password()
                        .<Optional<MessagingException>>reveal(
                            password -> connecting(transport, login.username(), password)))
            .or(() -> mail.login().isPresent() ? Optional.empty() : anonymous(transport));
    if (problem.isPresent()) {
      throw problem.get();
    }
  }

  private Optional<MessagingException> anonymous(Transport transport) {
    return connecting(transport, null, null);
  }

  private Optional<MessagingException> connecting(
      Transport transport,
      @org.jspecify.annotations.Nullable String username,
      @org.jspecify.annotations.Nullable String password) {
    try {
      transport.connect(mail.host(), mail.port(), username, password);
      return Optional.empty();
    } catch (MessagingException e) {
      return Optional.of(e);
    }
  }

  private Properties properties() {
    var millis = String.valueOf(LIMIT.toMillis());
    var properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.sendpartial", "true"); // one wrong address keeps nobody else's mail
    properties.put("mail.smtp.auth", String.valueOf(mail.login().isPresent()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.starttls.enable", String.valueOf(mail.tls() == MailTls.STARTTLS));
    properties.put("mail.smtp.starttls.required", String.valueOf(mail.tls() == MailTls.STARTTLS));
    properties.put("mail.smtp.ssl.enable", String.valueOf(mail.tls() == MailTls.TLS));
    trust.ifPresent(
        context -> properties.put("mail.smtp.ssl.socketFactory", context.getSocketFactory()));
    return properties;
  }

  private MimeMessage mime(Session session, AlertMessage message) throws MessagingException {
    var domain = mail.from().substring(mail.from().indexOf('@') + 1);
    var mime =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<%s@%s>".formatted(message.id(), domain));
          }
        };
    mime.setFrom(new InternetAddress(mail.from()));
    for (var to : mail.to()) {
      mime.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to));
    }
    mime.setSubject(message.subject(), "UTF-8");
    mime.setSentDate(Date.from(message.at()));
    mime.setHeader("Auto-Submitted", "auto-generated");
    mime.setHeader("Hwauto-Delivery", message.id());
    mime.setHeader("References", "<%s@%s>".formatted(message.group(), domain));
    mime.setText(message.text(), "UTF-8");
    return mime;
  }

  /** The innermost reason, which says most. */
  private String said(MessagingException problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    var text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    var told =
        switch (root) {
          case SSLException _, GeneralSecurityException _ ->
              "its certificate is not trusted, or TLS failed: %s; alerts.root_certificate names who else may sign"
                  .formatted(text);
          case IOException _ -> "can't be reached: " + text;
          default -> text;
        };
    return mail.login().map(Login::password).map(secret -> secret.redact(told)).orElse(told);
  }

  @Override
  public void close() {}
}
