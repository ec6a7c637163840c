/**
 * The domain: what it takes to turn a racked server into a ready one.
 *
 * <ul>
 *   <li>{@link org.hwautomation.provisioning.configuration}: what the operator configured, and
 *       where
 *   <li>{@link org.hwautomation.provisioning.device}: kinds of servers
 *   <li>{@link org.hwautomation.provisioning.discovery}: what a server is made of
 *   <li>{@link org.hwautomation.provisioning.bios}: what must change in its BIOS
 *   <li>{@link org.hwautomation.provisioning.safety}: what must never happen
 *   <li>{@link org.hwautomation.provisioning.network} and {@link
 *       org.hwautomation.provisioning.spelling}: addresses as values, and the word that was meant
 * </ul>
 *
 * <p>All of it is pure: it knows neither protocols nor workflows.
 */
@NullMarked
package org.hwautomation.provisioning;

import org.jspecify.annotations.NullMarked;
