package org.hwautomation.hardware.ssh;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.CopyMode;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpException;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;

/** Files over SFTP within limits. */
final class SftpTransfer {
  private static final int BLOCK = 32 * 1024;

  private final ClientSession session;
  private final String peer;

  SftpTransfer(ClientSession session, String peer) {
    this.session = session;
    this.peer = peer;
  }

  private interface Work<T> {
    T with(SftpClient sftp) throws IOException;
  }

  void upload(Path local, String remote, Transfer limits) {
    long size;
    try {
      size = Files.size(local);
    } catch (IOException e) {
      throw unreadable(local, e);
    }
    checkSize(size, local.toString(), limits);
    within(
        "uploading " + remote,
        limits.timeLimit(),
        sftp -> {
          try (var in = Files.newInputStream(local)) {
            return send(sftp, in, size, remote);
          }
        });
  }

  void upload(byte[] content, String remote, Transfer limits) {
    checkSize(content.length, "the content for " + remote, limits);
    within(
        "uploading " + remote,
        limits.timeLimit(),
        sftp -> send(sftp, new ByteArrayInputStream(content), content.length, remote));
  }

  void download(String remote, Path local, Transfer limits) {
    within(
        "downloading " + remote,
        limits.timeLimit(),
        sftp -> {
          var folder = local.toAbsolutePath().getParent();
          var part = Files.createTempFile(folder, ".", ".part");
          try {
            try (var out = Files.newOutputStream(part)) {
              receive(sftp, remote, out, limits);
            }
            Files.move(part, local, StandardCopyOption.REPLACE_EXISTING);
          } finally {
            Files.deleteIfExists(part);
          }
          return true;
        });
  }

  byte[] download(String remote, Transfer limits) {
    return within(
        "downloading " + remote,
        limits.timeLimit(),
        sftp -> {
          var out = new ByteArrayOutputStream();
          receive(sftp, remote, out, limits);
          return out.toByteArray();
        });
  }

  private boolean send(SftpClient sftp, InputStream in, long size, String remote)
      throws IOException {
    var part = remote + ".part";
    try {
      try (var out = sftp.write(part, BLOCK, OpenMode.Create, OpenMode.Truncate, OpenMode.Write)) {
        in.transferTo(out);
      }
      checkWhole(remote, size, sftp.stat(part).getSize());
      replace(sftp, part, remote);
      checkWhole(remote, size, sftp.stat(remote).getSize());
      return true;
    } catch (IOException | RuntimeException e) {
      removeQuietly(sftp, part, e);
      throw e;
    }
  }

  /** SFTP version 3, which OpenSSH speaks, can't rename onto a file that is there. */
  private static void replace(SftpClient sftp, String part, String remote) throws IOException {
    if (sftp.getVersion() >= 5) {
      sftp.rename(part, remote, EnumSet.of(CopyMode.Overwrite));
      return;
    }
    try {
      sftp.rename(part, remote);
    } catch (SftpException occupied) {
      sftp.remove(remote);
      sftp.rename(part, remote);
    }
  }

  private static void removeQuietly(SftpClient sftp, String part, Exception first) {
    if (sftp.isOpen()) {
      try {
        sftp.remove(part);
      } catch (IOException e) {
        first.addSuppressed(e);
      }
    }
  }

  private void receive(SftpClient sftp, String remote, OutputStream out, Transfer limits)
      throws IOException {
    var size = sftp.stat(remote).getSize();
    checkSize(size, remote, limits);
    long read = 0;
    try (var in = sftp.read(remote, BLOCK)) {
      var block = new byte[BLOCK];
      for (var n = in.read(block); n >= 0; n = in.read(block)) {
        read += n;
        checkSize(read, remote, limits);
        out.write(block, 0, n);
      }
    }
    // files of /proc and /sys say 0 or a page
    if (size > 0 && read != size && !remote.startsWith("/sys/")) {
      checkWhole(remote, size, read);
    }
  }

  private void checkSize(long size, String what, Transfer limits) {
    if (size > limits.maxBytes()) {
      throw new HardwareException(
          Kind.REJECTED,
          peer,
          peer
              + ": "
              + what
              + " has "
              + size
              + " bytes or more; at most "
              + limits.maxBytes()
              + " are allowed");
    }
  }

  private void checkWhole(String remote, long expected, long found) {
    if (found != expected) {
      throw new HardwareException(
          Kind.PROTOCOL,
          peer,
          peer + ": " + remote + " has " + found + " bytes instead of " + expected);
    }
  }

  /** Does the work in a thread of its own, so that a limit or an interruption can cut it off. */
  private <T> T within(String doing, Duration limit, Work<T> work) {
    var open = new AtomicReference<SftpClient>();
    var done = new CompletableFuture<T>();
    var worker =
        Thread.ofVirtual()
            .name("sftp " + peer)
            .start(
                () -> {
                  try (var sftp = SftpClientFactory.instance().createSftpClient(session)) {
                    open.set(sftp);
                    done.complete(work.with(sftp));
                  } catch (Throwable e) {
                    done.completeExceptionally(e);
                  }
                });
    try {
      return done.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      cutOff(worker, open.get());
      throw new HardwareException(
          Kind.TIMEOUT,
          peer,
          peer + ": " + doing + " took longer than " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      cutOff(worker, open.get());
      throw Await.interrupted(peer, "while " + doing, e);
    } catch (ExecutionException e) {
      throw failure(doing, e.getCause() == null ? e : e.getCause());
    }
  }

  private static void cutOff(Thread worker, @org.jspecify.annotations.Nullable SftpClient open) {
    if (open != null) {
      Await.abandon(open.getClientChannel());
    }
    worker.interrupt();
  }

  private HardwareException failure(String doing, Throwable cause) {
    return switch (cause) {
      case HardwareException e -> e;
      case SftpException e ->
          new HardwareException(
              Kind.REJECTED,
              peer,
              peer + ": " + doing + " was refused (" + e.getMessage() + ")",
              e);
      default ->
          new HardwareException(
              Kind.CONNECTION,
              peer,
              peer + ": " + doing + " failed (" + Await.reason(cause) + ")",
              cause);
    };
  }

  private HardwareException unreadable(Path local, IOException e) {
    return new HardwareException(
        Kind.UNAVAILABLE, peer, "the local file " + local + " can't be read", e);
  }
}
