package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.oneOf;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.hardware.Secret;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Access;
import org.hwautomation.server.access.Accounts.Account;
import org.hwautomation.server.access.Role;
import org.hwautomation.server.access.Tokens.Token;
import org.jspecify.annotations.Nullable;

/** Accounts of people and tokens of programs, for admins; and everybody's own password. */
public final class AccountResource {
  private static final Shape ROLE = oneOf("viewer", "operator", "admin");
  private static final RouteParameter NAME = RouteParameter.path("name", "its name");

  private static final Shape ACCOUNT =
      Shape.named(
          "Account",
          object(
              required("name", text(), "what one logs in as"),
              required("role", ROLE, "what it may do"),
              required("enabled", flag(), "whether it may log in"),
              required("created_by", text(), "who added it"),
              required("created_at", instant(), "when"),
              optional("last_login_at", instant(), "when it was used last")));

  private static final Shape TOKEN =
      Shape.named(
          "Token",
          object(
              required("name", text(), "its name"),
              required("role", ROLE, "what it may do"),
              required("created_by", text(), "who made it"),
              required("created_at", instant(), "when"),
              optional("expires_at", instant(), "when it ends"),
              optional("last_used_at", instant(), "when it was used last"),
              required("valid", flag(), "false if it is expired"),
              optional("token", text(), "its clear text, shown once when it is made")));

  private final Access access;

  public AccountResource(Access access) {
    this.access = access;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/users", "listUsers", "The accounts")
            .role(Role.ADMIN)
            .gives(Shapes.page(ACCOUNT))
            .by(
                call ->
                    Pages.all(
                        access.accounts().list().stream().map(AccountResource::document).toList())),
        Route.post("/api/v1/users", "addUser", "Adds an account")
            .role(Role.ADMIN)
            .takes(
                object(
                    required("name", text(64), "lower-case letters, digits, . _ -"),
                    required("role", ROLE, "what it may do"),
                    required("password", text(1_000), "at least 12 characters"),
                    Shapes.REASON))
            .gives(201, ACCOUNT)
            .by(this::add),
        Route.put(
                "/api/v1/users/{name}",
                "changeUser",
                "Changes role, password, or whether it may log in")
            .role(Role.ADMIN)
            .with(NAME)
            .takes(
                object(
                    optional("role", ROLE, "another role"),
                    optional("password", text(1_000), "another password"),
                    optional("enabled", flag(), "whether it may log in"),
                    Shapes.REASON))
            .gives(ACCOUNT)
            .by(this::change),
        Route.delete("/api/v1/users/{name}", "removeUser", "Removes an account; its sessions end")
            .role(Role.ADMIN)
            .with(NAME)
            .givesNothing()
            .by(
                call -> {
                  access.accounts().remove(call.in("name"), call.actor(), "");
                  return Answer.nothing();
                }),
        Route.get("/api/v1/tokens", "listTokens", "The API tokens, without their texts")
            .role(Role.ADMIN)
            .gives(Shapes.page(TOKEN))
            .by(
                call ->
                    Pages.all(
                        access.tokens().list().stream().map(AccountResource::document).toList())),
        Route.post("/api/v1/tokens", "createToken", "Makes an API token; its text is shown once")
            .role(Role.ADMIN)
            .takes(
                object(
                    required("name", text(64), "lower-case letters, digits, . _ -"),
                    required("role", ROLE, "what it may do"),
                    optional("days", integer(1, 3_650), "how long it is valid; 90 if not given"),
                    Shapes.REASON))
            .gives(201, TOKEN)
            .by(this::createToken),
        Route.delete("/api/v1/tokens/{name}", "revokeToken", "Ends a token")
            .role(Role.ADMIN)
            .with(NAME)
            .givesNothing()
            .by(
                call -> {
                  access.tokens().revoke(call.in("name"), call.actor(), "");
                  return Answer.nothing();
                }));
  }

  private static String reason(Call call) {
    return call.words("reason").orElse("");
  }

  private Answer add(Call call) {
    var account =
        access
            .accounts()
            .add(
                call.text("name"),
                Role.of(call.text("role")),
                Secret.of(call.text("password")),
                call.actor(),
                reason(call));
    return Answer.created("/api/v1/users/" + account.name(), document(account));
  }

  private Answer change(Call call) {
    var accounts = access.accounts();
    var name = accounts.find(call.in("name")).name();
    call.optionalText("role")
        .ifPresent(role -> accounts.changeRole(name, Role.of(role), call.actor(), reason(call)));
    call.optionalText("password")
        .ifPresent(
            word -> accounts.changePassword(name, Secret.of(word), call.actor(), reason(call)));
    if (call.body().get("enabled") instanceof Boolean enabled) {
      if (enabled) {
        accounts.enable(name, call.actor(), reason(call));
      } else {
        accounts.disable(name, call.actor(), reason(call));
      }
    }
    return Answer.of(document(accounts.find(name)));
  }

  private Answer createToken(Call call) {
    var days = call.body().get("days") instanceof Number number ? number.longValue() : 90;
    var made =
        access
            .tokens()
            .create(
                call.text("name"),
                Role.of(call.text("role")),
                Optional.of(Duration.ofDays(days)),
                call.actor(),
                reason(call));
    var document = document(made.token());
    document.put("token", made.clearText().<String>reveal(text -> text));
    return Answer.created("/api/v1/tokens/" + made.token().name(), document);
  }

  private static Map<String, @Nullable Object> document(Account account) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", account.name());
    document.put("role", account.role().wireName());
    document.put("enabled", account.enabled());
    document.put("created_by", account.createdBy());
    document.put("created_at", account.createdAt().toString());
    document.put("last_login_at", account.lastLoginAt().map(Object::toString).orElse(null));
    return document;
  }

  private static Map<String, @Nullable Object> document(Token token) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", token.name());
    document.put("role", token.role().wireName());
    document.put("created_by", token.createdBy());
    document.put("created_at", token.createdAt().toString());
    document.put("expires_at", token.expiresAt().map(Object::toString).orElse(null));
    document.put("last_used_at", token.lastUsedAt().map(Object::toString).orElse(null));
    document.put("valid", token.valid());
    return document;
  }
}
