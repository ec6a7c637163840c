package org.hwautomation.bridge;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The engine as a child process of one script: a message a line on its standard input and output,
 * {@code hello} first, until the input ends. When it does while runs are under way, the script has
 * died, and they are parked.
 */
public final class StdioBridge {
  /** Opens what a script works with. */
  @FunctionalInterface
  public interface Opening {
    /**
     * The manager, with the functions of {@code scripts} among its actions.
     *
     * @param configuration as the script gave it; empty for what is configured otherwise
     * @param who for people: which script
     */
    WorkflowManager open(Map<String, @Nullable Object> configuration, Scripts scripts, String who);
  }

  private final LineReader in;
  private final MessageWriter out;
  private final String version;
  private final String actor;
  private final Heartbeat heartbeat;
  private final Opening opening;

  /**
   * @param version of the product
   * @param actor for journal and audit, such as {@code script:alice}
   */
  public StdioBridge(
      InputStream in,
      OutputStream out,
      String version,
      String actor,
      Heartbeat heartbeat,
      Opening opening) {
    this.in = new LineReader(in);
    this.out = new MessageWriter(out);
    this.version = version;
    this.actor = actor;
    this.heartbeat = heartbeat;
    this.opening = opening;
  }

  /** Serves the script until it ends. */
  public void run() {
    try (out) {
      in.next(heartbeat.silence()).flatMap(this::hello).ifPresent(this::serve);
    }
  }

  /** What the script says first, if it can be taken. */
  private Optional<RpcMessage.Request> hello(String line) {
    Object id = null;
    try {
      var message = RpcCodec.read(line);
      id = message instanceof RpcMessage.Request(var asked, _, _) ? asked : null;
      if (!(message instanceof RpcMessage.Request request) || !request.method().equals("hello")) {
        throw new RpcException(
            RpcError.of(RpcError.INVALID_REQUEST, "the first message must be the request 'hello'"));
      }
      var protocol = new Params("params", request.params()).whole("protocol");
      if (protocol != Session.PROTOCOL) {
        throw new RpcException(
            RpcError.of(
                RpcError.REFUSED,
                "the script speaks version %d of the protocol, and HWAutomation %s speaks %d; use the package that comes with it"
                    .formatted(protocol, version, Session.PROTOCOL)));
      }
      return Optional.of(request);
    } catch (RpcException e) {
      out.write(new RpcMessage.Failure(id, e.error()));
      return Optional.empty();
    }
  }

  private void serve(RpcMessage.Request hello) {
    var params = new Params("params", hello.params());
    var who = params.optional("client").orElse("a script");
    var scripts = new Scripts();
    WorkflowManager manager;
    try {
      manager = opening.open(params.fields("configuration").values(), scripts, who);
    } catch (BadFileException | StoreException | IllegalArgumentException | RpcException e) {
      out.write(new RpcMessage.Failure(hello.id(), RpcError.refused(e)));
      return;
    }
    try (manager) {
      var session = new Session(manager, scripts, actor, who, out::write);
      out.write(new RpcMessage.Result(hello.id(), welcome(manager)));
      session.gone(converse(session));
    }
  }

  /** Takes what the script says until it says no more; what that means to people. */
  private String converse(Session session) {
    var heard = System.nanoTime();
    var beat = heard;
    while (true) {
      var line = in.next(heartbeat.every().minusNanos(System.nanoTime() - beat));
      var now = System.nanoTime();
      if (line.isPresent()) {
        heard = now;
        take(session, line.get());
      } else if (in.hasEnded()) {
        return "is gone";
      } else if (now - heard > heartbeat.silence().toNanos()) {
        return "has said nothing for %s".formatted(Durations.text(heartbeat.silence()));
      }
      if (now - beat >= heartbeat.every().toNanos()) {
        beat = now;
        out.offer(new RpcMessage.Notification("heartbeat", Map.of()));
      }
    }
  }

  private Map<String, @Nullable Object> welcome(WorkflowManager manager) {
    var welcome = new LinkedHashMap<String, @Nullable Object>();
    welcome.put("protocol", Session.PROTOCOL);
    welcome.put("version", version);
    welcome.put("process", ProcessHandle.current().pid());
    welcome.put("database", manager.configuration().database().path().toString());
    welcome.put("heartbeat_seconds", heartbeat.every().toMillis() / 1e3);
    welcome.put("silence_seconds", heartbeat.silence().toMillis() / 1e3);
    return welcome;
  }

  private void take(Session session, String line) {
    try {
      session.accept(RpcCodec.read(line));
    } catch (RpcException e) {
      out.write(new RpcMessage.Failure(null, e.error()));
    }
  }
}
