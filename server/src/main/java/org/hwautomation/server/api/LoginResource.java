package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.hardware.Secret;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.Route;
import org.hwautomation.server.ServerSettings;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Access;
import org.hwautomation.server.access.Caller;
import org.hwautomation.server.access.LoginAnswer;
import org.jspecify.annotations.Nullable;

/** Logging in and out, and who one is. */
public final class LoginResource {
  private static final Shape ME =
      Shape.named(
          "Me",
          object(
              required("user", text(), "the account's or token's name"),
              required("role", Shape.oneOf("viewer", "operator", "admin"), "what it may do"),
              required("via", text(), "session or token"),
              required("csrf_token", text(), "to be sent as X-CSRF-Token; blank with a token")));

  private final Access access;
  private final boolean tls;

  public LoginResource(Access access, ServerSettings settings) {
    this.access = access;
    this.tls = settings.tls().isPresent();
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/login", "login", "Begins a session, with a password or a token")
            .open()
            .takes(
                object(
                    optional("user", text(64), "the account's name"),
                    optional("password", text(1_000), "its password"),
                    optional("token", text(200), "an API token, instead of both")))
            .gives(ME)
            .by(this::login),
        Route.post("/api/v1/logout", "logout", "Ends the session").givesNothing().by(this::logout),
        Route.get("/api/v1/me", "me", "Who one is, and what one may do")
            .gives(ME)
            .by(call -> Answer.of(document(call.caller().orElseThrow()))));
  }

  private Answer login(Call call) {
    return switch (attempt(call)) {
      case LoginAnswer.LoggedIn(var sessionId, var caller, var validFor) ->
          Answer.of(document(caller))
              .with("Set-Cookie", sessionId.reveal(id -> cookie(id, validFor)));
      case LoginAnswer.Wrong _ ->
          throw Problem.of(
                  "login-wrong",
                  401,
                  "That login is wrong",
                  call.words("token").isPresent()
                      ? "there is no such token, or it has ended"
                      : "name and password do not fit")
              .withHint(
                  "An admin makes a new one: hwauto user password NAME, or hwauto token create NAME")
              .exception();
      case LoginAnswer.Throttled(var retryAfter) ->
          throw Problem.of(
                  "login-throttled",
                  429,
                  "Too many wrong logins",
                  "no login is looked at for another %d s".formatted(seconds(retryAfter)))
              .withHeader("Retry-After", String.valueOf(seconds(retryAfter)))
              .exception();
    };
  }

  private LoginAnswer attempt(Call call) {
    var token = call.words("token");
    if (token.isPresent()) {
      return access.login(Secret.of(token.get()), call.from());
    }
    var user = call.words("user");
    var password = call.optionalText("password");
    if (user.isEmpty() || password.isEmpty()) {
      throw Problem.of(
              "bad-input",
              400,
              "A value does not fit",
              "user and password, or token, must be given")
          .exception();
    }
    return access.login(user.get(), Secret.of(password.get()), call.from());
  }

  private static long seconds(Duration duration) {
    return Math.max(1, duration.plusMillis(999).toSeconds());
  }

  private Answer logout(Call call) {
    call.sessionId().map(Secret::of).ifPresent(access::logout);
    return Answer.nothing().with("Set-Cookie", cookie("", Duration.ZERO));
  }

  private String cookie(String value, Duration validFor) {
    return "hwauto_session=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(value, validFor.toSeconds(), tls ? "; Secure" : "");
  }

  private static Map<String, @Nullable Object> document(Caller caller) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("user", caller.name());
    document.put("role", caller.role().wireName());
    document.put("via", caller.via().wireName());
    document.put("csrf_token", caller.csrfToken());
    return document;
  }
}
