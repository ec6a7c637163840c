package org.hwautomation.provisioning.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hwautomation.provisioning.configuration.AlertSettings;
import org.hwautomation.provisioning.configuration.AlertSettings.Receiver;
import org.hwautomation.store.AlertChange;
import org.hwautomation.store.AlertDelivery.Draft;
import org.hwautomation.store.AlertDelivery.News;
import org.hwautomation.store.AlertFacts;
import org.hwautomation.store.AlertGroup;

/**
 * Decides what is told of the causes that a look found.
 *
 * <ul>
 *   <li>A cause that has stood for the delay is told once, however many it concerns.
 *   <li>It is told again when it concerns ten times as many as were told; or more than that, once
 *       the quiet time has passed. So no more than once in a quiet time, but for a landslide.
 *   <li>When nothing has stood so for the delay, that is told. What ends before it was told is
 *       dropped without a word.
 *   <li>What somebody has acknowledged is no news: it opens nothing, and tells of no growth.
 * </ul>
 *
 * Immutable; reads no clock.
 */
public final class AlertRules {
  private static final int LANDSLIDE = 10;

  private final AlertSettings settings;

  public AlertRules(AlertSettings settings) {
    this.settings = settings;
  }

  private record Name(String event, String key) {}

  /**
   * What a look changes.
   *
   * @param open the groups that are not closed
   * @param seen what stands now
   */
  public AlertChange decide(List<AlertGroup> open, List<AlertCause> seen, Instant now) {
    var known = new HashMap<Name, AlertGroup>();
    open.forEach(group -> known.put(new Name(group.event(), group.key()), group));
    var change = new Change(now);
    for (var cause : seen) {
      change.stands(cause, known.remove(new Name(cause.event().wireName(), cause.key())));
    }
    known.values().forEach(change::gone);
    return change.done();
  }

  private final class Change {
    private final Instant now;
    private final List<AlertGroup> groups = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();

    Change(Instant now) {
      this.now = now;
    }

    void stands(AlertCause cause, @org.jspecify.annotations.Nullable AlertGroup known) {
      var before =
          Optional.ofNullable(known)
              .orElseGet(
                  () ->
                      AlertGroup.seen(
                          UUID.randomUUID().toString(),
                          cause.event().wireName(),
                          cause.key(),
                          cause.facts(),
                          now));
      var group = before.standing(cause.facts(), cause.facts().count());
      var news = cause.news() ? news(before, group) : Optional.<News>empty();
      if (news.isPresent()) {
        var told = group.toldAt(now);
        groups.add(told);
        tell(told, news.get(), told.facts());
      } else if (known == null
          || known.goneAt().isPresent()
          || known.facts().differsFrom(cause.facts())) {
        groups.add(group);
      }
    }

    private Optional<News> news(AlertGroup before, AlertGroup group) {
      if (!group.isTold()) {
        return passed(before.seenAt(), settings.delay())
            ? Optional.of(News.OPENED)
            : Optional.empty();
      }
      var told = Math.max(1, group.told());
      var count = group.facts().count();
      var grown =
          count >= LANDSLIDE * told
              || (count > told && passed(group.toldAt().orElseThrow(), settings.quiet()));
      return grown ? Optional.of(News.GROWN) : Optional.empty();
    }

    void gone(AlertGroup group) {
      if (!group.isTold()) {
        dropped.add(group.id());
      } else if (group.goneAt().isEmpty() && !settings.delay().isZero()) {
        groups.add(group.goneAt(now));
      } else if (passed(group.goneAt().orElse(now), settings.delay())) {
        groups.add(group.closedAt(now));
        tell(group, News.RESOLVED, group.facts().over(group.toldAs()));
      }
    }

    private boolean passed(Instant since, Duration time) {
      return !since.plus(time).isAfter(now);
    }

    private void tell(AlertGroup group, News news, AlertFacts facts) {
      for (var receiver : settings.receivers()) {
        if (wants(receiver, group)) {
          drafts.add(
              new Draft(UUID.randomUUID().toString(), group.id(), receiver.id(), news, facts));
        }
      }
    }

    private static boolean wants(Receiver receiver, AlertGroup group) {
      return receiver.events().stream().anyMatch(event -> event.wireName().equals(group.event()));
    }

    AlertChange done() {
      return new AlertChange(groups, dropped, drafts);
    }
  }
}
