package org.hwautomation.server.alerts;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hwautomation.provisioning.alert.AlertDocument;
import org.hwautomation.store.AlertDelivery;
import org.hwautomation.store.AlertFacts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is sent to a receiver: as a JSON document, or as a subject and a plain text. Immutable.
 *
 * @param id stays the same however often it is sent
 * @param news {@code opened, grown, resolved} or {@code test}
 * @param group the group's id, alike in all that is sent of it
 * @param at when it became news
 * @param site what people call the place
 * @param page where the cause is to be seen; empty if nobody said where the page is
 */
public record AlertMessage(
    String id,
    String news,
    String event,
    String group,
    String key,
    AlertFacts facts,
    Instant at,
    String site,
    Optional<URI> page) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST_SUBJECT = 200;

  /** Where a message comes from. */
  public record Source(String site, Optional<URI> publicUrl) {
    /** What a delivery says. */
    AlertMessage message(AlertDelivery delivery) {
      return new AlertMessage(
          delivery.id(),
          delivery.news().wireName(),
          delivery.event(),
          delivery.group(),
          delivery.key(),
          delivery.facts(),
          delivery.createdAt(),
          site,
          page(delivery.facts().place()));
    }

    /** A try, about nothing. */
    AlertMessage test(Instant now) {
      var facts =
          new AlertFacts(
              "test",
              "this is a test, nothing has happened",
              0,
              List.of(),
              List.of(),
              Optional.empty(),
              "/needs");
      return new AlertMessage(
          UUID.randomUUID().toString(),
          "test",
          "test",
          "test",
          "test",
          facts,
          now,
          site,
          page("/needs"));
    }

    private Optional<URI> page(String place) {
      return publicUrl.map(url -> URI.create(url + place));
    }
  }

  /** The document, as a web hook gets it. */
  byte[] json() {
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("group", group);
    data.put("event", event);
    data.put("key", key);
    AlertDocument.facts(data, facts);
    data.put("site", site);
    data.put("url", page.map(URI::toString).orElse(null));
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("type", "hwauto.alert." + news);
    document.put("timestamp", at.toString());
    document.put("data", data);
    return JSON.writeValueAsBytes(document);
  }

  /** One line of at most 200 characters, without any that could end it. */
  String subject() {
    var line = "[hwauto %s] %s%s".formatted(site, lead(), facts.title());
    var clean = line.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    return clean.codePointCount(0, clean.length()) <= LONGEST_SUBJECT
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "…";
  }

  private String lead() {
    return switch (news) {
      case "grown" -> "more: ";
      case "resolved" -> "resolved: ";
      case "test" -> "test: ";
      default -> "";
    };
  }

  /** The plain text of a mail; lines end with a line feed. */
  String text() {
    var text = new StringBuilder(lead()).append(facts.title()).append("\n");
    if (facts.count() > 0) {
      text.append("\n%s: %d\n".formatted(facts.kind().replace('_', ' '), facts.count()));
      facts.servers().forEach(server -> text.append("  ").append(server).append("\n"));
      if (facts.count() > facts.servers().size() && !facts.servers().isEmpty()) {
        text.append("  and %d more\n".formatted(facts.count() - facts.servers().size()));
      }
    }
    facts.since().ifPresent(since -> text.append("\nsince ").append(since).append("\n"));
    page.ifPresent(url -> text.append("\n").append(url).append("\n"));
    return text.append("\nsite ")
        .append(site)
        .append(", group ")
        .append(group)
        .append("\n")
        .toString();
  }
}
