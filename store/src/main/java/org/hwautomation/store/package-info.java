/**
 * Where everything durable lives: one SQLite file, or one schema of a PostgreSQL database.
 *
 * <p>{@link org.hwautomation.store.SqlStore} is the engine's {@link
 * org.hwautomation.workflow.WorkflowStore}: runs, journal, owners, locks, commands, secrets. {@link
 * org.hwautomation.store.SqliteStore} and {@link org.hwautomation.store.PostgresStore} open it. It
 * also leads to what the domain keeps: {@link org.hwautomation.store.ServerInventory}, {@link
 * org.hwautomation.store.PowerStateHistory}, {@link org.hwautomation.store.Quarantine}, {@link
 * org.hwautomation.store.HostKeys}, {@link org.hwautomation.store.TlsPins}, {@link
 * org.hwautomation.store.Schedules}, {@link org.hwautomation.store.Firings}, {@link
 * org.hwautomation.store.Alerts} and {@link org.hwautomation.store.Audit}, whose entries hold each
 * other by hashes ({@code AuditChain}); and to who may do what: {@link
 * org.hwautomation.store.UserAccounts}, {@link org.hwautomation.store.ApiTokens} and {@link
 * org.hwautomation.store.LoginSessions}.
 *
 * <p>Beneath: {@code Database} holds one {@code Writer} thread, which groups commits, and a few
 * {@code Readers}; {@code RunTransactions} is the content of each transaction on runs, over one
 * class a table, in SQL that both databases speak. What differs stands behind {@code Connections}
 * (opening, transactions, what errors mean), {@code Schema} and {@code PostgresSchema} (migrations)
 * and {@code Liveness} (the locks that tell the living from the dead). {@code
 * docs/decisions/0003-sqlite.md} and {@code 0011-postgresql.md} say why.
 */
@NullMarked
package org.hwautomation.store;

import org.jspecify.annotations.NullMarked;
