package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hwautomation.hardware.redfish.FakeBmc.members;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.redfish.UpdateHandle.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The update service's client against BMCs that answer as the test wants. */
class UpdateServiceTest {
  private static final String SERVICE = "/redfish/v1/UpdateService";
  private static final String TASK = "/redfish/v1/TaskService/Tasks/7";

  @TempDir private Path folder;

  private UpdateRequest request() throws Exception {
    var image = Files.writeString(folder.resolve("image.bin"), "some firmware");
    return UpdateRequest.of(image, sha256("some firmware"), FirmwareComponent.BMC);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static FakeBmc bmc(String service) throws IOException {
    var bmc = FakeBmc.http();
    bmc.json(
        "/redfish/v1/",
        """
        {"@odata.id": "/redfish/v1/", "Vendor": "OpenBMC",
         "Systems": {"@odata.id": "/redfish/v1/Systems"},
         "Managers": {"@odata.id": "/redfish/v1/Managers"},
         "Tasks": {"@odata.id": "/redfish/v1/TaskService"},
         "UpdateService": {"@odata.id": "/redfish/v1/UpdateService"},
         "Links": {"Sessions": {"@odata.id": "/redfish/v1/SessionService/Sessions"}}}
        """);
    bmc.json("/redfish/v1/TaskService", "{\"Tasks\": {\"@odata.id\": \"/redfish/v1/T\"}}");
    bmc.json("/redfish/v1/T", members());
    bmc.json(SERVICE, service);
    return bmc;
  }

  @Test
  void finding_42_an_openbmc_is_pushed_the_bare_image_once() throws Exception {
    try (var bmc = bmc("{\"ServiceEnabled\": true, \"HttpPushUri\": \"" + SERVICE + "/push\"}");
        var client = bmc.client()) {
      bmc.on("POST", SERVICE + "/push", reply(202, "{}").with("Location", TASK + "/Monitor"));
      var prepared = client.updates().prepare(request());
      assertThat(prepared.method()).isEqualTo(UpdateMethod.HTTP_PUSH);
      var started = client.updates().start(prepared, request(), sent -> {});
      var sent = bmc.last("POST " + SERVICE + "/push");
      assertThat(sent.body()).isEqualTo("some firmware");
      assertThat(sent.header("Content-Type")).isEqualTo("application/octet-stream");
      assertThat(sent.header("Content-Length")).isEqualTo("13");
      assertThat(started.stage()).isEqualTo(Stage.APPLYING);
      assertThat(started.task()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ServiceEnabled\": false, \"HttpPushUri\": \"/x\"}|switched its update service off",
        "{\"MaxImageSizeBytes\": 12, \"HttpPushUri\": \"/x\"}|up to 12 bytes",
        "{\"ServiceEnabled\": true}|advertises no way",
        "{\"Actions\": {\"#UpdateService.SimpleUpdate\": {\"target\": \"/x\"}}}|fetches images only",
      })
  void what_a_bmc_cannot_take_is_refused_before_a_byte_is_sent(String service, String reason)
      throws Exception {
    try (var bmc = bmc(service);
        var client = bmc.client()) {
      var refused =
          catchThrowableOfType(RedfishException.class, () -> client.updates().prepare(request()));
      assertThat(refused.kind()).isEqualTo(Kind.REJECTED);
      assertThat(refused).hasMessageContaining(reason);
    }
  }

  @Test
  void finding_42_a_bmc_that_fetches_over_tftp_only_is_refused_an_http_address() throws Exception {
    try (var bmc =
            bmc(
                """
                {"Actions": {"#UpdateService.SimpleUpdate": {"target": "/x",
                  "TransferProtocol@Redfish.AllowableValues": ["TFTP"]}}}
                """);
        var client = bmc.client()) {
      var request =
          request()
              .withMethod(UpdateMethod.SIMPLE_UPDATE)
              .withImageUri(URI.create("http://127.0.0.1:1/images/a?signature=abcdef"));
      assertThatThrownBy(() -> client.updates().prepare(request))
          .hasMessageContaining("over [TFTP] and not over HTTP")
          .hasMessageNotContaining("abcdef");
    }
  }

  @Test
  void a_second_update_is_refused_even_if_the_task_is_of_an_unknown_sort() throws Exception {
    try (var bmc = bmc("{\"HttpPushUri\": \"" + SERVICE + "/push\"}");
        var client = bmc.client()) {
      var prepared = client.updates().prepare(request());
      bmc.json("/redfish/v1/T", members(TASK));
      bmc.json(TASK, "{\"Name\": \"Something\", \"TaskState\": \"Suspended\"}");
      assertThatThrownBy(() -> client.updates().start(prepared, request(), sent -> {}))
          .isInstanceOfSatisfying(
              RedfishException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
          .hasMessageContaining("Something (Suspended)");
      assertThat(bmc.count("POST " + SERVICE + "/push")).isZero();
    }
  }

  @Test
  void the_guard_is_asked_before_the_image_is_sent() throws Exception {
    try (var bmc = bmc("{\"HttpPushUri\": \"" + SERVICE + "/push\"}");
        var client =
            bmc.builder()
                .guard(
                    request -> {
                      throw new IllegalStateException("no right to " + request);
                    })
                .build()) {
      var prepared = client.updates().prepare(request());
      assertThatThrownBy(() -> client.updates().start(prepared, request(), sent -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("POST " + SERVICE + "/push");
      assertThat(bmc.count("POST " + SERVICE + "/push")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "New,OK,,QUEUED",
    "Running,OK,Update.1.0.TransferringToComponent,DOWNLOADING",
    "Running,OK,Update.1.0.VerifyingAtComponent,VERIFYING",
    "Running,OK,Update.1.0.InstallingOnComponent,INSTALLING",
    "Running,OK,Update.1.0.ApplyingOnComponent,APPLYING",
    "Running,OK,Update.1.0.AwaitToActivate,AWAITING_RESET",
    "Running,OK,,WRITING",
    "Suspended,OK,,WRITING",
    "SomethingNew,OK,,WRITING",
    "Completed,OK,Update.1.0.UpdateSuccessful,SUCCEEDED",
    "Completed,OK,Update.1.0.AwaitToActivate,AWAITING_RESET",
    "Completed,OK,Update.1.0.UpdateSkippedVersionTooLow,FAILED",
    "Completed,Warning,,UNKNOWN",
    "Completed,Critical,,FAILED",
    "Exception,Critical,,FAILED",
  })
  void what_is_not_proven_harmless_counts_as_writing(
      String state, String status, String message, UpdatePhase phase) throws Exception {
    try (var bmc = bmc("{}");
        var client = bmc.client()) {
      bmc.json(
          TASK,
          """
          {"TaskState": "%s", "TaskStatus": "%s", "Messages": [{"MessageId": "%s"}]}
          """
              .formatted(state, status, message == null ? "" : message));
      assertThat(client.updates().poll(started()).phase()).isEqualTo(phase);
    }
  }

  private static UpdateHandle started() {
    return new UpdateHandle(
        "id",
        UpdateMethod.HTTP_PUSH,
        Stage.APPLYING,
        FirmwareComponent.BMC,
        "image.bin",
        "0".repeat(64),
        null,
        List.of(),
        new TaskHandle(null, TASK, null));
  }

  @Test
  void an_operation_that_moved_to_a_job_is_followed_there() throws Exception {
    try (var bmc = bmc("{}");
        var client = bmc.client()) {
      bmc.json(
          TASK,
          """
          {"TaskState": "Completed", "TaskStatus": "OK", "Messages": [
            {"MessageId": "Update.1.0.OperationTransitionedToJob",
             "MessageArgs": ["/redfish/v1/JobService/Jobs/9"]}]}
          """);
      bmc.json("/redfish/v1/JobService/Jobs/9", "{\"JobState\": \"Running\"}");
      assertThat(client.updates().poll(started()).phase()).isEqualTo(UpdatePhase.WRITING);
    }
  }

  @Test
  void an_image_of_300_mb_is_never_held_in_memory() throws Exception {
    var size = 300L << 20;
    var image = folder.resolve("large.bin");
    try (var file =
        FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), size - 1);
    }
    var request = UpdateRequest.of(image, sha256OfZeros(size), FirmwareComponent.BMC);
    var received = new AtomicLong();
    var length = new AtomicReference<String>();
    var ahead = new AtomicLong();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", exchange -> sink(exchange, received, length));
    http.start();
    try (var client =
        RedfishClient.builder(URI.create("http://127.0.0.1:" + http.getAddress().getPort()))
            .build()) {
      var updates = client.updates();
      updates.start(
          updates.prepare(request),
          request,
          sent -> ahead.accumulateAndGet(sent - received.get(), Math::max));
    } finally {
      http.stop(0);
      threads.shutdownNow();
    }
    assertThat(received.get()).isEqualTo(size);
    assertThat(length.get()).isEqualTo(Long.toString(size));
    // what the client has read and the BMC has not: in its memory, or in the buffers on the way
    assertThat(ahead.get()).isLessThan(64L << 20);
  }

  private static void sink(
      HttpExchange exchange, AtomicLong received, AtomicReference<String> length)
      throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("POST")) {
        length.set(exchange.getRequestHeaders().getFirst("Content-Length"));
        var in = exchange.getRequestBody();
        var piece = new byte[1 << 16];
        for (var count = in.read(piece); count >= 0; count = in.read(piece)) {
          received.addAndGet(count);
        }
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      var body =
          (exchange.getRequestURI().getPath().endsWith("UpdateService")
                  ? "{\"HttpPushUri\": \"/push\"}"
                  : "{\"Vendor\": \"OpenBMC\","
                      + " \"UpdateService\": {\"@odata.id\": \"/redfish/v1/UpdateService\"}}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String sha256OfZeros(long size) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    var zeros = new byte[1 << 20];
    for (var at = 0L; at < size; at += zeros.length) {
      digest.update(zeros);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
