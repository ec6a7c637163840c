package org.hwautomation.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate with its key, as PEM files. */
record TestCertificate(Path key, Path certificate) {
  private static final String STORE_PASSWORD = "of no value";

  static TestCertificate in(Path folder) {
    return new TestCertificate(folder.resolve("server.key"), folder.resolve("server.crt"));
  }

  /** Makes one with the JDK's own tool. */
  static TestCertificate make(Path folder, String host) throws IOException, InterruptedException {
    var store = folder.resolve("server.p12");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("keytool made no certificate");
    }
    var made = in(folder);
    try (var stored = Files.newInputStream(store)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(stored, STORE_PASSWORD.toCharArray());
      var key = keys.getKey("server", STORE_PASSWORD.toCharArray());
      Files.createFile(
          made.key(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(made.key(), pem("PRIVATE KEY", key.getEncoded()));
      Files.writeString(
          made.certificate(), pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    return made;
  }

  private static String pem(String type, byte[] content) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
