package org.hwautomation.provisioning.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.Value;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of texts: those that are known, wherever they stand, and whatever stands where
 * passwords do. Immutable.
 */
final class Redaction {
  /** Shorter ones would be found in words that are none, and nobody should have such. */
  private static final int SHORTEST = 4;

  private static final String HIDDEN = "***";

  private static final List<Pattern> PLACES =
      List.of(
          Pattern.compile(
              "(?i)((?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key)[\"']?\\s*[=:]\\s*[\"']?)(?!\\*\\*\\*)[^\\s\"',;&}]+"),
          Pattern.compile("(?i)((?:x-auth-token|set-cookie|cookie):\\s*)(?!\\*\\*\\*)[^\\r\\n]+"),
          Pattern.compile("(?i)((?:basic|bearer)\\s+)(?!\\*\\*\\*)[A-Za-z0-9+/._~-]{8,}=*"),
          Pattern.compile("(://[^/\\s:@]+:)(?!\\*\\*\\*)[^/\\s@]+(?=@)"),
          Pattern.compile(
              "(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END [A-Z ]*PRIVATE KEY-----)"));

  private static final Pattern NAME =
      Pattern.compile("(?i).*(pass(word|wd|phrase)?|secret|token|api[_-]?key)");

  private final List<String> known;

  private Redaction(Collection<String> secrets) {
    known =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  static Redaction of(Collection<Secret> secrets) {
    var texts = new ArrayList<String>();
    secrets.forEach(secret -> texts.add(secret.reveal(text -> text)));
    return new Redaction(texts);
  }

  /** Of what is configured, and of what the journal's and the server's references stand for. */
  static Redaction of(
      WorkflowManager manager, List<JournalEntry> entries, Set<Value.SecretReference> more) {
    var texts = new LinkedHashSet<String>();
    for (var secret : manager.configuration().secrets()) {
      var text = secret.<String>reveal(clear -> clear);
      texts.add(text);
      texts.addAll(List.of(text.split(":"))); // MAAS's key has three parts
    }
    var references = new LinkedHashSet<>(more);
    entries.forEach(entry -> collect(entry.payload(), references));
    references.forEach(reference -> manager.store().secret(reference).ifPresent(texts::add));
    return new Redaction(texts);
  }

  private static void collect(Value value, Set<Value.SecretReference> into) {
    switch (value) {
      case Value.SecretReference reference -> into.add(reference);
      case Value.Items(var items) -> items.forEach(each -> collect(each, into));
      case Value.Fields fields -> fields.values().values().forEach(each -> collect(each, into));
      default -> {}
    }
  }

  /** A JSON document without them: every text in it, and those under a password's name whole. */
  @Nullable Object cleanDocument(@Nullable Object document) {
    return switch (document) {
      case String text -> clean(text);
      case List<?> list -> list.stream().map(this::cleanDocument).toList();
      case Map<?, ?> map -> {
        var clean = new LinkedHashMap<String, @Nullable Object>();
        map.forEach(
            (key, value) -> {
              var name = String.valueOf(key);
              clean.put(
                  name,
                  value instanceof String && NAME.matcher(name).matches()
                      ? HIDDEN
                      : cleanDocument(value));
            });
        yield clean;
      }
      case null, default -> document;
    };
  }

  /** The text without them. */
  String clean(String text) {
    var clean = text;
    for (var secret : known) {
      clean = clean.replace(secret, HIDDEN);
    }
    for (var place : PLACES) {
      clean = place.matcher(clean).replaceAll("$1" + HIDDEN);
    }
    return clean;
  }
}
