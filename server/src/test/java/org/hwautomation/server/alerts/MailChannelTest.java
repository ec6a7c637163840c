package org.hwautomation.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.provisioning.configuration.AlertSettings.Login;
import org.hwautomation.provisioning.configuration.AlertSettings.Mail;
import org.hwautomation.provisioning.configuration.AlertSettings.MailTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** What a mail server gets, and what it never does. */
final class MailChannelTest {
  private static final Login LOGIN = new Login("hwauto", Secret.of("hunter2"));

  @TempDir private static Path folder;
  private static TestCertificate certificate;

  /** A mail that arrived. */
  private record Arrived(String from, String to, String data) {}

  private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final List<SMTPServer> servers = new ArrayList<>();

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.make(folder, "dns:localhost");
  }

  private void serve(UnaryOperator<SMTPServer.Builder> differing) {
    var server =
        differing
            .apply(
                new SMTPServer.Builder()
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .port(0)
                    .authenticationHandlerFactory(
                        new EasyAuthenticationHandlerFactory(
                            (user, password, _) -> {
                              logins.add(user + " " + password);
                              if (!password.equals("hunter2")) {
                                throw new LoginFailedException("no, not " + password);
                              }
                            }))
                    .messageHandler(
                        (_, from, to, data) ->
                            arrived.add(
                                new Arrived(from, to, new String(data, StandardCharsets.UTF_8)))))
            .build();
    servers.add(server);
    server.start();
  }

  @AfterEach
  void close() {
    servers.forEach(SMTPServer::stop);
  }

  private int port() {
    return servers.getFirst().getPortAllocated();
  }

  private Mail mail(MailTls tls, Optional<Login> login) {
    return new Mail(
        "localhost",
        port(),
        tls,
        login,
        "hwauto@example.com",
        List.of("oncall@example.com"),
        Set.of(Event.HELD));
  }

  private static AlertChannel channel(Mail mail, boolean trusting) {
    return new MailChannel(
        mail, trusting ? Optional.of(ReceiverTrust.of(certificate.pem())) : Optional.empty());
  }

  private static AlertChannel.Result send(AlertChannel channel, String title)
      throws InterruptedException {
    return channel.send(Messages.held(title));
  }

  private MimeMessage read() throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(arrived.getLast().data().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_mail_is_plain_text_with_cause_number_and_servers() throws Exception {
    serve(server -> server);
    var result = send(channel(mail(MailTls.NONE, Optional.empty()), false), "no address: käse");
    assertThat(result).isEqualTo(new AlertChannel.Result(true, "taken by localhost"));
    assertThat(arrived).extracting(Arrived::to).containsExactly("oncall@example.com");
    var mime = read();
    assertThat(mime.getSubject()).isEqualTo("[hwauto lab] no address: käse");
    assertThat(mime.getContentType()).startsWith("text/plain");
    assertThat(mime.getMessageID()).isEqualTo("<d1@example.com>");
    assertThat(mime.getHeader("Hwauto-Delivery")).containsExactly("d1");
    assertThat(mime.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(((String) mime.getContent()).replace("\r\n", "\n"))
        .contains("no address: käse\n\nheld: 40\n  u1\n  u2\n  and 38 more\n")
        .contains("since 2026-11-29T02:00:00Z\n\nhttps://hwauto.example.com/needs\n");
  }

  @Test
  void a_title_can_add_no_header() throws Exception {
    serve(server -> server);
    var channel = channel(mail(MailTls.NONE, Optional.empty()), false);
    assertThat(send(channel, "x\r\nBcc: all@example.com\r\n\r\nhello\u2028\u0007").taken())
        .isTrue();
    assertThat(arrived).extracting(Arrived::to).containsExactly("oncall@example.com");
    assertThat(read().getSubject()).isEqualTo("[hwauto lab] x Bcc: all@example.com hello");
    assertThat(read().getHeader("Bcc")).isNull();
    assertThat(send(channel, "long ".repeat(100)).taken()).isTrue();
    assertThat(read().getSubject()).hasSize(200).endsWith("…");
  }

  @Test
  void a_server_that_does_not_turn_to_tls_gets_neither_login_nor_mail() throws Exception {
    serve(server -> server);
    var result = send(channel(mail(MailTls.STARTTLS, Optional.of(LOGIN)), true), "x");
    assertThat(result.taken()).isFalse();
    assertThat(result.said()).contains("STARTTLS");
    assertThat(logins).isEmpty();
    assertThat(arrived).isEmpty();
  }

  @Test
  void with_starttls_the_login_is_said_once_the_certificate_was_verified() throws Exception {
    serve(server -> server.enableTLS().startTlsSocketFactory(certificate.server()).requireAuth());
    var stranger = send(channel(mail(MailTls.STARTTLS, Optional.of(LOGIN)), false), "x");
    assertThat(stranger.taken()).isFalse();
    assertThat(stranger.said()).startsWith("its certificate is not trusted");
    assertThat(logins).isEmpty();
    assertThat(send(channel(mail(MailTls.STARTTLS, Optional.of(LOGIN)), true), "x").taken())
        .isTrue();
    assertThat(logins).containsExactly("hwauto hunter2");
  }

  @Test
  void a_certificate_of_another_name_is_refused() throws Exception {
    serve(server -> server.enableTLS().startTlsSocketFactory(certificate.server()));
    var byAddress =
        new Mail(
            "127.0.0.1", // the certificate says localhost
            port(),
            MailTls.STARTTLS,
            Optional.of(LOGIN),
            "hwauto@example.com",
            List.of("oncall@example.com"),
            Set.of(Event.HELD));
    assertThat(send(channel(byAddress, true), "x").taken()).isFalse();
    assertThat(logins).isEmpty();
    assertThat(arrived).isEmpty();
  }

  @Test
  void tls_from_the_first_byte_is_spoken_where_it_is_wanted() throws Exception {
    serve(server -> server.serverSocketFactory(certificate.server()));
    assertThat(send(channel(mail(MailTls.TLS, Optional.empty()), false), "x").taken()).isFalse();
    assertThat(send(channel(mail(MailTls.TLS, Optional.empty()), true), "x").taken()).isTrue();
  }

  @Test
  void a_server_that_is_not_there_is_told_as_that() throws Exception {
    serve(server -> server);
    var channel = channel(mail(MailTls.STARTTLS, Optional.of(LOGIN)), true);
    servers.getFirst().stop();
    assertThat(send(channel, "x").said()).startsWith("can't be reached: ");
  }

  @Test
  void a_login_that_was_refused_is_tried_again_only_when_somebody_asks() throws Exception {
    serve(server -> server.enableTLS().startTlsSocketFactory(certificate.server()).requireAuth());
    var wrong = Optional.of(new Login("hwauto", Secret.of("hunter3")));
    var channel = channel(mail(MailTls.STARTTLS, wrong), true);
    var first = send(channel, "x");
    assertThat(first.said()).startsWith("the login was refused").doesNotContain("hunter3");
    assertThat(send(channel, "x").said()).contains("is not tried again");
    assertThat(logins).hasSize(1);
    channel.tryAgain();
    assertThat(send(channel, "x").taken()).isFalse();
    assertThat(logins).hasSize(2);
  }
}
