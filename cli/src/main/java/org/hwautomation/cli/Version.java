package org.hwautomation.cli;

import picocli.CommandLine;

/** The product's version, and the Java it runs on. */
final class Version implements CommandLine.IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "hwauto " + number() + " (Java " + Runtime.version().feature() + ")",
    };
  }

  static String number() {
    var version = Hwauto.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
