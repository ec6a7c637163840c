/**
 * SSH: commands with a time limit and bounded output, uploads and downloads, host keys by scope.
 *
 * <p>{@link SshClient} opens {@link SshSession}s:
 *
 * <pre>{@code
 * try (var ssh = SshClient.builder(HostKeyStore.inMemory()).build();
 *     var session =
 *         ssh.connect(
 *             "10.1.4.88",
 *             22,
 *             SshLogin.keyFile("ubuntu", Path.of("id_ed25519")),
 *             new HostKeyScope("g8xyqs", "commissioning of run 42"))) {
 *   var serial = session.runOrThrow(Command.reading("sudo dmidecode -s system-serial-number"));
 *   session.upload(Path.of("bios.xml"), "/tmp/bios.xml", Transfer.USUAL);
 *   session.runOrThrow(Command.changing("sudo sum -c ChangeBiosCfg --file /tmp/bios.xml"));
 * }
 * }</pre>
 *
 * <p>A {@link Command} says whether it only reads or changes something, and what may never be
 * shown. A {@link HostKeyStore} remembers which key was seen in which {@link HostKeyScope}. Every
 * error is a {@link org.hwautomation.hardware.HardwareException}.
 *
 * <p>The wire is Apache MINA SSHD's; nothing of it is visible here.
 */
@NullMarked
package org.hwautomation.hardware.ssh;

import org.jspecify.annotations.NullMarked;
