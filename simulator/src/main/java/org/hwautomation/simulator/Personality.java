package org.hwautomation.simulator;

import java.util.Locale;

/**
 * Which vendor's manners a server has. What the BMC says on the wire differs in the {@code bmc}
 * package; here stands what every protocol needs.
 */
public enum Personality {
  DELL("Dell Inc.", "PowerEdge R750", "Dell Inc.", "0PJ80M", "iDRAC9", "6.00.30.00", "1.8.2"),
  HPE(
      "HPE",
      "ProLiant DL385 Gen10 Plus v2",
      "HPE",
      "ProLiant DL385 Gen10 Plus v2",
      "iLO 5",
      "2.72",
      "A42 v2.60 (08/11/2022)"),
  SUPERMICRO(
      "Supermicro", "SYS-221H-TNR", "Supermicro", "X13DEM", "ASPEED AST2600", "01.01.18", "1.4");

  private final String manufacturer;
  private final String product;
  private final String boardManufacturer;
  private final String board;
  private final String bmcModel;
  private final String bmcVersion;
  private final String biosVersion;

  Personality(
      String manufacturer,
      String product,
      String boardManufacturer,
      String board,
      String bmcModel,
      String bmcVersion,
      String biosVersion) {
    this.manufacturer = manufacturer;
    this.product = product;
    this.boardManufacturer = boardManufacturer;
    this.board = board;
    this.bmcModel = bmcModel;
    this.bmcVersion = bmcVersion;
    this.biosVersion = biosVersion;
  }

  /** System manufacturer as in SMBIOS type 1. */
  public String manufacturer() {
    return manufacturer;
  }

  /** Product name as in SMBIOS type 1. */
  public String product() {
    return product;
  }

  /** Baseboard manufacturer as in SMBIOS type 2. */
  public String boardManufacturer() {
    return boardManufacturer;
  }

  /** Baseboard product name as in SMBIOS type 2. */
  public String board() {
    return board;
  }

  /** What the BMC calls itself. */
  public String bmcModel() {
    return bmcModel;
  }

  public String bmcVersion() {
    return bmcVersion;
  }

  public String biosVersion() {
    return biosVersion;
  }

  /** The IPMI channel of the BMC's dedicated port. */
  public int lanChannel() {
    return this == HPE ? 2 : 1;
  }

  /** The manufacturer's number in IPMI (IANA enterprise number; IPMI 2.0, 20.1). */
  public int manufacturerId() {
    return switch (this) {
      case DELL -> 674;
      case HPE -> 11;
      case SUPERMICRO -> 10876;
    };
  }

  /** The manufacturer's number of the product in IPMI (IPMI 2.0, 20.1). */
  public int productId() {
    return switch (this) {
      case DELL -> 0x0100;
      case HPE -> 0x2000;
      case SUPERMICRO -> 0x1BBE;
    };
  }

  /** How many wrong passwords lock an account. */
  public int lockOutThreshold() {
    return 3;
  }

  /** How long an account stays locked, in seconds (simulated). */
  public int lockOutSeconds() {
    return this == SUPERMICRO ? 300 : 600;
  }

  /** How many Redfish sessions may be open. */
  public int maxSessions() {
    return this == DELL ? 8 : 16;
  }

  /** How long an unused Redfish session lives, in seconds (simulated). */
  public int sessionTimeoutSeconds() {
    return this == SUPERMICRO ? 300 : 1800;
  }

  /** Lower-case name, as used in names of files and settings. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
