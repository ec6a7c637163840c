package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.Accounts;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Accounts and roles: DSP0268 ManagerAccount, DSP0266 13.4 (privileges). An iDRAC shows all its 16
 * slots and takes a PATCH on an empty one instead of a POST (capture: empty {@code UserName}s); the
 * others show what is used and take a POST.
 */
final class AccountRoutes {
  private static final String SERVICE = "/redfish/v1/AccountService";
  private static final String ACCOUNTS = SERVICE + "/Accounts";
  private static final String ROLES = SERVICE + "/Roles";

  private final Tree tree;

  AccountRoutes(Tree tree) {
    this.tree = tree;
  }

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.add(tree.get(SERVICE, request -> RedfishResponse.ok(service())));
    routes.add(tree.get(ACCOUNTS, request -> RedfishResponse.ok(all())));
    if (!tree.dialect().dell()) {
      routes.add(tree.post(ACCOUNTS, this::create));
      routes.add(tree.delete(ACCOUNTS + "/{}", this::delete));
    }
    routes.add(tree.get(ACCOUNTS + "/{}", r -> RedfishResponse.ok(body(account(r)))));
    routes.add(tree.patch(ACCOUNTS + "/{}", this::change));
    routes.add(tree.get(ROLES, request -> RedfishResponse.ok(roles())));
    routes.add(tree.get(ROLES + "/{}", this::role));
    return routes;
  }

  private Accounts accounts() {
    return tree.server().bmc().accounts();
  }

  private Map<String, Object> service() {
    var personality = tree.server().personality();
    var body =
        Resource.of(
            SERVICE, "#AccountService.v1_7_2.AccountService", "AccountService", "Account Service");
    body.put("ServiceEnabled", true);
    body.put("MinPasswordLength", 8);
    body.put("MaxPasswordLength", maxPassword());
    body.put("AccountLockoutThreshold", personality.lockOutThreshold());
    body.put("AccountLockoutDuration", personality.lockOutSeconds());
    body.put("AccountLockoutCounterResetAfter", personality.lockOutSeconds());
    body.put("Accounts", Resource.link(ACCOUNTS));
    body.put("Roles", Resource.link(ROLES));
    body.put("Status", Resource.healthy());
    return body;
  }

  private Map<String, Object> all() {
    return Resource.collection(
        ACCOUNTS,
        "ManagerAccountCollection",
        "Accounts",
        accounts().slots().stream()
            .filter(account -> tree.dialect().dell() || !account.free())
            .map(account -> ACCOUNTS + "/" + account.id())
            .toList());
  }

  private Account account(RedfishRequest request) {
    var id = request.part();
    if (!id.matches("\\d{1,3}")) {
      throw tree.missing(request.path());
    }
    return accounts()
        .slot(Integer.parseInt(id))
        .filter(account -> tree.dialect().dell() || !account.free())
        .orElseThrow(() -> tree.missing(request.path()));
  }

  private Map<String, Object> body(Account account) {
    var path = ACCOUNTS + "/" + account.id();
    var body =
        Resource.of(
            path,
            "#ManagerAccount.v1_8_0.ManagerAccount",
            Integer.toString(account.id()),
            "User Account");
    body.put("UserName", account.userName());
    body.put("Password", null);
    body.put("RoleId", roleId(account.role()));
    body.put("Enabled", account.enabled());
    body.put("Locked", account.locked());
    body.put("AccountTypes", account.ipmi() ? List.of("Redfish", "IPMI") : List.of("Redfish"));
    body.put("PasswordChangeRequired", false);
    body.put("Links", Map.of("Role", Resource.link(ROLES + "/" + roleId(account.role()))));
    if (tree.dialect().hpe()) {
      body.put(
          "Oem",
          Map.of(
              "Hpe",
              Map.of(
                  "@odata.type",
                  "#HpeiLOAccount.v2_2_0.HpeiLOAccount",
                  "LoginName",
                  account.userName())));
    }
    return body;
  }

  private RedfishResponse create(RedfishRequest request) {
    var body = request.object(tree.dialect());
    Bodies.only(
        tree, body, Set.of("UserName", "Password", "RoleId", "Enabled", "AccountTypes", "Oem"));
    var user = Bodies.requiredText(tree, body, "UserName");
    var password = password(Bodies.requiredText(tree, body, "Password"));
    var role = role(Bodies.text(tree, body, "RoleId"));
    if (accounts().named(user).isPresent()) {
      throw new RedfishError(
          400, tree.base("ResourceAlreadyExists", "ManagerAccount", "UserName", user));
    }
    var slot =
        accounts()
            .freeSlot()
            .orElseThrow(() -> new RedfishError(400, tree.base("CreateLimitReachedForResource")));
    var path = ACCOUNTS + "/" + slot;
    if (tree.server().faults().tells(Lie.ACCOUNT_CHANGE_IGNORED)) {
      return RedfishResponse.created(path, Resource.link(path));
    }
    var types = types(body);
    var account =
        accounts()
            .create(
                slot,
                user,
                password,
                role,
                types == null || types.contains("IPMI"),
                Channel.REDFISH);
    if (Boolean.FALSE.equals(Bodies.flag(tree, body, "Enabled"))) {
      accounts().enabled(slot, false, Channel.REDFISH);
    }
    return RedfishResponse.created(path, body(account));
  }

  private RedfishResponse change(RedfishRequest request) {
    var account = account(request);
    var body = request.object(tree.dialect());
    Bodies.only(
        tree,
        body,
        Set.of("UserName", "Password", "RoleId", "Enabled", "Locked", "AccountTypes", "Oem"));
    var user = Bodies.text(tree, body, "UserName");
    var password = Bodies.text(tree, body, "Password");
    var role = Bodies.text(tree, body, "RoleId");
    var enabled = Bodies.flag(tree, body, "Enabled");
    var locked = Bodies.flag(tree, body, "Locked");
    var types = types(body);
    if (account.id() == 1) {
      throw new RedfishError(400, tree.base("PropertyNotWritable", "UserName"));
    }
    if (user != null && !user.isEmpty() && !user.equals(account.userName())) {
      if (accounts().named(user).isPresent()) {
        throw new RedfishError(
            400, tree.base("ResourceAlreadyExists", "ManagerAccount", "UserName", user));
      }
    }
    if (account.free() && (user == null || user.isEmpty())) {
      throw new RedfishError(400, tree.base("PropertyMissing", "UserName").about("#/UserName"));
    }
    if (password != null) {
      password(password);
    }
    var wantedRole = role == null ? null : role(role);
    if (tree.server().faults().tells(Lie.ACCOUNT_CHANGE_IGNORED)) {
      return tree.done();
    }
    if (user != null && !user.equals(account.userName())) {
      accounts().name(account.id(), user, Channel.REDFISH);
    }
    if (user == null || !user.isEmpty()) {
      apply(account.id(), password, wantedRole, enabled, types);
    }
    if (Boolean.FALSE.equals(locked)) {
      accounts().unlock(account.id(), Channel.REDFISH);
    }
    return tree.done();
  }

  private void apply(
      int id,
      @Nullable String password,
      Account.@Nullable Role role,
      @Nullable Boolean enabled,
      @Nullable List<String> types) {
    if (password != null) {
      accounts().password(id, password, Channel.REDFISH);
    }
    if (role != null) {
      accounts().role(id, role, Channel.REDFISH);
    }
    if (enabled != null) {
      accounts().enabled(id, enabled, Channel.REDFISH);
    }
    if (types != null) {
      accounts().ipmi(id, types.contains("IPMI"), Channel.REDFISH);
    }
  }

  private RedfishResponse delete(RedfishRequest request) {
    var account = account(request);
    if (!tree.server().faults().tells(Lie.ACCOUNT_CHANGE_IGNORED)) {
      accounts().delete(account.id(), Channel.REDFISH);
    }
    return tree.done();
  }

  private Map<String, Object> roles() {
    return Resource.collection(
        ROLES,
        "RoleCollection",
        "Roles",
        List.of(
            ROLES + "/Administrator", ROLES + "/Operator", ROLES + "/ReadOnly", ROLES + "/None"));
  }

  private RedfishResponse role(RedfishRequest request) {
    var privileges =
        switch (request.part()) {
          case "Administrator" ->
              List.of(
                  "Login",
                  "ConfigureManager",
                  "ConfigureUsers",
                  "ConfigureSelf",
                  "ConfigureComponents");
          case "Operator" -> List.of("Login", "ConfigureSelf", "ConfigureComponents");
          case "ReadOnly" -> List.of("Login", "ConfigureSelf");
          case "None" -> List.<String>of();
          default -> throw tree.missing(request.path());
        };
    var body =
        Resource.of(ROLES + "/" + request.part(), "#Role.v1_3_1.Role", request.part(), "User Role");
    body.put("IsPredefined", true);
    body.put("RoleId", request.part());
    body.put("AssignedPrivileges", privileges);
    return RedfishResponse.ok(body);
  }

  private int maxPassword() {
    return tree.dialect().supermicro() ? 20 : tree.dialect().dell() ? 127 : 39;
  }

  private String password(String password) {
    if (password.length() < 8 || password.length() > maxPassword()) {
      throw new RedfishError(
          400, tree.base("PropertyValueFormatError", "******", "Password").about("#/Password"));
    }
    return password;
  }

  private static @Nullable List<String> types(JsonNode body) {
    var node = body.get("AccountTypes");
    if (node == null || !node.isArray()) {
      return null;
    }
    var types = new ArrayList<String>();
    node.forEach(type -> types.add(type.asString("")));
    return types;
  }

  private Account.Role role(@Nullable String id) {
    return switch (id == null ? "ReadOnly" : id) {
      case "Administrator" -> Account.Role.ADMINISTRATOR;
      case "Operator" -> Account.Role.OPERATOR;
      case "ReadOnly" -> Account.Role.READ_ONLY;
      case "None" -> Account.Role.NONE;
      case String other ->
          throw new RedfishError(
              400, tree.base("PropertyValueNotInList", other, "RoleId").about("#/RoleId"));
    };
  }

  private static String roleId(Account.Role role) {
    return switch (role) {
      case ADMINISTRATOR -> "Administrator";
      case OPERATOR -> "Operator";
      case READ_ONLY -> "ReadOnly";
      case NONE -> "None";
    };
  }
}
