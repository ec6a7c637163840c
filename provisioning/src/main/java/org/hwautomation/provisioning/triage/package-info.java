/**
 * How servers and runs stand, for a person who has to decide: what needs one, why, and what may be
 * done about it. Reads the journal, the locks, the inventory and the quarantine; asks no server and
 * changes nothing, so it works while everything else is away.
 *
 * <p>Begin with {@link org.hwautomation.provisioning.triage.Triage}: it gives the {@link
 * org.hwautomation.provisioning.triage.Situation} of a server, and an {@link
 * org.hwautomation.provisioning.triage.Overview} of all.
 */
@NullMarked
package org.hwautomation.provisioning.triage;

import org.jspecify.annotations.NullMarked;
