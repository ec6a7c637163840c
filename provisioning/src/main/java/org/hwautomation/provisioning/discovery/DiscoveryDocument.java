package org.hwautomation.provisioning.discovery;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hwautomation.provisioning.discovery.DiscoveredServer.SeenPart;
import org.hwautomation.provisioning.discovery.DiscoveredServer.Testimony;
import org.jspecify.annotations.Nullable;

/** What a server is built of as JSON has it, with who says so. Stateless. */
public final class DiscoveryDocument {
  private DiscoveryDocument() {}

  /** The document of a server. */
  public static Map<String, @Nullable Object> of(DiscoveredServer found) {
    var facts = new LinkedHashMap<String, Object>();
    found.facts().forEach((fact, testimony) -> facts.put(fact.label(), testimony(testimony)));
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("facts", facts);
    document.put("parts", found.parts().stream().map(DiscoveryDocument::part).toList());
    document.put(
        "sources",
        found.reports().stream()
            .map(report -> Map.of("source", report.source().label(), "read_at", report.at()))
            .toList());
    document.put("disagreements", found.disagreements());
    document.put("problems", found.problems());
    return document;
  }

  private static Map<String, Object> testimony(Testimony testimony) {
    var said = new LinkedHashMap<String, Object>();
    testimony.said().forEach(one -> said.put(one.source().label(), one.value()));
    return Map.of("value", testimony.value(), "agrees", testimony.agrees(), "said", said);
  }

  private static Map<String, Object> part(SeenPart part) {
    var document = new LinkedHashMap<String, Object>();
    document.put("kind", part.kind().label());
    document.put("key", part.key());
    document.put("present", !part.isEmpty());
    part.details().forEach((name, testimony) -> document.put(name, testimony(testimony)));
    document.put("unseen_by", part.unseenBy().stream().map(source -> source.label()).toList());
    return document;
  }
}
