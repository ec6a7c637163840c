package org.hwautomation.provisioning.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Map;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.provisioning.configuration.AlertSettings.MailTls;
import org.hwautomation.provisioning.configuration.AlertSettings.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told of what, as the file says it. */
final class AlertSettingsTest {
  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static Configuration of(String yaml) {
    return of(yaml, Map.of());
  }

  private static Configuration of(String yaml, Map<String, String> environment) {
    return Configuration.loader().text("hwauto.yaml", yaml).environment(environment).load();
  }

  private static final String WHOLE =
      """
      service: {public_url: 'https://hwauto.example.com/'}
      alerts:
        delay: 1m
        quiet: 2h
        webhooks:
          - name: oncall
            url: https://alerts.example.com/hook/hunter2
            secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
            events: [held, batch_stopped]
          - {name: wall, url: 'http://127.0.0.1:9000/'}
        mail:
          host: mail.example.com
          username: hwauto
          password: hunter3
          from: hwauto@example.com
          to: [oncall@example.com, boss@example.com]
          events: held
      """;

  @Test
  void receivers_are_read_with_what_each_is_told_of() {
    var configuration = of(WHOLE);
    var alerts = configuration.alerts();
    assertThat(configuration.publicUrl().orElseThrow()).hasToString("https://hwauto.example.com");
    assertThat(alerts.delay()).isEqualTo(Duration.ofMinutes(1));
    assertThat(alerts.quiet()).isEqualTo(Duration.ofHours(2));
    assertThat(alerts.receivers())
        .extracting(Receiver::id, Receiver::place)
        .containsExactly(
            tuple("webhook:oncall", "https://alerts.example.com"),
            tuple("webhook:wall", "http://127.0.0.1:9000"),
            tuple("mail", "oncall@example.com, boss@example.com by mail.example.com:587"));
    assertThat(alerts.webhooks().getFirst().events())
        .containsExactlyInAnyOrder(Event.HELD, Event.BATCH_STOPPED);
    assertThat(alerts.webhooks().get(1).events()).containsExactlyInAnyOrder(Event.values());
    assertThat(alerts.mail().orElseThrow().tls()).isEqualTo(MailTls.STARTTLS);
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void nobody_is_told_of_anything_by_default() {
    var alerts = of("{}").alerts();
    assertThat(alerts.receivers()).isEmpty();
    assertThat(alerts.delay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(alerts.quiet()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void secrets_of_receivers_are_never_shown_and_known_to_who_takes_them_out_of_texts() {
    var configuration = of(WHOLE);
    assertThat(configuration.toString() + configuration.alerts() + configuration.settings())
        .doesNotContain("hunter2", "hunter3", KEY.substring(6));
    assertThat(configuration.secrets())
        .extracting(secret -> secret.<String>reveal(text -> text))
        .contains("https://alerts.example.com/hook/hunter2", KEY, "hunter3");
  }

  @Test
  void the_password_of_the_mail_server_may_come_from_the_environment() {
    var mail = of(WHOLE, Map.of("HWAUTO_ALERTS_MAIL_PASSWORD", "hunter4")).alerts().mail();
    assertThat(mail.flatMap(AlertSettings.Mail::login).orElseThrow().password())
        .isEqualTo(Secret.of("hunter4"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "webhooks: {name: a} | is no list",
        "webhooks: [{url: 'https://h.example.com/'}] | name is missing",
        "webhooks: [{name: a b, url: 'https://h.example.com/'}] | is no name of a receiver",
        "webhooks: [{name: a}] | alerts.webhooks, a: url is missing",
        "webhooks: [{name: a, url: 'http://h.example.com/hunter2'}] | is not encrypted",
        "webhooks: [{name: a, url: 'ftp://h.example.com/hunter2'}] | is no HTTP address",
        "webhooks: [{name: a, url: 'https://h.example.com/ hunter2'}] | is no address",
        "webhooks: [{name: a, url: 'https://u:hunter2@h.example.com/'}] | holds a login",
        "webhooks: [{name: a, url: 'https://h.example.com/', secret: hunter2}] | openssl rand",
        "webhooks: [{name: a, url: 'https://h.example.com/', secret: whsec_hunter2=}] | openssl",
        "webhooks: [{name: a, url: 'https://h.example.com/', events: [hld]}] | did you mean 'held'",
        "webhooks: [{name: a, url: 'https://h.example.com/'}, {name: a, url: 'https://h.example.com/'}] | two are called 'a'",
        "mail: {host: m.example.com, from: a@example.com} | nobody gets it",
        "mail: {from: a@example.com, to: a@example.com} | host is missing",
        "mail: {host: m.example.com, from: a@example.com, to: Bob <b@example.com>} | is no e-mail address",
        "mail: {host: m.example.com, from: a@example.com, to: a@example.com, tls: maybe} | none of starttls",
        "mail: {host: m.example.com, from: a@example.com, to: a@example.com, username: a} | without a password",
        "mail: {host: m.example.com, from: a@example.com, to: a@example.com, username: a, password: hunter2, tls: none} | in clear text",
        "delay: soon | alerts.delay",
      })
  void what_is_wrong_is_told_with_its_place_and_without_secrets(String alerts, String said) {
    assertThatThrownBy(() -> of("alerts:\n  " + alerts))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("hwauto.yaml:2:")
        .hasMessageContaining(said)
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void http_is_taken_where_somebody_says_that_the_network_is_safe() {
    var alerts =
        of("alerts: {webhooks: [{name: a, url: 'http://10.0.0.1/', plain_http: true}]}").alerts();
    assertThat(alerts.webhooks()).hasSize(1);
  }

  @Test
  void an_unknown_word_is_a_warning_that_names_the_nearest() {
    assertThat(
            of("alerts: {webhooks: [{name: a, url: 'https://h.example.com/', event: held}]}")
                .unknownSettings())
        .singleElement()
        .asString()
        .contains("did you mean 'events'");
  }
}
