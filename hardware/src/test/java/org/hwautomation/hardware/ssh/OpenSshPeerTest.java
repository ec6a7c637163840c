package org.hwautomation.hardware.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Against a real OpenSSH sshd with a configuration and host keys of its own. */
@Execution(ExecutionMode.CONCURRENT)
final class OpenSshPeerTest {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");
  private static final HostKeyScope SCOPE = new HostKeyScope("peer", "boot 1");
  private static final String USER = System.getProperty("user.name");

  @TempDir Path folder;
  private @Nullable Process sshd;
  private int port;
  private SshClient ssh;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(SSHD), "skipped: OpenSSH's sshd is absent (" + SSHD + ")");
    if (USER.equals("root")) {
      // where sshd locks its unprivileged half in; a boot script makes it where sshd is a service
      Files.createDirectories(Path.of("/run/sshd"));
    }
    run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve("id").toString());
    run(
        "",
        "ssh-keygen",
        "-q",
        "-t",
        "ed25519",
        "-N",
        "open sesame",
        "-f",
        folder.resolve("id_locked").toString());
    Files.writeString(
        folder.resolve("authorized_keys"),
        Files.readString(folder.resolve("id.pub"))
            + Files.readString(folder.resolve("id_locked.pub")));
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    ssh = SshClient.builder(HostKeyStore.inFile(folder.resolve("seen"))).build();
    startSshd("host_key_1");
  }

  @AfterEach
  void stop() throws InterruptedException {
    stopSshd();
    if (ssh != null) {
      ssh.close();
    }
  }

  private SshSession login() {
    return ssh.connect("127.0.0.1", port, SshLogin.keyFile(USER, folder.resolve("id")), SCOPE);
  }

  @Test
  void a_key_logs_in_and_a_command_runs() {
    try (var session = login()) {
      var result = session.runOrThrow(Command.reading("echo \"$USER\"; echo oops >&2"));
      assertThat(result.stdout()).isEqualTo(USER + "\n");
      assertThat(result.stderr()).isEqualTo("oops\n");
      assertThat(session.run(Command.reading("exit 7")).exitStatus()).hasValue(7);
    }
  }

  @Test
  void a_locked_key_needs_its_passphrase() {
    var file = folder.resolve("id_locked");
    var right = new SshLogin.KeyFile(USER, file, Optional.of(Secret.of("open sesame")));
    ssh.connect("127.0.0.1", port, right, SCOPE).close();
    for (var wrong : List.of(Optional.of(Secret.of("open barley")), Optional.<Secret>empty())) {
      var login = new SshLogin.KeyFile(USER, file, wrong);
      var e = failure(() -> ssh.connect("127.0.0.1", port, login, SCOPE));
      assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(e).hasMessageNotContaining("barley");
    }
  }

  @Test
  void a_key_that_is_not_authorized_is_refused() throws Exception {
    run("", "ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", folder.resolve("other").toString());
    var login = SshLogin.keyFile(USER, folder.resolve("other"));
    assertThat(failure(() -> ssh.connect("127.0.0.1", port, login, SCOPE)).kind())
        .isEqualTo(Kind.AUTHENTICATION);
  }

  @Test
  void a_changed_host_key_fails_in_its_scope_and_is_new_in_the_next() throws Exception {
    login().close();
    stopSshd();
    startSshd("host_key_2");
    var e = failure(this::login);
    assertThat(e.kind()).isEqualTo(Kind.IDENTITY);
    assertThat(e).hasMessageContaining(fingerprint("host_key_1"));
    assertThat(e).hasMessageContaining(fingerprint("host_key_2"));
    var key = SshLogin.keyFile(USER, folder.resolve("id"));
    ssh.connect("127.0.0.1", port, key, new HostKeyScope("peer", "boot 2")).close();
  }

  @Test
  void a_pinned_fingerprint_as_openssh_prints_it_is_accepted() throws Exception {
    var pinned = HostKeyStore.pinned(java.util.Set.of(fingerprint("host_key_1")));
    try (var strict = SshClient.builder(pinned).build()) {
      strict
          .connect("127.0.0.1", port, SshLogin.keyFile(USER, folder.resolve("id")), SCOPE)
          .close();
    }
  }

  @Test
  void a_signal_is_told_from_an_exit_status() {
    try (var session = login()) {
      var result = session.run(Command.reading("kill -KILL $$"));
      assertThat(result.exit()).isEqualTo(new CommandResult.Exit.Signal("KILL"));
      assertThat(result.exitStatus()).isEmpty();
    }
  }

  @Test
  void a_command_past_its_time_limit_is_cut_off() {
    try (var session = login()) {
      var started = System.nanoTime();
      var e =
          failure(
              () ->
                  session.run(
                      Command.reading("echo step 1; exec sleep 60")
                          .withTimeLimit(Duration.ofMillis(700))));
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(e).hasMessageContaining("step 1");
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
      assertThat(session.run(Command.reading("echo on")).stdout()).isEqualTo("on\n");
    }
  }

  @Test
  void much_output_and_much_input_at_once_do_not_lock_up() {
    try (var session = login()) {
      var result =
          session.run(
              Command.reading("cat; head -c 3000000 /dev/zero | tr '\\0' x; cat >&2 /dev/null")
                  .withStdin(Secret.of("y".repeat(3_000_000)))
                  .withMaxOutputBytes(10_000_000));
      assertThat(result.succeeded()).isTrue();
      assertThat(result.stdout()).hasSize(6_000_000);
      assertThat(result.truncated()).isFalse();
    }
  }

  @Test
  void files_go_up_over_one_that_is_there_and_come_back() throws IOException {
    var content = new byte[1_000_000];
    new java.util.Random(3).nextBytes(content);
    var remote = folder.resolve("remote file.bin");
    Files.writeString(remote, "old");
    try (var session = login()) {
      session.upload(content, remote.toString(), Transfer.USUAL);
      assertThat(remote).hasBinaryContent(content);
      assertThat(session.download(remote.toString(), Transfer.USUAL)).isEqualTo(content);
      var e = failure(() -> session.upload(content, "/nowhere/at/all", Transfer.USUAL));
      assertThat(e.kind()).isEqualTo(Kind.REJECTED);
      assertThat(session.download("/proc/version", Transfer.USUAL)).isNotEmpty();
    }
  }

  @Test
  void a_transfer_past_its_time_limit_is_cut_off() throws Exception {
    var fifo = folder.resolve("fifo");
    run("", "mkfifo", fifo.toString());
    try (var session = login()) {
      var limits = new Transfer(1000, Duration.ofMillis(700));
      var e = failure(() -> session.download(fifo.toString(), limits));
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
    }
  }

  @Test
  void a_password_logs_in_a_system_user_and_a_wrong_one_is_tried_once() throws Exception {
    assumeTrue(
        USER.equals("root") && Files.isExecutable(Path.of("/usr/sbin/useradd")),
        "skipped: a password login needs a system user, which only root can make");
    var name = "hwt" + ProcessHandle.current().pid();
    var password = "Pw-" + java.util.UUID.randomUUID();
    run("", "/usr/sbin/useradd", "-M", "-d", "/tmp", "-s", "/bin/sh", name);
    try {
      run(name + ":" + password + "\n", "/usr/sbin/chpasswd");
      var right = SshLogin.password(Credentials.of(name, Secret.of(password)));
      try (var session = ssh.connect("127.0.0.1", port, right, SCOPE)) {
        assertThat(session.run(Command.reading("id -un")).stdout()).isEqualTo(name + "\n");
      }
      var wrong = SshLogin.password(Credentials.of(name, Secret.of("not-" + password)));
      var e = failure(() -> ssh.connect("127.0.0.1", port, wrong, SCOPE));
      assertThat(e.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(e).hasMessageNotContaining(password);
      assertThat(log()).containsOnlyOnce("Failed password for " + name);
    } finally {
      run("", "/usr/sbin/userdel", name);
    }
  }

  private void startSshd(String hostKey) throws Exception {
    var key = folder.resolve(hostKey);
    run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    var config =
        Files.writeString(
            folder.resolve("sshd_config"),
            String.join(
                "\n",
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + key,
                "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
                "StrictModes no",
                "PidFile none",
                "UsePAM no",
                "PermitRootLogin yes",
                "PasswordAuthentication yes",
                "KbdInteractiveAuthentication no",
                "Subsystem sftp internal-sftp",
                "LogLevel VERBOSE",
                ""));
    sshd =
        new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    for (var i = 0; i < 100 && !answers(); i++) {
      assertThat(sshd.isAlive()).as("sshd started: " + log()).isTrue();
      Thread.sleep(50);
    }
  }

  private boolean answers() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void stopSshd() throws InterruptedException {
    var running = sshd;
    if (running != null) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private String fingerprint(String hostKey) throws Exception {
    return run("", "ssh-keygen", "-l", "-f", folder.resolve(hostKey + ".pub").toString())
        .split(" ")[1];
  }

  private static String run(String stdin, String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(stdin.getBytes(StandardCharsets.UTF_8));
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as(String.format(Locale.ROOT, "%s: %s", command[0], output))
        .isZero();
    return output;
  }

  private static HardwareException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var e = catchThrowableOfType(HardwareException.class, call);
    assertThat(e).as("the failure").isNotNull();
    return e;
  }
}
