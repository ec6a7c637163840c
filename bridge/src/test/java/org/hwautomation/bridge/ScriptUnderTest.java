package org.hwautomation.bridge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.Pace;
import org.jspecify.annotations.Nullable;

/** A script as the bridge sees it: what it writes, line by line, and what it is told. */
final class ScriptUnderTest implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final PrintStream out;
  private final Thread bridge;
  private final LinkedBlockingQueue<RpcMessage> heard = new LinkedBlockingQueue<>();
  private final List<RpcMessage> all = new ArrayList<>();
  private final List<RpcMessage> notAwaitedYet = new ArrayList<>();
  private int ids;

  ScriptUnderTest(Path folder) throws IOException {
    this(folder, Heartbeat.DEFAULT);
  }

  ScriptUnderTest(Path folder, Heartbeat heartbeat) throws IOException {
    var toBridge = new PipedOutputStream();
    var fromBridge = new PipedInputStream(1 << 16);
    var stdio =
        new StdioBridge(
            new PipedInputStream(toBridge, 1 << 16),
            new PipedOutputStream(fromBridge),
            "test",
            "script:test",
            heartbeat,
            (configuration, scripts, who) ->
                WorkflowManager.open(
                    Configuration.loader()
                        .program("the script's configuration", configuration)
                        .flag("state_dir", "--state", folder.toString())
                        .load(),
                    Pace.REAL,
                    "script:test",
                    who,
                    List.of(scripts.function())));
    bridge = Thread.ofPlatform().name("bridge").daemon().start(stdio::run);
    out = new PrintStream(toBridge, true, StandardCharsets.UTF_8);
    Thread.ofVirtual()
        .start(
            () -> {
              try (var in =
                  new BufferedReader(new InputStreamReader(fromBridge, StandardCharsets.UTF_8))) {
                in.lines().map(RpcCodec::read).forEach(heard::add);
              } catch (IOException | RuntimeException e) {
                heard.add(new RpcMessage.Notification("broken", Map.of()));
              }
            });
  }

  /** Connected already. */
  static ScriptUnderTest connected(Path folder) throws Exception {
    var script = new ScriptUnderTest(folder);
    script.ask("hello", Map.of("protocol", Session.PROTOCOL, "client", "check.py, process 1"));
    return script;
  }

  void write(String line) {
    out.println(line);
  }

  void tell(RpcMessage message) {
    write(RpcCodec.write(message));
  }

  /** Asks and gives the answer's value. */
  @Nullable Object ask(String method, Map<String, @Nullable Object> params) throws Exception {
    var answer = request(method, params);
    if (answer instanceof RpcMessage.Result(Object _, var value)) {
      return value;
    }
    throw new AssertionError("refused: " + answer);
  }

  /** Asks and gives the error that it is answered. */
  RpcError refused(String method, Map<String, @Nullable Object> params) throws Exception {
    var answer = request(method, params);
    if (answer instanceof RpcMessage.Failure(Object _, var error)) {
      return error;
    }
    throw new AssertionError("not refused: " + answer);
  }

  private RpcMessage request(String method, Map<String, @Nullable Object> params) throws Exception {
    var id = ++ids;
    tell(new RpcMessage.Request(id, method, params));
    return await(
        "the answer to " + method,
        message ->
            (message instanceof RpcMessage.Result r && r.id().equals(id))
                || (message instanceof RpcMessage.Failure f && Integer.valueOf(id).equals(f.id())));
  }

  /** Starts a workflow of functions. */
  String start(String workflowId, String... functions) throws Exception {
    var answer = ask("workflow.start", order(workflowId, functions));
    return answer instanceof Map<?, ?> map ? String.valueOf(map.get("run_id")) : "";
  }

  static Map<String, @Nullable Object> order(String workflowId, String... functions) {
    var order = new LinkedHashMap<String, @Nullable Object>();
    order.put("workflow_id", workflowId);
    order.put("steps", steps(functions));
    order.put("context", Map.of("server_id", "server-1", "device_type", "any"));
    return order;
  }

  static List<Map<String, Object>> steps(String... functions) {
    var steps = new ArrayList<Map<String, Object>>();
    for (var name : functions) {
      steps.add(Map.of("name", name, "function", "check:" + name, "timeout", 60, "retry_count", 2));
    }
    return steps;
  }

  /** The next question to carry a step out. */
  RpcMessage.Request called() throws Exception {
    return (RpcMessage.Request)
        await("a step's call", message -> message instanceof RpcMessage.Request);
  }

  void returns(RpcMessage.Request call, @Nullable Object result) {
    returns(call, result, Map.of());
  }

  void returns(
      RpcMessage.Request call, @Nullable Object result, Map<String, @Nullable Object> values) {
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("result", result);
    answer.put("values", values);
    tell(new RpcMessage.Result(call.id(), answer));
  }

  void raises(RpcMessage.Request call, String type, String message, List<String> bases) {
    tell(
        new RpcMessage.Failure(
            call.id(),
            new RpcError(
                RpcError.FUNCTION_FAILED,
                message,
                Map.of("type", type, "bases", bases, "traceback", "File \"check.py\", line 3"))));
  }

  /** The report at the end of a run. */
  Map<?, ?> ended() throws Exception {
    var told =
        (RpcMessage.Notification)
            await(
                "the end",
                message ->
                    message instanceof RpcMessage.Notification n && n.method().equals("run.ended"));
    return told.params().get("report") instanceof Map<?, ?> report ? report : Map.of();
  }

  /** What was told so far, oldest first. */
  List<RpcMessage> heardSoFar() {
    return List.copyOf(all);
  }

  /** The oldest of its kind that was not awaited before; what comes first of two may differ. */
  RpcMessage await(String what, Predicate<RpcMessage> wanted) throws Exception {
    while (true) {
      for (var message : notAwaitedYet) {
        if (wanted.test(message)) {
          notAwaitedYet.remove(message);
          return message;
        }
      }
      var message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no " + what + " came; heard " + all);
      }
      all.add(message);
      notAwaitedYet.add(message);
    }
  }

  /** It dies; returns when the bridge has ended. */
  void dies() throws InterruptedException {
    out.close();
    if (!bridge.join(Duration.ofSeconds(PATIENCE_SECONDS))) {
      throw new AssertionError("the bridge does not end");
    }
  }

  boolean bridgeEnds() throws InterruptedException {
    return bridge.join(Duration.ofSeconds(PATIENCE_SECONDS));
  }

  @Override
  public void close() throws InterruptedException {
    dies();
  }
}
