package org.hwautomation.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.cli.CapturedTree.Reply;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.Pacer;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.bios.BiosTemplate;
import org.hwautomation.provisioning.firmware.MachineFirmware;
import org.hwautomation.provisioning.safety.Identity;
import org.hwautomation.provisioning.server.Bmc;
import org.hwautomation.provisioning.steps.BiosWords;
import org.hwautomation.testkit.SeededTries;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers of captured BMCs, mutated, cut off and of other types, through every read: what comes is
 * a result or a typed error, in time. 100,000 cases: {@code -Dtries.times=500}.
 */
@Timeout(3600)
final class MutatedAnswersTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TRIES = 70;

  /** Tries again at once. */
  private static final Pacer IMPATIENT =
      new Pacer() {
        @Override
        public long nanoTime() {
          return Pacer.SYSTEM.nanoTime();
        }

        @Override
        public void pause(Duration time) {}
      };

  /** Something that is read of a BMC. */
  private interface Read {
    Object of(RedfishClient client);
  }

  private static final List<Read> READS =
      List.of(
          RedfishClient::root,
          RedfishClient::systems,
          RedfishClient::managers,
          RedfishClient::chassis,
          RedfishClient::sensors,
          client -> client.power().supported(),
          client -> client.network().interfaces(),
          client -> client.network().primary(),
          client -> client.accounts().list(),
          client -> client.firmware(),
          client -> client.updates().capabilities(),
          client -> client.updates().active(),
          client -> client.bios().settings(),
          client -> client.bios().pendingJobs(),
          client -> client.bios().registry(client.bios().settings()),
          client -> BiosWords.plan(client.bios(), BiosTemplate.EMPTY, Set.of()),
          client -> client.boot().override(),
          client -> client.eventLog().entries(),
          client -> Bmc.identityOf(client, "127.0.0.1"),
          client -> MachineFirmware.read("a server", client, Identity.from("a test")));

  @ParameterizedTest
  @ValueSource(strings = {CapturedTree.DELL, CapturedTree.HPE, CapturedTree.SUPERMICRO})
  void a_read_of_mutated_answers_gives_a_result_or_a_typed_error(String name) throws Exception {
    try (var tree = CapturedTree.serve(name)) {
      SeededTries.check(TRIES, any -> read(tree, any));
    }
  }

  private static void read(CapturedTree tree, SeededTries any) {
    var which = any.oneOf(READS);
    var from = any.between(0, 12);
    var all = any.between(0, 9) == 0;
    var count = new AtomicInteger();
    var done = new AtomicBoolean();
    tree.changing(
        (path, answer) -> {
          synchronized (any) {
            var here = count.getAndIncrement() >= from;
            return here && (all || !done.getAndSet(true))
                ? mutated(any, answer)
                : Reply.json(answer);
          }
        });
    try (var client =
        RedfishClient.builder(tree.uri())
            .requestTimeout(Duration.ofSeconds(5))
            .pacer(IMPATIENT)
            .build()) {
      which.of(client);
    } catch (HardwareException typed) {
      // as it should be
    }
  }

  private static Reply mutated(SeededTries any, byte[] answer) {
    return switch (any.between(0, 11)) {
      case 0 -> Reply.json(Arrays.copyOf(answer, any.between(0, answer.length)));
      case 1 -> Reply.json(new byte[0]);
      case 2 -> Reply.json(flipped(any, answer));
      case 3 ->
          new Reply(
              any.oneOf(400, 401, 403, 404, 405, 409, 500, 503, 302, 204),
              "text/html",
              "<html>no</html>".getBytes(StandardCharsets.UTF_8));
      case 4 -> new Reply(200, "application/json", null);
      case 5 -> Reply.json("[".repeat(2000).getBytes(StandardCharsets.UTF_8));
      default -> Reply.json(retyped(any, answer));
    };
  }

  private static byte[] flipped(SeededTries any, byte[] answer) {
    var bytes = answer.clone();
    for (var i = 0; i < 8; i++) {
      bytes[any.between(0, bytes.length - 1)] = (byte) any.anyInt();
    }
    return bytes;
  }

  /** One to five values become others. */
  private static byte[] retyped(SeededTries any, byte[] answer) {
    var root = JSON.readTree(answer);
    for (var i = any.between(1, 5); i > 0; i--) {
      var places = new ArrayList<JsonNode>();
      collect(root, places);
      if (places.isEmpty()) {
        break;
      }
      change(any, any.oneOf(places));
    }
    return JSON.writeValueAsBytes(root);
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer() && !node.isEmpty()) {
      containers.add(node);
    }
    node.forEach(child -> collect(child, containers));
  }

  private static void change(SeededTries any, JsonNode place) {
    switch (place) {
      case ObjectNode object -> {
        var key = any.oneOf(List.copyOf(object.propertyNames()));
        if (any.anyBoolean()) {
          object.set(key, other(any, object));
        } else {
          object.remove(key);
        }
      }
      case ArrayNode array -> {
        var index = any.between(0, array.size() - 1);
        if (any.anyBoolean()) {
          array.set(index, other(any, array));
        } else {
          array.add(other(any, array));
        }
      }
      default -> {}
    }
  }

  private static @Nullable JsonNode other(SeededTries any, JsonNode near) {
    var nodes = JSON.getNodeFactory();
    return switch (any.between(0, 9)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.numberNode(any.anyLong());
      case 2 -> nodes.numberNode(1e300);
      case 3 -> nodes.booleanNode(any.anyBoolean());
      case 4 -> nodes.stringNode(any.text());
      case 5 -> nodes.arrayNode();
      case 6 -> nodes.objectNode();
      case 7 ->
          nodes
              .objectNode()
              .put(
                  "@odata.id",
                  any.oneOf(
                      "/redfish/v1",
                      "",
                      "//evil.example/x",
                      "http://evil.example/redfish/v1",
                      "/redfish/v1/../../etc",
                      "/redfish/v1/Systems"));
      case 8 -> near.deepCopy();
      default -> nodes.arrayNode().add(near.deepCopy()).add(near.deepCopy());
    };
  }
}
