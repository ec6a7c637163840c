package org.hwautomation.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.Secret;
import org.hwautomation.store.ApiTokens;
import org.hwautomation.store.ApiTokens.ApiToken;
import org.hwautomation.store.LastAdminException;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Tokens of programs. Each change takes who does it ({@link Caller#actor}) and why, and is audited;
 * {@code reason} may be empty. Thread-safe.
 */
public final class Tokens {
  /** How long a token is good if nothing else is said. */
  public static final Duration USUAL_LIFE = Duration.ofDays(90);

  /** What each begins with, so that scanners of secrets find one that strayed. */
  static final String PREFIX = "hwa_";

  private static final Duration LONGEST_LIFE = Duration.ofDays(3660);

  private final ApiTokens tokens;
  private final WorkflowTime time;

  Tokens(ApiTokens tokens, WorkflowTime time) {
    this.tokens = tokens;
    this.time = time;
  }

  /**
   * A token, without its text.
   *
   * @param expiresAt empty if it does not end by itself
   * @param lastUsedAt to the minute
   * @param valid false if it is expired
   */
  public record Token(
      String name,
      Role role,
      String createdBy,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> lastUsedAt,
      boolean valid) {}

  /**
   * A token that was just made.
   *
   * @param clearText what a program sends; it is not kept, so this is the one time to show it
   */
  public record NewToken(Token token, Secret clearText) {}

  /**
   * Makes a token.
   *
   * @param validFor empty for one that never ends by itself; {@link #USUAL_LIFE} is usual
   * @throws AccessException if the name can't be one or is taken, or the time is not above zero and
   *     at most ten years
   */
  public NewToken create(
      String name, Role role, Optional<Duration> validFor, String actor, String reason) {
    Names.require(name);
    var until = validFor.map(life -> after(requireLife(life)));
    var clearText = RandomText.make(PREFIX);
    if (!tokens.add(name, role.wireName(), RandomText.hash(clearText), until, actor, reason)) {
      throw new AccessException(
          AccessException.Kind.EXISTS,
          "name",
          "there is a token '" + name + "' already; revoke it first, or choose another name");
    }
    return new NewToken(
        list().stream().filter(token -> token.name().equals(name)).findFirst().orElseThrow(),
        clearText);
  }

  /** To the second, for people. */
  private Instant after(Duration life) {
    var until = time.now().plus(life);
    var whole = until.truncatedTo(ChronoUnit.SECONDS);
    return whole.equals(until) ? whole : whole.plusSeconds(1);
  }

  private static Duration requireLife(Duration life) {
    if (!life.isPositive() || life.compareTo(LONGEST_LIFE) > 0) {
      throw AccessException.invalid(
          "expires", "a token is good for a time above zero and at most ten years, or for ever");
    }
    return life;
  }

  /** As {@link Access#firstAdminToken}. */
  Optional<Secret> first() {
    var clearText = RandomText.make(PREFIX);
    var made =
        tokens.addFirst(
            "first-admin",
            Role.ADMIN.wireName(),
            RandomText.hash(clearText),
            Optional.of(after(USUAL_LIFE)),
            "service",
            "first start");
    return made ? Optional.of(clearText) : Optional.empty();
  }

  /** The token that is good now, and was used just now. */
  Optional<ApiToken> use(Secret clearText) {
    if (!RandomText.looksMade(clearText, PREFIX)) {
      return Optional.empty();
    }
    var found = tokens.find(RandomText.hash(clearText)).filter(token -> token.isValid(time.now()));
    found.ifPresent(tokens::used);
    return found;
  }

  /**
   * Revokes a token, at once; sessions that it opened end.
   *
   * @throws AccessException if there is no such token, or it is the last admin
   */
  public void revoke(String name, String actor, String reason) {
    try {
      if (!tokens.revoke(name, actor, reason)) {
        throw AccessException.noToken(name);
      }
    } catch (LastAdminException e) {
      throw AccessException.lastAdmin(e);
    }
  }

  /** All of them, by name, the expired ones too. */
  public List<Token> list() {
    var now = time.now();
    return tokens.list().stream().map(stored -> token(stored, now)).toList();
  }

  private static Token token(ApiToken stored, Instant now) {
    return new Token(
        stored.name(),
        Role.of(stored.role()),
        stored.createdBy(),
        stored.createdAt(),
        stored.expiresAt(),
        stored.lastUsedAt(),
        stored.isValid(now));
  }
}
