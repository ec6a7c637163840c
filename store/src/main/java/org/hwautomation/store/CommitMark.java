package org.hwautomation.store;

/**
 * What a transaction wrote by which it is found again.
 *
 * @param writer the session that wrote it
 * @param number one more than that of the session's transaction before
 */
record CommitMark(String writer, long number) {}
