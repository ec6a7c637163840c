/**
 * Who may do what, without a word of HTTP.
 *
 * <p>{@link org.hwautomation.server.access.Access} lets people in by a password and programs by a
 * token, and says of each request who is {@link org.hwautomation.server.access.Caller calling}.
 * {@link org.hwautomation.server.access.Accounts} and {@link org.hwautomation.server.access.Tokens}
 * are what an admin changes. Passwords are kept as Argon2id hashes, tokens and session ids as
 * SHA-256; nothing here keeps, logs or audits clear text. The tables and the audit are the store's;
 * {@code docs/access.md} tells the whole.
 */
@NullMarked
package org.hwautomation.server.access;

import org.jspecify.annotations.NullMarked;
