/**
 * Reaching a server: who it is, where its BMC is and with which login ({@link
 * org.hwautomation.provisioning.server.BmcLocator}), and opened connections that have proven to
 * lead to it ({@link org.hwautomation.provisioning.server.Connections}).
 *
 * <p>Safety rules 1 to 4 are asked here, so that no step can forget them.
 */
@NullMarked
package org.hwautomation.provisioning.server;

import org.jspecify.annotations.NullMarked;
