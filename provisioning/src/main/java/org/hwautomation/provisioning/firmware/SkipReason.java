package org.hwautomation.provisioning.firmware;

import java.util.Locale;

/** Why an item is left as it is. */
public enum SkipReason {
  /** It runs what it shall run. */
  SAME_VERSION(false),
  /** It runs something newer than all that there is. */
  NEWER_RUNS(false),
  /** Neither policy nor device type wants anything of it. */
  NOT_WANTED(false),
  /** There is no image for it. */
  NOT_IN_CATALOG(false),
  /** The images that there are were made for another board, or for nobody knows which. */
  WRONG_BOARD(true),
  /** There is an image, but none of those that must come before it. */
  NO_PATH(true),
  /** The version that is wanted is not in the catalog, or its file is not there. */
  MISSING_IMAGE(true),
  /** The file is not the one that the catalog means. */
  BAD_CHECKSUM(true),
  /** The server has no such item. */
  NO_SUCH_ITEM(true),
  /** The catalog does not say which of several items an image is for. */
  UNCLEAR_ITEM(true),
  /** The BMC says that this item can't be updated through it. */
  NOT_UPDATEABLE(true),
  /** The BMC takes no image that is sent, and it is not configured where it could fetch one. */
  PULLS_ONLY(true),
  /** It would become older, and nobody allowed that. */
  DOWNGRADE(true),
  /** A class of its own that nobody allowed. */
  NEEDS_APPROVAL(true),
  /** Which of the versions is newer is not known. */
  CANNOT_COMPARE(true);

  private final boolean problem;

  SkipReason(boolean problem) {
    this.problem = problem;
  }

  /** True if something that is wanted can't be had; false if all is well as it is. */
  public boolean isProblem() {
    return problem;
  }

  /** The name in files, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
