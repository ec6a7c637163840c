package org.hwautomation.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.bridge.Heartbeat;
import org.hwautomation.bridge.RpcCodec;
import org.hwautomation.bridge.RpcMessage;
import org.hwautomation.bridge.Session;
import org.hwautomation.bridge.StdioBridge;
import org.jspecify.annotations.Nullable;

/**
 * A whole conversation of the bridge with itself, in a folder that is deleted: what it loads is
 * what the JVM keeps for quick starts (JEP 514).
 */
final class BridgeRehearsal {
  private static final String WORKFLOW = "rehearsal";

  private final StdioBridge.Opening opening;

  BridgeRehearsal(StdioBridge.Opening opening) {
    this.opening = opening;
  }

  void run() throws IOException {
    var folder = Files.createTempDirectory("hwauto-rehearsal");
    try {
      converse(folder);
    } finally {
      TemporaryFolder.delete(folder);
    }
  }

  private void converse(Path folder) throws IOException {
    try (var toBridge = new PipedOutputStream();
        var fromBridge = new PipedInputStream()) {
      var bridge =
          new StdioBridge(
              new PipedInputStream(toBridge),
              new PipedOutputStream(fromBridge),
              "rehearsal",
              "script:rehearsal",
              Heartbeat.DEFAULT,
              opening);
      var thread = Thread.ofPlatform().name("bridge").daemon().start(bridge::run);
      var script = new PrintStream(toBridge, true, StandardCharsets.UTF_8);
      say(script, 1, "hello", hello(folder.toString()));
      say(script, 2, "workflow.start", workflow());
      answer(new BufferedReader(new InputStreamReader(fromBridge, StandardCharsets.UTF_8)), script);
      script.close();
      thread.join(); // the database is closed then
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(
      PrintStream script, int id, String method, Map<String, @Nullable Object> params) {
    script.println(RpcCodec.write(new RpcMessage.Request(id, method, params)));
  }

  private static Map<String, @Nullable Object> hello(String folder) {
    var params = new LinkedHashMap<String, @Nullable Object>();
    params.put("protocol", Session.PROTOCOL);
    params.put("client", "rehearsal");
    params.put("configuration", Map.of("state_dir", folder));
    return params;
  }

  private static Map<String, @Nullable Object> workflow() {
    var params = new LinkedHashMap<String, @Nullable Object>();
    params.put("workflow_id", WORKFLOW);
    params.put("steps", List.of(Map.of("name", "step", "function", "rehearsal:step")));
    params.put("context", Map.of());
    params.put("values", Map.of());
    return params;
  }

  /** Carries the step out, until the run has ended. */
  private static void answer(BufferedReader bridge, PrintStream script) throws IOException {
    for (var line = bridge.readLine(); line != null; line = bridge.readLine()) {
      switch (RpcCodec.read(line)) {
        case RpcMessage.Request asked ->
            script.println(RpcCodec.write(new RpcMessage.Result(asked.id(), Map.of())));
        case RpcMessage.Notification(var method, Map<String, @Nullable Object> _) -> {
          if (method.equals("run.ended")) {
            return;
          }
        }
        case RpcMessage.Failure(Object _, var error) ->
            throw new IllegalStateException("the rehearsal failed: " + error.message());
        case RpcMessage.Result _ -> {} // go on
      }
    }
  }
}
