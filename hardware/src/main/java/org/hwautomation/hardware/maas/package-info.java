/**
 * A client of the MAAS API 2.0. {@link MaasClient} is the entry point; what it returns are records,
 * {@link Machine} first of all.
 *
 * <pre>{@code
 * try (var maas = MaasClient.builder("http://maas:5240/MAAS", Secret.fromEnvironment("MAAS_API_KEY"))
 *     .build()) {
 *   var machine = maas.find("rack12-u07").orElseThrow();
 *   var known = machine.currentCommissioningResultId();
 *   maas.commission(machine.systemId(), CommissionOptions.defaults().withSkipBmcConfig(true));
 *   while (!maas.machine(machine.systemId()).commissioningSince(known).ended()) {
 *     Thread.sleep(Duration.ofSeconds(10));
 *   }
 * }
 * }</pre>
 *
 * <p>{@link MachineStatus#inUse()} and {@link Machine#inUse()} say which machines are somebody's.
 * Errors are {@link MaasException}; {@link MaasNotFoundException} is the one for what MAAS does not
 * have. {@code MaasTransport} holds the wire, {@code MaasAnswers} what bad answers mean, {@code
 * MaasJson} the reading.
 *
 * <p>Source of the protocol: the MAAS API reference, and answers of real installations.
 */
@NullMarked
package org.hwautomation.hardware.maas;

import org.jspecify.annotations.NullMarked;
