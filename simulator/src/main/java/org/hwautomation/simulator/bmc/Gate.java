package org.hwautomation.simulator.bmc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Login;

/** Lets requests in: DSP0266 13.3 (authentication) and 13.4 (authorization). */
final class Gate {
  private final Tree tree;

  Gate(Tree tree) {
    this.tree = tree;
  }

  /**
   * Who asks, by {@code X-Auth-Token} or else by basic authentication.
   *
   * @throws RedfishError 401
   */
  Account admit(Map<String, String> headers) {
    var token = headers.get("x-auth-token");
    if (token != null) {
      return tree.sessions()
          .use(token)
          .flatMap(session -> tree.server().bmc().accounts().slot(session.account()))
          .filter(account -> account.enabled() && !account.free())
          .orElseThrow(() -> new RedfishError(401, tree.base("NoValidSession")));
    }
    var authorization = headers.get("authorization");
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      throw new RedfishError(401, tree.base("NoValidSession"));
    }
    String[] credential;
    try {
      credential =
          new String(
                  Base64.getDecoder().decode(authorization.substring(6).trim()),
                  StandardCharsets.UTF_8)
              .split(":", 2);
    } catch (IllegalArgumentException notBase64) {
      throw unauthorized(tree);
    }
    if (credential.length == 2
        && tree.server().bmc().accounts().login(credential[0], credential[1], Channel.REDFISH)
            instanceof Login.Accepted(var account)) {
      return account;
    }
    throw unauthorized(tree);
  }

  /**
   * Whether this account may do this: reading needs any role, power and BIOS an operator's, the
   * BMC's own settings an administrator's; everybody may change the own account's password.
   *
   * @throws RedfishError 403
   */
  void authorize(Account account, String method, String path) {
    if (method.equals("GET") || method.equals("HEAD")) {
      return;
    }
    var allowed =
        switch (account.role()) {
          case ADMINISTRATOR -> true;
          case OPERATOR ->
              !path.contains("/AccountService/") && !path.contains("/EthernetInterfaces/");
          case READ_ONLY, NONE -> path.contains("/SessionService/");
        };
    if (!allowed && !path.endsWith("/AccountService/Accounts/" + account.id())) {
      throw new RedfishError(403, tree.base("InsufficientPrivilege"));
    }
  }

  /** The answer to a wrong credential: it does not say what was wrong. */
  static RedfishError unauthorized(Tree tree) {
    return new RedfishError(
        401,
        switch (tree.dialect().personality()) {
          case HPE -> tree.ilo("UnauthorizedLoginAttempt", "The login was refused.", "Warning");
          case DELL, SUPERMICRO ->
              tree.base("ResourceAtUriUnauthorized", "/redfish/v1", "the login was refused");
        });
  }
}
