package org.hwautomation.provisioning.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hwautomation.hardware.Secret;

/**
 * Who is told of what, and how soon. Immutable; printing it shows no secret.
 *
 * @param delay for how long a cause must stand before it is told, and be gone before that is;
 *     default 30 s
 * @param quiet how long nothing more is told of a cause that grows; default 15 min
 * @param rootCertificate PEM file with what may sign certificates of receivers; empty for whom the
 *     JDK trusts
 * @param webhooks each with a name of its own
 */
public record AlertSettings(
    Duration delay,
    Duration quiet,
    Optional<Path> rootCertificate,
    List<Webhook> webhooks,
    Optional<Mail> mail) {
  /** What people can be told of. */
  public enum Event {
    /** A run needs a person. */
    HELD,
    /** A step takes longer than it usually does. */
    SLOW,
    /** Too many servers of a batch failed, and it starts no more. */
    BATCH_STOPPED;

    /** The name in the configuration and in messages, lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who is told. */
  public sealed interface Receiver {
    /** Tells it from all others: {@code webhook:NAME} or {@code mail}. */
    String id();

    /** {@code webhook} or {@code mail}. */
    String kind();

    /** What it is told of. */
    Set<Event> events();

    /** Where it is, for people: never more of a URL than its host, since the rest may be secret. */
    String place();
  }

  /**
   * A program that takes alerts over HTTP.
   *
   * @param url where alerts are posted to; may hold a secret
   * @param secret signs what is posted: {@code whsec_} and a key in base64; empty for unsigned
   */
  public record Webhook(String name, Secret url, Optional<Secret> secret, Set<Event> events)
      implements Receiver {
    public Webhook {
      events = Set.copyOf(events);
    }

    @Override
    public String id() {
      return "webhook:" + name;
    }

    @Override
    public String kind() {
      return "webhook";
    }

    @Override
    public String place() {
      return url.reveal(
          text -> {
            var uri = URI.create(text);
            return uri.getScheme() + "://" + uri.getRawAuthority();
          });
    }
  }

  /** How the connection to a mail server is protected. */
  public enum MailTls {
    /** Begins in clear text and must turn to TLS before anything is said; default port 587. */
    STARTTLS(587),
    /** TLS from the first byte; default port 465. */
    TLS(465),
    /** None; default port 25. */
    NONE(25);

    private final int port;

    MailTls(int port) {
      this.port = port;
    }

    /** Where such servers usually listen. */
    public int port() {
      return port;
    }
  }

  /**
   * People who take alerts by e-mail.
   *
   * @param login name and password; empty for none
   * @param to who gets them, at least one
   */
  public record Mail(
      String host,
      int port,
      MailTls tls,
      Optional<Login> login,
      String from,
      List<String> to,
      Set<Event> events)
      implements Receiver {
    public Mail {
      to = List.copyOf(to);
      events = Set.copyOf(events);
    }

    @Override
    public String id() {
      return "mail";
    }

    @Override
    public String kind() {
      return "mail";
    }

    @Override
    public String place() {
      return String.join(", ", to) + " by " + host + ":" + port;
    }
  }

  /** A login at a mail server. */
  public record Login(String username, Secret password) {}

  public AlertSettings {
    webhooks = List.copyOf(webhooks);
  }

  /** All who are told of something. */
  public List<Receiver> receivers() {
    return Stream.<Receiver>concat(webhooks.stream(), mail.stream()).toList();
  }
}
