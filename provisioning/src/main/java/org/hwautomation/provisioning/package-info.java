/**
 * The domain: what it takes to turn a racked server into a ready one. {@link
 * org.hwautomation.provisioning.WorkflowManager} is the way in.
 *
 * <ul>
 *   <li>{@link org.hwautomation.provisioning.configuration}: what the operator configured, and
 *       where
 *   <li>{@link org.hwautomation.provisioning.device}: kinds of servers
 *   <li>{@link org.hwautomation.provisioning.discovery}: what a server is made of
 *   <li>{@link org.hwautomation.provisioning.bios} and {@link
 *       org.hwautomation.provisioning.firmware}: what must change in its BIOS and its firmware
 *   <li>{@link org.hwautomation.provisioning.safety}: what must never happen
 *   <li>{@link org.hwautomation.provisioning.server}: how its BMC, its host and MAAS are reached
 *   <li>{@link org.hwautomation.provisioning.steps}: the actions that templates are made of
 *   <li>{@link org.hwautomation.provisioning.runs} and {@link
 *       org.hwautomation.provisioning.catalogue}: what front doors need to start runs, show them,
 *       and change templates
 *   <li>{@link org.hwautomation.provisioning.triage}: how everything stands, and what to do about
 *       it
 * </ul>
 */
@NullMarked
package org.hwautomation.provisioning;

import org.jspecify.annotations.NullMarked;
