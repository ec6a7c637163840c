/**
 * Scripts of other languages that use the service as their engine: {@link ScriptDesk} has those
 * that are connected. What they say is the bridge's protocol ({@code org.hwautomation.bridge}),
 * carried by requests one way and by server-sent events the other.
 */
@NullMarked
package org.hwautomation.server.scripts;

import org.jspecify.annotations.NullMarked;
