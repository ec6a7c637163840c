package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The BMC's users. Passwords travel in request bodies only. Thread-safe; two clients that create
 * accounts at once may meet in one Dell slot.
 */
public final class Accounts {
  private final Connection connection;

  Accounts(Connection connection) {
    this.connection = connection;
  }

  /** All accounts, read anew; free slots are left out. */
  public List<Account> list() {
    return slots().stream().filter(account -> !account.freeSlot()).toList();
  }

  /** The account of that name, read anew. */
  public Optional<Account> named(String name) {
    return list().stream().filter(account -> account.username().equals(name)).findFirst();
  }

  private List<Account> slots() {
    var accounts = new ArrayList<Account>();
    for (var uri : connection.members(collection())) {
      accounts.add(Account.of(uri, connection.get(uri).body()));
    }
    return accounts;
  }

  private String collection() {
    var service = Json.link(connection.root(), "AccountService");
    var answer = service == null ? null : connection.find(service);
    var accounts = answer == null ? null : Json.link(answer.body(), "Accounts");
    if (accounts == null) {
      throw RedfishException.notSent(
          Kind.REJECTED, connection.peer(), connection.peer() + " has no account service", null);
    }
    return accounts;
  }

  /**
   * Creates an enabled account; in a free slot where the BMC has slots (Dell; never the first).
   *
   * @param role such as {@code Administrator}
   * @return the account, read anew
   * @throws RedfishException {@code REJECTED} if the name is taken (nothing was sent), no slot is
   *     free, or the BMC does not like the password
   */
  public Account create(Credentials credentials, String role) {
    var accounts = slots();
    var name = credentials.username();
    if (name.isEmpty() || accounts.stream().anyMatch(a -> a.username().equals(name))) {
      throw rejected(name.isEmpty() ? "an account needs a name" : "account " + name + " exists");
    }
    var body = Json.object().put("UserName", name);
    credentials.password().reveal(password -> body.put("Password", password));
    body.put("RoleId", role).put("Enabled", true);
    if (Vendor.ofRoot(connection.root()) == Vendor.HPE) {
      // an iLO wants the name that people see, too
      body.putObject("Oem").putObject("Hpe").put("LoginName", name);
    }
    if (accounts.stream().noneMatch(Account::freeSlot)) {
      var answer = connection.post(collection(), body, credentials.password());
      var uri =
          answer.location() == null ? Json.text(answer.body(), "@odata.id") : answer.location();
      return uri == null
          ? named(name)
              .orElseThrow(() -> rejected("account " + name + " was accepted but is not there"))
          : Account.of(uri, connection.get(uri).body());
    }
    var slot =
        accounts.stream()
            .filter(a -> a.freeSlot() && !a.id().equals("1"))
            .findFirst()
            .orElseThrow(() -> rejected("all account slots are taken"));
    connection.patch(slot.uri(), body, credentials.password());
    return Account.of(slot.uri(), connection.get(slot.uri()).body());
  }

  /**
   * Completes an account whose creation was cut off: password, role, enabled.
   *
   * @return the account, read anew
   * @throws RedfishException {@code REJECTED}, with nothing sent, for the account that this client
   *     is logged in with: no password is changed under somebody's feet
   */
  public Account complete(Account account, Secret password, String role) {
    if (account.username().equals(connection.username())) {
      throw rejected("the password of " + account.username() + " is in use here; not changed");
    }
    var body = Json.object();
    password.reveal(text -> body.put("Password", text));
    body.put("RoleId", role).put("Enabled", true);
    connection.patch(account.uri(), body, password);
    return Account.of(account.uri(), connection.get(account.uri()).body());
  }

  /**
   * Lets the account in over IPMI, where the BMC shows that it is not: by its AccountTypes, and on
   * an iDRAC by {@code Users.N.IpmiLanPrivilege}.
   *
   * @return true if something was written
   */
  public boolean allowIpmi(Account account) {
    var written = false;
    if (!account.types().isEmpty() && !account.types().contains("IPMI")) {
      var body = Json.object();
      var types = body.putArray("AccountTypes");
      Json.texts(connection.get(account.uri()).body(), "AccountTypes").forEach(types::add);
      types.add("IPMI");
      connection.patch(account.uri(), body);
      written = true;
    }
    var attribute = "Users." + account.id() + ".IpmiLanPrivilege";
    for (var manager : connection.members(Json.link(connection.root(), "Managers"))) {
      for (var uri :
          Json.links(connection.get(manager).body(), "Links", "Oem", "Dell", "DellAttributes")) {
        var known = connection.find(uri);
        var level = known == null ? null : Json.text(known.body(), "Attributes", attribute);
        if (level != null && !level.equals("Administrator")) {
          var body = Json.object();
          body.putObject("Attributes").put(attribute, "Administrator");
          connection.patch(uri, body);
          written = true;
        }
      }
    }
    return written;
  }

  /**
   * Deletes the account; where the BMC has slots, empties it.
   *
   * @throws RedfishException {@code REJECTED}, with nothing sent, for the account that this client
   *     is logged in with: that would cut the branch it sits on
   */
  public void delete(Account account) {
    if (account.username().equals(connection.username())) {
      throw rejected(
          "account "
              + account.username()
              + " is the one in use here; log in with another to delete it");
    }
    try {
      connection.delete(account.uri());
    } catch (RedfishException e) {
      if (e.status().orElse(0) != 405 && e.status().orElse(0) != 501) {
        throw e;
      }
      change(account, Json.object().put("Enabled", false).put("RoleId", "None"));
      change(account, Json.object().put("UserName", ""));
    }
  }

  /**
   * Gives an account a role and switches it on or off; its password stays.
   *
   * @param role null leaves it as it is
   */
  public void setRole(Account account, @Nullable String role, boolean enabled) {
    var body = Json.object().put("Enabled", enabled);
    if (role != null) {
      body.put("RoleId", role);
    }
    change(account, body);
  }

  private void change(Account account, JsonNode body) {
    connection.patch(account.uri(), body);
  }

  private RedfishException rejected(String text) {
    return RedfishException.notSent(
        Kind.REJECTED, connection.peer(), connection.peer() + ": " + text, null);
  }
}
