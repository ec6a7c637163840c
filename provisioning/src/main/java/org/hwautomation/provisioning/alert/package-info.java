/**
 * What people are told of without having to look: causes that need a person, that are slow, and
 * batches that stopped. {@link org.hwautomation.provisioning.alert.AlertWatch} looks, {@link
 * org.hwautomation.provisioning.alert.AlertRules} decides what is news, and the database keeps what
 * is to be sent to whom. Whoever sends it asks {@link
 * org.hwautomation.provisioning.alert.AlertRetries} when to try again.
 */
@NullMarked
package org.hwautomation.provisioning.alert;

import org.jspecify.annotations.NullMarked;
