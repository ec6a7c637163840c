package org.hwautomation.provisioning.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.network.Ipv4Address;
import org.hwautomation.provisioning.network.Subnet;
import org.hwautomation.workflow.Spelling;

/** How each type of setting is read from text. Messages say what is wrong and what to write. */
final class ValueTypes {
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,7})(s|m|h)?");
  private static final int MAX_SECONDS = 86_400;

  private ValueTypes() {}

  static String text(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty; write a value or remove the key");
    }
    return text;
  }

  static Secret secret(String text) {
    return Secret.of(text(text));
  }

  /** A whole MAAS key, {@code consumer:token:secret}. */
  static Secret apiKey(String text) {
    if (!text.strip().matches("[^\\s:]+:[^\\s:]+:[^\\s:]+")) {
      throw new IllegalArgumentException(
          "is not of the form consumer:token:secret; copy the whole key from MAAS (your name, API"
              + " keys)");
    }
    return Secret.of(text.strip());
  }

  static boolean flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }

  static Duration seconds(String text) {
    var match = SECONDS.matcher(text.strip());
    var seconds = match.matches() ? Long.parseLong(match.group(1)) * factor(match.group(2)) : 0;
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time from 1 second to 24 hours; write seconds, such as 30");
    }
    return Duration.ofSeconds(seconds);
  }

  private static int factor(String unit) {
    return switch (unit) {
      case "m" -> 60;
      case "h" -> 3_600;
      case null, default -> 1;
    };
  }

  private static int whole(String text, int from, int to) {
    var digits = text.strip();
    if (digits.matches("[0-9]{1,9}")) {
      var value = Integer.parseInt(digits);
      if (value >= from && value <= to) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is not a whole number from %d to %d".formatted(text, from, to));
  }

  static int retries(String text) {
    return whole(text, 0, 20);
  }

  static int atLeastOne(String text) {
    return whole(text, 1, 100_000);
  }

  static int port(String text) {
    return whole(text, 1, 65_535);
  }

  static int cipherSuite(String text) {
    var suite = whole(text, 0, 17);
    if (suite == 0 || suite == 1 || suite == 2) {
      throw new IllegalArgumentException(
          "cipher suite " + suite + " does not encrypt the session; write 17, or 3 for old BMCs");
    }
    return suite;
  }

  static Ipv4Address address(String text) {
    return Ipv4Address.parse(text.strip());
  }

  static Ipv4Address mask(String text) {
    return Subnet.of(new Ipv4Address(0), Subnet.prefixOf(text.strip())).mask();
  }

  static String identifier(String text) {
    if (!text.matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a table name; use letters, digits and _");
    }
    return text;
  }

  static String schemaName(String text) {
    if (!text.matches("(?!pg_)[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a schema's name; use small letters, digits and _, and do not start with pg_");
    }
    return text;
  }

  /** The names of logback, and those of Python. */
  static String level(String text) {
    var level = text.strip().toUpperCase(Locale.ROOT);
    return switch (level) {
      case "TRACE", "DEBUG", "INFO", "WARN", "ERROR" -> level;
      case "WARNING" -> "WARN";
      case "CRITICAL", "FATAL" -> "ERROR";
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' is not a log level; write DEBUG, INFO, WARN or ERROR");
    };
  }

  static String logFormat(String text) {
    var format = text.strip().toLowerCase(Locale.ROOT);
    return switch (format) {
      case "text", "json" -> format;
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' is no format of a log; write text or json");
    };
  }

  /**
   * {@code maas.example.com}, {@code maas:5240}, {@code https://maas/MAAS/}: made into the address
   * that {@code /api/2.0/} is put behind. A bare host gets MAAS's own port and path.
   */
  static URI postgresUrl(String text) {
    var form = "write it like postgresql://hwauto@db1.example.com:5432/hwautomation";
    URI uri;
    try {
      uri = new URI(text(text).strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not the address of a PostgreSQL database; " + form);
    }
    if (uri.getHost() == null
        || !("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()))
        || uri.getPort() > 65_535
        || uri.getPort() == 0
        || uri.getPath().length() < 2
        || uri.getUserInfo() == null) {
      throw new IllegalArgumentException("is not the address of a PostgreSQL database; " + form);
    }
    if (uri.getUserInfo().contains(":") || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException(
          "holds more than user, host and database; put the password into database.password; "
              + form);
    }
    return uri;
  }

  /** The address at which people reach the page. */
  static URI publicUrl(String text) {
    var form = "write it like https://hwauto.example.com";
    try {
      var uri = new URI(text(text).strip().replaceAll("/+$", ""));
      if (uri.getHost() == null
          || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          || uri.getUserInfo() != null
          || uri.getQuery() != null
          || uri.getFragment() != null) {
        throw new IllegalArgumentException("is not the address of the page; " + form);
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not the address of the page; " + form, e);
    }
  }

  static URI maasUrl(String text) {
    var given = text(text).strip();
    var bare = !given.contains("://");
    try {
      var uri = new URI(bare ? "http://" + given : given);
      if (uri.getHost() == null
          || !(uri.getScheme().equals("http") || uri.getScheme().equals("https"))
          || uri.getPort() > 65_535
          || uri.getPort() == 0) {
        throw new IllegalArgumentException(
            "is not an HTTP address; write it like http://maas.example.com:5240/MAAS");
      }
      if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
        throw new IllegalArgumentException(
            "holds more than host and path; put the key into maas.api_key");
      }
      var port = bare && uri.getPort() < 0 ? 5240 : uri.getPort();
      var path = uri.getPath().replaceAll("/+$", "").replaceAll("/api/2\\.0$", "");
      return new URI(
          uri.getScheme(), null, uri.getHost(), port, path.isEmpty() ? "/MAAS" : path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "is not an HTTP address; write it like http://maas.example.com:5240/MAAS", e);
    }
  }

  /** SHA-256 in hexadecimal, with or without colons and the prefix {@code sha256:}. */
  static String fingerprint(String text) {
    var hex =
        text.strip().toLowerCase(Locale.ROOT).replaceFirst("^sha-?256[:=]", "").replace(":", "");
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a SHA-256 fingerprint; write 64 hexadecimal digits, as"
              + " 'openssl x509 -fingerprint -sha256' prints them");
    }
    return hex;
  }

  /** An unknown name, with the nearest known one. */
  static String unknown(String name, Collection<String> known) {
    return "unknown key '" + name + "'" + Spelling.hint(name, known);
  }
}
