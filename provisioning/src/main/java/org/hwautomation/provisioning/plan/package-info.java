/**
 * What a start would do, found out before anything is touched. Begin with {@link
 * org.hwautomation.provisioning.plan.StartPlanner}.
 */
@NullMarked
package org.hwautomation.provisioning.plan;

import org.jspecify.annotations.NullMarked;
