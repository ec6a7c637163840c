/**
 * Where everything durable lives: one SQLite file.
 *
 * <p>{@link org.hwautomation.store.SqliteStore} is the engine's {@link
 * org.hwautomation.workflow.WorkflowStore}: runs, journal, owners, locks, commands, secrets. It
 * also leads to what the domain keeps: {@link org.hwautomation.store.ServerInventory}, {@link
 * org.hwautomation.store.PowerStateHistory}, {@link org.hwautomation.store.Quarantine}, {@link
 * org.hwautomation.store.HostKeys}, {@link org.hwautomation.store.TlsPins} and {@link
 * org.hwautomation.store.Audit}.
 *
 * <p>Beneath: {@code Database} holds one {@code Writer} thread, which groups commits, and a few
 * {@code Readers}; {@code Schema} migrates; {@code Owners} keeps the lock files that tell the
 * living from the dead; {@code RunTransactions} is the content of each transaction on runs, over
 * one class a table. {@code docs/decisions/0003-sqlite.md} says why.
 */
@NullMarked
package org.hwautomation.store;

import org.jspecify.annotations.NullMarked;
