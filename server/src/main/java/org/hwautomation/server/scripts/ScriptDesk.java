package org.hwautomation.server.scripts;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.bridge.Heartbeat;
import org.hwautomation.bridge.Scripts;
import org.hwautomation.provisioning.WorkflowManager;

/**
 * The scripts that are connected. One that closes, breaks off or falls silent is gone, and its runs
 * are parked. Thread-safe.
 */
public final class ScriptDesk implements AutoCloseable {
  private static final int ID_BYTES = 16;

  private final WorkflowManager manager;
  private final Scripts scripts;
  private final Heartbeat heartbeat;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, ConnectedScript> connected = new ConcurrentHashMap<>();

  public ScriptDesk(WorkflowManager manager, Scripts scripts, Heartbeat heartbeat) {
    this.manager = manager;
    this.scripts = scripts;
    this.heartbeat = heartbeat;
  }

  public Heartbeat heartbeat() {
    return heartbeat;
  }

  /**
   * Connects a script.
   *
   * @param actor who runs it; nobody else may speak for it
   * @param who for people, such as {@code provision.py, process 4711}
   * @return its id, which is its own secret
   */
  public String connect(String actor, String who) {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    var id = HexFormat.of().formatHex(bytes);
    var script =
        new ConnectedScript(manager, scripts, heartbeat, actor, who, () -> connected.remove(id));
    connected.put(id, script);
    Thread.ofVirtual().name("silence of " + who).start(script::leaveWhenSilent);
    return id;
  }

  /** The script of that id, if it is {@code actor}'s. */
  public Optional<ConnectedScript> find(String id, String actor) {
    return Optional.ofNullable(connected.get(id)).filter(script -> script.actor().equals(actor));
  }

  /** Leaves all of them. Their runs go on as those of a service that stops. */
  @Override
  public void close() {
    connected.values().forEach(ConnectedScript::serviceStops);
  }
}
