package org.hwautomation.provisioning.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.provisioning.configuration.AlertSettings.Login;
import org.hwautomation.provisioning.configuration.AlertSettings.Mail;
import org.hwautomation.provisioning.configuration.AlertSettings.MailTls;
import org.hwautomation.provisioning.configuration.AlertSettings.Webhook;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/** Reads {@code alerts.webhooks} and {@code alerts.mail}. */
final class AlertReceivers {
  private static final List<String> WEBHOOK_KEYS =
      List.of("name", "url", "secret", "events", "plain_http");
  private static final List<String> MAIL_KEYS =
      List.of("host", "port", "tls", "username", "password", "from", "to", "events");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,50}");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]+");
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}");

  private final List<String> unknown;

  AlertReceivers(List<String> unknown) {
    this.unknown = unknown;
  }

  List<Webhook> webhooks(YamlNode node) {
    if (!(node instanceof YamlNode.Sequence list)) {
      throw new ConfigurationException(
          node.position(), "alerts.webhooks is no list; begin each receiver with '- name: NAME'");
    }
    var webhooks = new ArrayList<Webhook>();
    for (var item : list.items()) {
      var webhook = webhook(item.asMapping("alerts.webhooks"));
      if (webhooks.stream().anyMatch(other -> other.name().equals(webhook.name()))) {
        throw new ConfigurationException(
            item.position(),
            "alerts.webhooks: two are called '%s'; give each a name of its own"
                .formatted(webhook.name()));
      }
      webhooks.add(webhook);
    }
    return webhooks;
  }

  private Webhook webhook(YamlNode.Mapping mapping) {
    known(mapping, "alerts.webhooks", WEBHOOK_KEYS);
    var name = read(mapping, "alerts.webhooks", "name", AlertReceivers::name);
    var in = "alerts.webhooks, " + name;
    var plain = find(mapping, in, "plain_http", ValueTypes::flag).orElse(false);
    return new Webhook(
        name,
        read(mapping, in, "url", text -> url(text, plain)),
        find(mapping, in, "secret", AlertReceivers::signingKey),
        events(mapping, in));
  }

  /**
   * Reads it.
   *
   * @param otherPassword the password where the file has none
   */
  Mail mail(YamlNode node, Optional<Secret> otherPassword) {
    var in = "alerts.mail";
    var mapping = node.asMapping(in);
    known(mapping, in, MAIL_KEYS);
    var tls = find(mapping, in, "tls", AlertReceivers::tls).orElse(MailTls.STARTTLS);
    var username = find(mapping, in, "username", ValueTypes::text);
    var password = otherPassword.or(() -> find(mapping, in, "password", ValueTypes::secret));
    if (username.isPresent() && password.isEmpty()) {
      throw new ConfigurationException(
          mapping.position(),
          "alerts.mail: username without a password; write password beside it, or set "
              + Keys.ALERTS_MAIL_PASSWORD.variables().getFirst());
    }
    if (username.isPresent() && tls == MailTls.NONE) {
      throw new ConfigurationException(
          mapping.position(),
          "alerts.mail: a password would cross the network in clear text; write tls: starttls, or remove username");
    }
    var to =
        mapping.find("to").map(given -> given.asScalars(in + ".to")).orElse(List.of()).stream()
            .map(scalar -> value(scalar, in + ".to", AlertReceivers::address))
            .toList();
    if (to.isEmpty()) {
      throw new ConfigurationException(
          mapping.position(), "alerts.mail: nobody gets it; write to: [oncall@example.com]");
    }
    return new Mail(
        read(mapping, in, "host", AlertReceivers::host),
        find(mapping, in, "port", ValueTypes::port).orElse(tls.port()),
        tls,
        username.map(name -> new Login(name, password.orElseThrow())),
        read(mapping, in, "from", AlertReceivers::address),
        to,
        events(mapping, in));
  }

  private Set<Event> events(YamlNode.Mapping mapping, String in) {
    var given = mapping.find("events").map(node -> node.asScalars(in + ".events"));
    if (given.isEmpty()) {
      return EnumSet.allOf(Event.class);
    }
    var events = EnumSet.noneOf(Event.class);
    for (var scalar : given.get()) {
      events.add(value(scalar, in + ".events", AlertReceivers::event));
    }
    if (events.isEmpty()) {
      throw new ConfigurationException(
          mapping.position(), in + ".events is empty; remove it for all, or name one");
    }
    return events;
  }

  private void known(YamlNode.Mapping mapping, String in, List<String> keys) {
    for (var entry : mapping.entries()) {
      if (!keys.contains(entry.key())) {
        unknown.add(
            "%s: %s: %s; ignored"
                .formatted(entry.position(), in, ValueTypes.unknown(entry.key(), keys)));
      }
    }
  }

  private static <T> T read(
      YamlNode.Mapping mapping, String in, String key, Function<String, T> reader) {
    return find(mapping, in, key, reader)
        .orElseThrow(
            () -> new ConfigurationException(mapping.position(), in + ": " + key + " is missing"));
  }

  private static <T> Optional<T> find(
      YamlNode.Mapping mapping, String in, String key, Function<String, T> reader) {
    return mapping
        .find(key)
        .map(node -> node.asScalar(in + "." + key))
        .filter(scalar -> !scalar.isNull())
        .map(scalar -> value(scalar, in + "." + key, reader));
  }

  private static <T> T value(YamlNode.Scalar scalar, String name, Function<String, T> reader) {
    try {
      return reader.apply(scalar.text());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(scalar.position(), name + ": " + e.getMessage());
    }
  }

  private static String name(String text) {
    return matching(
        NAME, text, "is no name of a receiver: 1 to 50 letters, digits, '_', '-' and '.'");
  }

  private static String host(String text) {
    return matching(HOST, text, "is neither an address nor a host name; write it without port");
  }

  private static String address(String text) {
    return matching(
        ADDRESS, text, "is no e-mail address; write it like oncall@example.com, without a name");
  }

  private static String matching(Pattern pattern, String text, String problem) {
    var stripped = text.strip();
    if (!pattern.matcher(stripped).matches()) {
      throw new IllegalArgumentException("'" + stripped + "' " + problem);
    }
    return stripped;
  }

  private static Event event(String text) {
    var names = List.of(Event.values()).stream().map(Event::wireName).toList();
    var name = text.strip().toLowerCase(Locale.ROOT);
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "there is no event '%s'%s; there are: %s"
              .formatted(name, Spelling.hint(name, names), String.join(", ", names)));
    }
    return Event.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static MailTls tls(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "starttls" -> MailTls.STARTTLS;
      case "tls", "true" -> MailTls.TLS;
      case "none", "false" -> MailTls.NONE;
      default ->
          throw new IllegalArgumentException("'" + text + "' is none of starttls, tls, none");
    };
  }

  /** The text is not repeated: a URL of a webhook often holds what lets one in. */
  private static Secret url(String text, boolean plain) {
    var form = "write it like https://alerts.example.com/hook";
    URI uri;
    try {
      uri = new URI(ValueTypes.text(text).strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is no address; " + form);
    }
    if (uri.getHost() == null
        || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
        || uri.getPort() == 0
        || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("is no HTTP address; " + form);
    }
    if (uri.getUserInfo() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("holds a login or a '#'; " + form);
    }
    if ("http".equals(uri.getScheme()) && !plain && !isLoopback(uri.getHost())) {
      throw new IllegalArgumentException(
          "is not encrypted, so others could read alerts and change them; write https, or"
              + " plain_http: true beside it if that network is safe");
    }
    return Secret.of(uri.toString());
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  private static Secret signingKey(String text) {
    var given = text.strip();
    var key = given.startsWith("whsec_") ? decoded(given.substring(6)) : null;
    if (key == null || key.length < 24 || key.length > 64) {
      throw new IllegalArgumentException(
          "is no signing key; write whsec_ and 24 to 64 bytes in base64, as this makes one:"
              + " echo whsec_$(openssl rand -base64 32)");
    }
    return Secret.of(given);
  }

  private static byte @Nullable [] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
