package org.hwautomation.simulator.bmc;

import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.Login;

/**
 * Sessions: DSP0266 13.3.4 (session management): a POST answers 201 with {@code X-Auth-Token} and
 * {@code Location}. Values: the captures' {@code SessionService}; the limit of an iDRAC is eight.
 */
final class SessionRoutes {
  private static final String SERVICE = "/redfish/v1/SessionService";
  private static final String SESSIONS = SERVICE + "/Sessions";

  private final Tree tree;

  SessionRoutes(Tree tree) {
    this.tree = tree;
  }

  List<Route> routes() {
    return List.of(
        tree.get(SERVICE, request -> RedfishResponse.ok(service())),
        tree.get(SESSIONS, request -> RedfishResponse.ok(all())),
        Route.open(tree.dialect(), "POST", SESSIONS, this::open),
        tree.get(SESSIONS + "/{}", this::one),
        tree.delete(SESSIONS + "/{}", this::close));
  }

  private Map<String, Object> service() {
    var body =
        Resource.of(
            SERVICE, "#SessionService.v1_1_7.SessionService", "SessionService", "Session Service");
    body.put("ServiceEnabled", true);
    body.put("SessionTimeout", tree.server().personality().sessionTimeoutSeconds());
    body.put("Sessions", Resource.link(SESSIONS));
    body.put("Status", Resource.healthy());
    return body;
  }

  private Map<String, Object> all() {
    return Resource.collection(
        SESSIONS,
        "SessionCollection",
        "Sessions",
        tree.sessions().all().stream().map(session -> SESSIONS + "/" + session.id()).toList());
  }

  private RedfishResponse open(RedfishRequest request) {
    var body = request.object(tree.dialect());
    var user = Bodies.requiredText(tree, body, "UserName");
    var password = Bodies.requiredText(tree, body, "Password");
    var login = tree.server().bmc().accounts().login(user, password, Channel.REDFISH);
    if (!(login instanceof Login.Accepted(var account))) {
      throw Gate.unauthorized(tree);
    }
    var session =
        tree.sessions()
            .open(account.id(), user)
            .orElseThrow(() -> new RedfishError(503, tooMany()));
    tree.server().effect(EffectKind.SESSION_CREATED, Channel.REDFISH, "user '" + user + "'");
    return RedfishResponse.created(SESSIONS + "/" + session.id(), body(session))
        .header("X-Auth-Token", session.token());
  }

  private Message tooMany() {
    return tree.dialect().dell() && tree.server().faults().has(Fault.SESSION_LIMIT)
        ? tree.idrac("RAC0218", "The maximum number of user sessions is reached.", "Critical")
        : tree.base("SessionLimitExceeded");
  }

  private RedfishResponse one(RedfishRequest request) {
    return tree.sessions()
        .byId(request.part())
        .map(session -> RedfishResponse.ok(body(session)))
        .orElseThrow(() -> tree.missing(request.path()));
  }

  private RedfishResponse close(RedfishRequest request) {
    if (!tree.sessions().close(request.part())) {
      throw tree.missing(request.path());
    }
    tree.server().effect(EffectKind.SESSION_DELETED, Channel.REDFISH, "");
    return tree.dialect().hpe() ? tree.done() : RedfishResponse.noContent();
  }

  private static Map<String, Object> body(Sessions.Session session) {
    var body =
        Resource.of(
            SESSIONS + "/" + session.id(), "#Session.v1_3_0.Session", session.id(), "User Session");
    body.put("UserName", session.userName());
    return body;
  }
}
