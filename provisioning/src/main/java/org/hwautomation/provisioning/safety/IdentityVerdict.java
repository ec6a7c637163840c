package org.hwautomation.provisioning.safety;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether all sources talk about one server (safety rule 1).
 *
 * @param agreed the fields by which sources were found to agree, {@code serial}
 * @param disagreements what they contradict each other in
 * @param unproven sources that share no field with the others, so that nothing ties them to the
 *     server
 */
public record IdentityVerdict(
    List<String> agreed, List<Disagreement> disagreements, List<String> unproven) {

  /**
   * One field, and what each source says.
   *
   * @param claims source to value, compared form
   */
  public record Disagreement(String field, Map<String, String> claims) {
    public Disagreement {
      claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }

    @Override
    public String toString() {
      return field
          + " is "
          + claims.entrySet().stream()
              .map(claim -> claim.getValue() + " for " + claim.getKey())
              .collect(Collectors.joining(", "));
    }
  }

  public IdentityVerdict {
    agreed = List.copyOf(agreed);
    disagreements = List.copyOf(disagreements);
    unproven = List.copyOf(unproven);
  }

  /**
   * Compares. Each source must agree with another in at least one field and contradict none.
   *
   * @param multiNode true if the chassis holds several nodes under one system serial; then the
   *     board serial is compared in its place
   */
  public static IdentityVerdict of(List<Identity> sources, boolean multiNode) {
    var fields = new LinkedHashMap<String, Function<Identity, Optional<String>>>();
    if (!multiNode) {
      fields.put("serial", Identity::comparableSerial);
    }
    fields.put("UUID", Identity::comparableUuid);
    fields.put("board serial", Identity::comparableBoardSerial);
    fields.put("BMC MAC", Identity::comparableBmcMac);

    var agreed = new ArrayList<String>();
    var disagreements = new ArrayList<Disagreement>();
    var links = new Links(sources.size());
    fields.forEach(
        (field, reader) -> {
          var claims = new LinkedHashMap<String, String>();
          var saying = new ArrayList<Integer>();
          for (var i = 0; i < sources.size(); i++) {
            var claim = reader.apply(sources.get(i));
            if (claim.isPresent()) {
              claims.put(sources.get(i).source(), claim.get());
              saying.add(i);
            }
          }
          if (Set.copyOf(claims.values()).size() > 1) {
            disagreements.add(new Disagreement(field, claims));
          } else if (saying.size() > 1) {
            agreed.add(field);
            saying.forEach(i -> links.join(saying.getFirst(), i));
          }
        });
    if (joinByPorts(sources, links)) {
      agreed.add("host MAC");
    }
    return new IdentityVerdict(
        agreed, disagreements, links.outside().stream().map(i -> sources.get(i).source()).toList());
  }

  /** Ports in common prove; none in common proves nothing, since sources know some ports only. */
  private static boolean joinByPorts(List<Identity> sources, Links links) {
    var found = false;
    for (var i = 0; i < sources.size(); i++) {
      for (var j = 0; j < i; j++) {
        var common = new HashSet<>(sources.get(i).comparableNicMacs());
        common.retainAll(sources.get(j).comparableNicMacs());
        if (!common.isEmpty()) {
          links.join(i, j);
          found = true;
        }
      }
    }
    return found;
  }

  /** Which sources are tied together. */
  private static final class Links {
    private final int[] group;

    Links(int size) {
      group = new int[size];
      for (var i = 0; i < size; i++) {
        group[i] = i;
      }
    }

    void join(int a, int b) {
      var from = group[b];
      for (var i = 0; i < group.length; i++) {
        if (group[i] == from) {
          group[i] = group[a];
        }
      }
    }

    /** Those not tied to the first; all of them where there are fewer than two. */
    List<Integer> outside() {
      var outside = new ArrayList<Integer>();
      for (var i = 0; i < group.length; i++) {
        if (group[i] != group[0] || group.length < 2) {
          outside.add(i);
        }
      }
      return outside;
    }
  }

  /** True if writing is allowed as far as identity goes. */
  public boolean isProven() {
    return disagreements.isEmpty() && unproven.isEmpty() && !agreed.isEmpty();
  }

  /** One sentence for people. */
  public String text() {
    if (!disagreements.isEmpty()) {
      return "this is not the right server, or it was rebuilt: "
          + disagreements.stream().map(Disagreement::toString).collect(Collectors.joining("; "));
    }
    if (!isProven()) {
      return "nothing that "
          + String.join(" and ", unproven.isEmpty() ? List.of("anybody") : unproven)
          + " says ties it to the server that the others mean";
    }
    return "one server by " + String.join(", ", agreed);
  }

  /**
   * Returns if writing is allowed.
   *
   * @param server its name, for the message
   * @throws RefusedException if sources disagree or nothing ties them together
   */
  public void require(String server) {
    if (!isProven()) {
      throw new RefusedException(
          1,
          server
              + ": "
              + text()
              + ". Nothing was written. Check the BMC's address and the cabling, then resume");
    }
  }
}
