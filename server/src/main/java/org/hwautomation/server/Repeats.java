package org.hwautomation.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hwautomation.store.IdempotencyKeys;
import org.hwautomation.store.IdempotencyKeys.Claim;
import org.hwautomation.store.IdempotencyKeys.KeptAnswer;

/**
 * Lets a request with an {@code Idempotency-Key} do its work once: a repeat within a day gets the
 * same answer, also from another service on the same database. Thread-safe.
 */
final class Repeats {
  /** The header. */
  static final RouteParameter KEY =
      RouteParameter.header(
          "Idempotency-Key",
          Shape.text(200),
          "any text of your own; a repeat with it within a day is answered the same and does"
              + " nothing");

  private final IdempotencyKeys keys;
  private final String owner;

  /**
   * @param owner who works on requests here, as registered with the store
   */
  Repeats(IdempotencyKeys keys, String owner) {
    this.keys = keys;
    this.owner = owner;
  }

  Answer once(Route route, Call call) throws InterruptedException {
    var key = call.header(KEY.name());
    if (key.isEmpty() || key.get().isBlank()) {
      return route.handler().handle(call);
    }
    return switch (keys.claim(call.actor(), key.get(), request(route, call), owner)) {
      case Claim.Answered(var answer) -> again(answer);
      case Claim.UnderWay _ ->
          throw Problem.of(
                  "under-way",
                  409,
                  "The request is being worked on",
                  "one with the same Idempotency-Key has not been answered yet")
              .withHeader("Retry-After", "1")
              .exception();
      case Claim.OtherRequest _ ->
          throw Problem.of(
                  "key-reused",
                  422,
                  "The key belongs to another request",
                  "one with this Idempotency-Key and another document came before")
              .withHint("Make a new key for each request that is not a repeat.")
              .exception();
      case Claim.Taken _ -> handled(route, call, key.get());
    };
  }

  private Answer handled(Route route, Call call, String key) throws InterruptedException {
    var answered = false;
    try {
      var answer = route.handler().handle(call);
      if (answer instanceof Answer.Document(var status, var body, var headers)) {
        keys.answer(
            call.actor(),
            key,
            new KeptAnswer(
                status, Optional.ofNullable(headers.get("Location")), JsonText.text(body)));
        answered = true;
      }
      return answer;
    } finally {
      if (!answered) {
        keys.giveUp(call.actor(), key);
      }
    }
  }

  private static Answer again(KeptAnswer kept) {
    Answer answer =
        new Answer.Content(
            kept.status(),
            Route.JSON,
            kept.body().getBytes(StandardCharsets.UTF_8),
            Map.of("Idempotency-Replayed", "true"));
    return kept.location().map(place -> answer.with("Location", place)).orElse(answer);
  }

  /** All that tells a request from others. */
  private static String request(Route route, Call call) {
    return route.method()
        + " "
        + route.path()
        + " "
        + new TreeMap<>(call.path())
        + " "
        + JsonText.text(new TreeMap<>(call.body()));
  }
}
