package org.hwautomation.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;

/**
 * What is told of a cause. Immutable; holds no secrets.
 *
 * @param kind the cause's kind, such as {@code held} or {@code batch_stopped}
 * @param title the cause in words, with how many and where
 * @param count how many runs, or servers of a batch, stand so; 0 once none does any more
 * @param servers names of the first of them, {@link #NAMED} at most
 * @param runs ids of the first of them, {@link #NAMED} at most
 * @param since since when the first of them has stood so
 * @param place where it is to be seen on the page, such as {@code /needs}
 */
public record AlertFacts(
    String kind,
    String title,
    int count,
    List<String> servers,
    List<String> runs,
    Optional<Instant> since,
    String place) {
  /** How many servers and runs are named. */
  public static final int NAMED = 20;

  public AlertFacts {
    servers = servers.stream().limit(NAMED).toList();
    runs = runs.stream().limit(NAMED).toList();
  }

  /** The same as it was told before, with nobody left. */
  public AlertFacts over(String toldAs) {
    return new AlertFacts(kind, toldAs, 0, servers, runs, since, place);
  }

  /** True if what is counted or named differs; words that only tell the time do not count. */
  public boolean differsFrom(AlertFacts other) {
    return count != other.count || !servers.equals(other.servers) || !runs.equals(other.runs);
  }

  String write() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("kind", kind);
    fields.put("title", title);
    fields.put("count", count);
    fields.put("servers", servers);
    fields.put("runs", runs);
    since.ifPresent(at -> fields.put("since", at.toString()));
    fields.put("place", place);
    return ValueCodec.write(Value.fields(fields));
  }

  static AlertFacts read(String text) {
    if (!(ValueCodec.read(text) instanceof Value.Fields fields)) {
      throw new IllegalStateException("the facts of an alert are no map: " + text);
    }
    return new AlertFacts(
        fields.text("kind").orElseThrow(),
        fields.text("title").orElseThrow(),
        fields.get("count").orElseThrow().as(Integer.class),
        texts(fields, "servers"),
        texts(fields, "runs"),
        fields.text("since").map(Instant::parse),
        fields.text("place").orElseThrow());
  }

  private static List<String> texts(Value.Fields fields, String name) {
    return fields.get(name).orElseThrow() instanceof Value.Items items
        ? items.values().stream().map(each -> each.as(String.class)).toList()
        : List.of();
  }
}
