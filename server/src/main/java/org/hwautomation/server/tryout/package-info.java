/**
 * Templates tried out before they are saved: each on a simulated server of its own, in a database
 * and with an engine that are thrown away afterwards. The service knows no simulator: whoever
 * starts it gives it a {@link org.hwautomation.server.tryout.TryOutLab}, which makes such places,
 * and {@link org.hwautomation.server.tryout.TryOuts} bounds how many there are and how long they
 * last. Nothing here ever sees the service's own inventory, MAAS or journal.
 */
@NullMarked
package org.hwautomation.server.tryout;

import org.jspecify.annotations.NullMarked;
