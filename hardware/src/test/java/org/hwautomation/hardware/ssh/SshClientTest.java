package org.hwautomation.hardware.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SshClientTest {
  private static final KeyPair HOST_KEY = TestSshServer.newKey();
  private static final HostKeyScope SCOPE = new HostKeyScope("g8xyqs", "boot 1");
  private static final SshLogin LOGIN =
      SshLogin.password(Credentials.of("ubuntu", Secret.of(TestSshServer.PASSWORD)));

  @TempDir Path folder;
  private Path files;
  private TestSshServer server;
  private SshClient ssh;

  @BeforeEach
  void start() throws IOException {
    files = Files.createDirectory(folder.resolve("host"));
    server = new TestSshServer(HOST_KEY, files, 0);
    ssh = SshClient.builder(HostKeyStore.inMemory()).build();
  }

  @AfterEach
  void stop() throws IOException {
    ssh.close();
    server.close();
  }

  private SshSession login() {
    return ssh.connect("127.0.0.1", server.port(), LOGIN, SCOPE);
  }

  @Test
  void a_command_gives_its_output_its_errors_and_its_exit_status() {
    try (var session = login()) {
      var result = session.run(Command.reading("both"));
      assertThat(result.stdout()).isEqualTo("to out\n");
      assertThat(result.stderr()).isEqualTo("to err\n");
      assertThat(result.exitStatus()).hasValue(3);
      assertThat(result.succeeded()).isFalse();
      assertThat(result.truncated()).isFalse();
      var e = failure(() -> session.runOrThrow(Command.reading("both")));
      assertThat(e.kind()).isEqualTo(Kind.REJECTED);
      assertThat(e).hasMessageContaining("exit status 3").hasMessageContaining("to err");
    }
  }

  @Test
  void a_wrong_password_is_tried_once() {
    var wrong = SshLogin.password(Credentials.of("ubuntu", Secret.of("wrong-pw")));
    var e = failure(() -> ssh.connect("127.0.0.1", server.port(), wrong, SCOPE));
    assertThat(e.kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(e).hasMessageContaining("ubuntu@127.0.0.1").hasMessageNotContaining("wrong-pw");
    assertThat(server.passwordTries).hasValue(1);
    assertThat(server.keyTries).hasValue(0);
  }

  @Test
  void a_key_logs_in_and_a_password_is_never_tried() throws Exception {
    var file = folder.resolve("id");
    Files.writeString(file, pem(TestSshServer.newKey()));
    try (var session =
        ssh.connect("127.0.0.1", server.port(), SshLogin.keyFile("keyed", file), SCOPE)) {
      assertThat(session.run(Command.reading("both")).exitStatus()).hasValue(3);
    }
    var text = Secret.of(Files.readString(file));
    var refused = SshLogin.key("ubuntu", text);
    var e = failure(() -> ssh.connect("127.0.0.1", server.port(), refused, SCOPE));
    assertThat(e.kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(server.passwordTries).hasValue(0);
  }

  @Test
  void a_key_file_that_is_none_is_said_so_before_anyone_is_connected_to() throws IOException {
    var file = Files.writeString(folder.resolve("id"), "nonsense");
    var e =
        failure(
            () -> ssh.connect("127.0.0.1", server.port(), SshLogin.keyFile("keyed", file), SCOPE));
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining(file.toString());
    var absent = SshLogin.keyFile("keyed", folder.resolve("absent"));
    assertThat(failure(() -> ssh.connect("127.0.0.1", server.port(), absent, SCOPE)).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(server.sessions()).isZero();
  }

  @Test
  void a_changed_host_key_within_a_scope_fails_before_the_password_is_sent() throws IOException {
    login().close();
    var port = server.port();
    server.close();
    server = new TestSshServer(TestSshServer.newKey(), files, port);
    var e = failure(() -> ssh.connect("127.0.0.1", port, LOGIN, SCOPE));
    assertThat(e.kind()).isEqualTo(Kind.IDENTITY);
    assertThat(e.getMessage()).containsPattern("it was SHA256:\\S+ and is now SHA256:\\S+");
    assertThat(server.passwordTries).hasValue(0);
    try (var session =
        ssh.connect("127.0.0.1", port, LOGIN, new HostKeyScope("g8xyqs", "boot 2"))) {
      assertThat(session.isOpen()).isTrue();
    }
  }

  @Test
  void a_pinned_client_takes_no_other_key_not_even_the_first_time() throws IOException {
    var pinned = HostKeyStore.pinned(Set.of("SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    try (var strict = SshClient.builder(pinned).build()) {
      assertThat(failure(() -> strict.connect("127.0.0.1", server.port(), LOGIN, SCOPE)).kind())
          .isEqualTo(Kind.IDENTITY);
      assertThat(server.passwordTries).hasValue(0);
    }
  }

  @Test
  void output_beyond_the_limit_is_dropped_and_the_command_still_ends() {
    try (var session = login()) {
      var result = session.run(Command.reading("huge").withMaxOutputBytes(1000));
      assertThat(result.succeeded()).isTrue();
      assertThat(result.truncated()).isTrue();
      assertThat(result.stdout()).hasSize(1000);
      assertThat(result.stderr()).hasSize(1000);
    }
  }

  @Test
  void standard_input_reaches_the_command_and_ends() {
    try (var session = login()) {
      var command = Command.changing("echo").withStdin(Secret.of("größe\n"));
      assertThat(session.run(command).stdout()).isEqualTo("größe\n");
      assertThat(session.run(Command.reading("echo")).stdout()).isEmpty();
    }
  }

  @Test
  void a_command_past_its_time_limit_fails_with_what_it_printed_last_and_no_secret()
      throws InterruptedException {
    try (var session = login()) {
      var command =
          Command.reading("hang")
              .withTimeLimit(Duration.ofMillis(400))
              .withSecrets(List.of(Secret.of(TestSshServer.PASSWORD)));
      var e = failure(() -> session.run(command));
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(e)
          .hasMessageContaining("400 ms")
          .hasMessageContaining("waiting for the disk")
          .hasMessageNotContaining(TestSshServer.PASSWORD);
      assertThat(server.destroyed.await(5, TimeUnit.SECONDS)).as("the channel was closed").isTrue();
      assertThat(session.run(Command.reading("both")).exitStatus()).hasValue(3);
    }
  }

  @Test
  void a_channel_that_closes_without_a_status_is_no_success() {
    try (var session = login()) {
      var result = session.run(Command.changing("vanish"));
      assertThat(result.exit()).isEqualTo(new CommandResult.Exit.Unknown());
      assertThat(result.exitStatus()).isEmpty();
      assertThat(result.succeeded()).isFalse();
      assertThat(failure(() -> session.runOrThrow(Command.changing("vanish"))))
          .hasMessageContaining("no exit status");
    }
  }

  @Test
  void a_broken_connection_is_told_from_a_missing_status() {
    try (var session = login()) {
      var e = failure(() -> session.run(Command.reading("drop")));
      assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
      assertThat(session.isOpen()).isFalse();
    }
  }

  @Test
  void an_interrupted_command_is_left_at_once_and_closed() throws Exception {
    try (var session = login()) {
      var kept = new CompletableFuture<Boolean>();
      var thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      session.run(Command.reading("hang"));
                      kept.completeExceptionally(new AssertionError("it returned"));
                    } catch (HardwareException e) {
                      kept.complete(Thread.currentThread().isInterrupted());
                    }
                  });
      assertThat(server.hanging.await(5, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      assertThat(kept.get(2, TimeUnit.SECONDS)).isTrue();
      assertThat(server.destroyed.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void an_interrupted_connect_is_left_at_once() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var kept = new CompletableFuture<Boolean>();
      var thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      ssh.connect("127.0.0.1", silent.getLocalPort(), LOGIN, SCOPE);
                      kept.completeExceptionally(new AssertionError("it returned"));
                    } catch (HardwareException e) {
                      kept.complete(Thread.currentThread().isInterrupted());
                    }
                  });
      try (var accepted = silent.accept()) {
        thread.interrupt();
        assertThat(kept.get(2, TimeUnit.SECONDS)).isTrue();
        assertThat(accepted.isConnected()).isTrue();
      }
    }
  }

  @Test
  void a_host_that_accepts_and_says_nothing_is_given_up_at_the_time_limit() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var hasty =
            SshClient.builder(HostKeyStore.inMemory())
                .connectTimeout(Duration.ofMillis(400))
                .loginTimeout(Duration.ofMillis(400))
                .build()) {
      var started = System.nanoTime();
      var e = failure(() -> hasty.connect("127.0.0.1", silent.getLocalPort(), LOGIN, SCOPE));
      assertThat(e.kind()).isIn(Kind.TIMEOUT, Kind.CONNECTION);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void a_closed_port_is_a_connection_error() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    var e = failure(() -> ssh.connect("127.0.0.1", closed, LOGIN, SCOPE));
    assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
  }

  @Test
  void a_connection_is_tried_again_and_a_refused_login_is_not() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var patient =
        SshClient.builder(HostKeyStore.inMemory())
            .connectTries(400, Duration.ofMillis(25))
            .build()) {
      var login =
          CompletableFuture.supplyAsync(() -> patient.connect("127.0.0.1", port, LOGIN, SCOPE));
      Thread.sleep(200);
      assertThat(login).isNotDone();
      try (var late = new TestSshServer(HOST_KEY, files, port);
          var session = login.get(20, TimeUnit.SECONDS)) {
        assertThat(session.isOpen()).isTrue();
        var wrong = SshLogin.password(Credentials.of("ubuntu", Secret.of("wrong-pw")));
        var e = failure(() -> patient.connect("127.0.0.1", port, wrong, SCOPE));
        assertThat(e.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(late.passwordTries).as("one good, one refused").hasValue(2);
      }
    }
  }

  @Test
  void the_address_map_says_where_the_host_really_is() {
    var map = AddressMap.of(Map.of("10.1.*.*:22", "127.0.0.1:" + server.port()));
    try (var mapped = SshClient.builder(HostKeyStore.inMemory()).addresses(map).build();
        var session = mapped.connect("10.1.4.88", 22, LOGIN, SCOPE)) {
      assertThat(session.peer()).isEqualTo("SSH ubuntu@10.1.4.88:22");
    }
  }

  @Test
  void files_go_up_and_come_back_whole() throws IOException {
    var content = new byte[300_000];
    new java.util.Random(7).nextBytes(content);
    var local = Files.write(folder.resolve("local.bin"), content);
    try (var session = login()) {
      session.upload(local, "/up.bin", Transfer.USUAL);
      assertThat(files.resolve("up.bin")).hasBinaryContent(content);
      session.upload("second".getBytes(StandardCharsets.UTF_8), "/up.bin", Transfer.USUAL);
      assertThat(files.resolve("up.bin")).hasContent("second");
      session.upload(content, "/up.bin", Transfer.USUAL);
      var back = folder.resolve("back.bin");
      session.download("/up.bin", back, Transfer.USUAL);
      assertThat(back).hasBinaryContent(content);
      assertThat(session.download("/up.bin", Transfer.USUAL)).isEqualTo(content);
    }
    assertThat(files).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void a_file_over_the_limit_is_refused_both_ways() throws IOException {
    Files.write(files.resolve("big"), new byte[2000]);
    var limit = new Transfer(1000, Duration.ofSeconds(10));
    try (var session = login()) {
      assertThat(failure(() -> session.download("/big", limit)).kind()).isEqualTo(Kind.REJECTED);
      assertThat(failure(() -> session.upload(new byte[1001], "/up", limit)).kind())
          .isEqualTo(Kind.REJECTED);
      var e = failure(() -> session.download("/absent", limit));
      assertThat(e.kind()).isEqualTo(Kind.REJECTED);
      assertThat(e).hasMessageContaining("/absent");
    }
    assertThat(files.resolve("up")).doesNotExist();
  }

  @Test
  void changing_commands_and_uploads_ask_the_guard_and_reading_ones_do_not() {
    try (var session =
        ssh.connect(
            "127.0.0.1",
            server.port(),
            LOGIN,
            SCOPE,
            request -> {
              throw new IllegalStateException("the lease is lost: " + request);
            })) {
      assertThat(session.run(Command.reading("both")).exitStatus()).hasValue(3);
      assertThatThrownBy(() -> session.run(Command.changing("both")))
          .hasMessageContaining("the lease is lost");
      assertThatThrownBy(() -> session.upload(new byte[1], "/up", Transfer.USUAL))
          .hasMessageContaining("the lease is lost");
      assertThat(files.resolve("up")).doesNotExist();
    }
  }

  @Test
  void a_secret_in_a_command_line_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Command.changing("x --pw hunter2").withSecrets(List.of(Secret.of("hunter2"))))
        .withMessageContaining("standard input")
        .withMessageNotContaining("hunter2");
  }

  @Test
  void closed_sessions_leave_no_connection_and_no_threads_behind() throws InterruptedException {
    login().close();
    var before = threads();
    for (var i = 0; i < 8; i++) {
      try (var session = login()) {
        session.run(Command.reading("both"));
        session.download("/", new Transfer(0, Duration.ofSeconds(5)));
      } catch (HardwareException e) {
        assertThat(e.kind()).isNotEqualTo(Kind.TIMEOUT);
      }
    }
    for (var i = 0; i < 50 && server.sessions() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(server.sessions()).isZero();
    assertThat(threads()).isLessThan(before + 6);
  }

  @Test
  void the_first_key_of_a_scope_is_kept_in_the_file_for_the_next_process() {
    var file = folder.resolve("keys/host_keys");
    var first = HostKeyStore.inFile(file);
    assertThat(first.recorded(SCOPE)).isEmpty();
    assertThat(first.firstSeen(SCOPE, "SHA256:a")).isEqualTo("SHA256:a");
    var second = HostKeyStore.inFile(file);
    assertThat(second.firstSeen(SCOPE, "SHA256:b")).isEqualTo("SHA256:a");
    assertThat(second.firstSeen(new HostKeyScope("g8xyqs", "boot 2"), "SHA256:b"))
        .isEqualTo("SHA256:b");
    assertThat(first.recorded(SCOPE)).contains("SHA256:a");
  }

  @Test
  void many_threads_agree_on_the_first_key_in_a_file() throws Exception {
    var file = folder.resolve("host_keys");
    var seen = new ArrayList<CompletableFuture<String>>();
    for (var i = 0; i < 8; i++) {
      var mine = "SHA256:" + i;
      var answer = new CompletableFuture<String>();
      seen.add(answer);
      Thread.ofVirtual()
          .start(() -> answer.complete(HostKeyStore.inFile(file).firstSeen(SCOPE, mine)));
    }
    var expected = seen.getFirst().get(5, TimeUnit.SECONDS);
    for (var answer : seen) {
      assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo(expected);
    }
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  private static int threads() {
    return Thread.getAllStackTraces().size();
  }

  private static HardwareException failure(ThrowingCallable call) {
    var e = catchThrowableOfType(HardwareException.class, call);
    assertThat(e).as("the failure").isNotNull();
    return e;
  }

  private static String pem(KeyPair key) throws Exception {
    var text = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, text);
    return text.toString(StandardCharsets.UTF_8);
  }
}
